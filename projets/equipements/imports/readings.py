"""A reading of a source: seen first, then taken or dropped. All of it or nothing, and twice changes nothing.

What a person did (a link, a cost, a correction, a mapping) is never undone by a file.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.text import tidy
from projets.equipements.imports.columns import Drift, drift, resolve
from projets.equipements.imports.formats import Format, Row, formats
from projets.equipements.imports.loaders import rows as loader
from projets.equipements.imports.loaders.rejects import leave_again
from projets.equipements.imports.mending import Mending
from projets.equipements.imports.places import SWAPPED
from projets.equipements.imports.spool import Spool
from projets.equipements.linking.tasks import suggest_places
from projets.equipements.models import Import, ImportState, Ligne, Rejet, Source

SHOWN: Final = 10  # rows of a preview
POINTS: Final = 400  # places on its map
SAMPLE: Final = 400  # rows whose values are compared with those of before
LONG_VALUE: Final = 80
PIECE: Final = 1 << 20
CHANGED, LOST, EMPTY = "changed", "lost", "empty"  # codes of errors


@dataclass
class Survey:
    """What is seen of a file while it goes by."""

    first: list[dict[str, Any]] = field(default_factory=list)
    points: list[list[float]] = field(default_factory=list)
    samples: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    read: int = 0
    placed: int = 0
    unplaced: int = 0

    def look(self, row: Row) -> None:
        """Remember a little of it."""
        self.read += 1
        if self.read <= SAMPLE:
            for column, value in row.data.items():
                if value not in (None, "") and not isinstance(value, dict | list):
                    self.samples[column].add(str(value)[:LONG_VALUE])
        if row.reasons:
            return
        if len(self.first) < SHOWN:
            self.first.append(row.told)
        if "geom" in row.told:
            self._place(row.told["geom"])

    def _place(self, geom: str | None) -> None:
        if not geom:
            self.unplaced += 1
            return
        self.placed += 1
        if len(self.points) < POINTS and geom.startswith("SRID=4326;POINT"):
            self.points.append([round(float(part), 5) for part in geom[16:-1].strip("( ").split()])


def options(source: Source) -> dict[str, Any]:
    """What a reader is told: the mapping that was settled, and where the rows are expected."""
    return {**source.mapping, "extent": source.extent}


def format_of(source: Source) -> Format:
    """The source's reader; ValidationError when there is none of that name."""
    try:
        return formats()[source.format]
    except KeyError:
        raise ValidationError(_("Format inconnu : « %(code)s ».") % {"code": source.format}) from None


def preview(source: Source, path: Path, *, name: str = "", url: str = "", by: User | None = None) -> Import:
    """Read a file without taking it; the reading with its report. ValidationError (French), and nothing is stored, for
    a file that cannot be read.
    """
    report = survey(source, path)
    reading = Import(
        source=source, name=tidy(name or path.name)[:200], url=url, by=by, report=report,
        sha256=_print_of(path), size=path.stat().st_size,
    )  # fmt: skip
    with path.open("rb") as file:
        reading.file.save(f"{reading.sha256[:16]}{_suffix(path)}", File(file), save=False)
    reading.save()
    return reading


def survey(source: Source, path: Path) -> dict[str, Any]:
    """The report of a file beside what is kept of its source; nothing is stored."""
    with transaction.atomic():
        report = _stage(source, path)
        loader.forget()
    return report


def look_again(reading: Import) -> None:
    """Make the report of a preview anew, after its mapping was changed."""
    reading.report = survey(reading.source, Path(reading.file.path))
    reading.save(update_fields=["report"])


def take(reading: Import, *, by: User | None = None) -> Import:
    """Keep what a preview showed. ValidationError: `changed` when it is no preview any more, `lost` while a column
    that a field was read from has no successor.
    """
    with transaction.atomic(), Spool() as spool:
        source = Source.objects.select_for_update().get(pk=reading.source_id)
        reading = Import.objects.select_for_update().get(pk=reading.pk)
        if reading.state != ImportState.PREVIEW:
            raise ValidationError(_("Ce fichier n’est plus un aperçu : il a été pris ou abandonné."), code=CHANGED)
        reading.source, path = source, Path(reading.file.path)
        report = _stage(source, path, spool)
        if lost := report["drift"]["lost"]:
            said = _("Dites d’abord où sont passées ces colonnes : %(names)s.")
            raise ValidationError(said % {"names": ", ".join(lost.values())}, code=LOST)
        _settle_earlier(source)
        _remember(source, report)
        reading.report, reading.state, reading.at = report, ImportState.DONE, timezone.now()
        reading.by = by or reading.by
        reading.save()
        wanted = loader.keep(reading, everything=report["mapping_changed"])
        loader.forget()
        leave_again(reading)
        if wanted:
            format_of(source).store(reading, spool.pairs(wanted))
        suggest_places.defer(source_id=source.pk)
    return reading


def drop(reading: Import) -> None:
    """Leave a preview aside: its file is forgotten, its report kept. ValidationError (`changed`) once it was taken."""
    with transaction.atomic():
        kept = Import.objects.select_for_update().get(pk=reading.pk)
        if kept.state != ImportState.PREVIEW:
            raise ValidationError(_("Ce fichier n’est plus un aperçu : il a été pris ou abandonné."), code=CHANGED)
        kept.file.delete(save=False)
        kept.state = ImportState.DROPPED
        kept.save()


def accept_swapped(reading: Import, *, by: User | None = None) -> Import:
    """Read the same file again, its axes turned where they are swapped, and remember it for the next ones."""
    source = reading.source
    source.mapping = {**source.mapping, SWAPPED: True}
    with transaction.atomic():
        source.save(update_fields=["mapping"])
        if reading.state == ImportState.PREVIEW:
            look_again(reading)
            return reading
        again = preview(source, Path(reading.file.path), name=reading.name, url=reading.url, by=by)
        return take(again, by=by)


def _stage(source: Source, path: Path, spool: Spool | None = None) -> dict[str, Any]:
    """Fill the staging table, and the spool of what will be made of the rows; the report."""
    began, reader, asked, seen = monotonic(), format_of(source), options(source), Survey()
    header = reader.columns(path, asked)
    settled = _settled(reader, path, asked, header)
    # What names a row was just found: the reader is told, so that it does not look for it again.
    told = asked if settled.get("key") is None else {**asked, "key": settled["key"]}
    mending = Mending(source, reader, told, path)
    loader.stage(_staged(reader.rows(path, told), mending, seen, spool), source.pk, looking=spool is None)
    if not seen.read:
        raise ValidationError(_("Ce fichier n’a aucune ligne."), code=EMPTY)
    return loader.counts(source.pk) | {
        "mended": mending.count, "placed": seen.placed, "unplaced": seen.unplaced, "columns": header,
        "found": settled.get("columns", {}), "key": settled.get("key"),
        "first": json.loads(json.dumps(seen.first, default=str)), "points": seen.points,
        "drift": _drift(source, header, seen).as_json(),
        "mapping_changed": _digest(asked, settled) != _last_digest(source), "mapping": _digest(asked, settled),
        "seconds": round(monotonic() - began, 2),
    }  # fmt: skip


def _staged(rows: Iterator[Row], mending: Mending, seen: Survey, spool: Spool | None) -> Iterator[loader.Staged]:
    for rank, published in enumerate(rows):
        row, was = mending(published)
        seen.look(row)
        if spool and not row.reasons:
            spool.add(rank, row)
        yield loader.Staged(rank, row.number, row.key, row.data, row.reasons, row.proposed, was)


def _drift(source: Source, header: list[str], seen: Survey) -> Drift:
    old: dict[str, set[str]] = defaultdict(set)
    for data in Ligne.objects.filter(source=source).order_by("number").values_list("data", flat=True)[:SAMPLE]:
        for column, value in data.items():
            if value not in (None, "") and not isinstance(value, dict | list):
                old[column].add(str(value)[:LONG_VALUE])
    return drift(source.columns, header, source.mapping, old, seen.samples)


def _settled(reader: Format, path: Path, asked: Mapping[str, Any], header: list[str]) -> dict[str, Any]:
    """What this reading found, for the next ones to keep: the column of each field, what names a row."""
    kept: Mapping[str, str] = asked.get("columns") or {}
    found = {**kept, **resolve(reader.fields, header, asked)}
    return {"columns": found} | (reader.settle(path, asked) if reader.settle else {})


def _remember(source: Source, report: dict[str, Any]) -> None:
    """Keep the mapping that this reading settled, and the header that the next one is compared with."""
    key = {} if report["key"] is None else {"key": report["key"]}
    source.mapping = {**source.mapping, "columns": report["found"], **key}
    source.columns = [column[:200] for column in report["columns"]]
    source.save(update_fields=["mapping", "columns"])


def _settle_earlier(source: Source) -> None:
    """What earlier files could not say is this one's to say again."""
    Rejet.objects.filter(of__source=source, settled_at=None).update(settled_at=timezone.now())


def _digest(asked: Mapping[str, Any], settled: Mapping[str, Any]) -> str:
    """What a row is understood with: another one, and every row is understood anew."""
    told = {name: value for name, value in asked.items() if name not in ("encoding", "delimiter")} | dict(settled)
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _last_digest(source: Source) -> str:
    done = Import.objects.filter(source=source, state=ImportState.DONE).order_by("-at", "-pk").first()
    return done.report.get("mapping", "") if done else ""


def _print_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _suffix(path: Path) -> str:
    return "".join(part for part in path.suffixes[-2:] if part[1:].isalnum() and len(part) < 9).lower()
