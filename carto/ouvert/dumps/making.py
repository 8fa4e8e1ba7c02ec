"""Making a night's dump, noting what has left since the last one, and dropping what may no longer be read."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db.models import TextField, Value
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.layers import layers
from carto.fiches.models import Acte, ActeKind, Evenement, Fiche, Visibility, What
from carto.ouvert.dumps import reading
from carto.ouvert.files.columns import View, view_of
from carto.ouvert.files.formats import FORMATS

KEPT: Final = 7  # nights
KEPT_FOR: Final = timedelta(days=KEPT)
REMEMBERED: Final = timedelta(days=366)  # how long it is told that something has left
EXTENSIONS: Final = ("csv", "geojson", "gpkg", "parquet")
# Files last, names need not: whoever signed is named where the fiche is, and in the file of the moment.
EMPTIED: Final = ("author",)
KEYS: Final = ".uuids"  # the keys of a layer's rows, sorted, sixteen bytes each; never served
READABLE: Final = (Visibility.PUBLIC.value, Visibility.JOINED.value, Visibility.EXPIRED.value)
PIECE: Final = 1 << 20
ASKED: Final = 10_000  # keys asked about at once


def make_dump() -> Path:
    """Tonight's files. A folder appears whole or not at all; made twice in a day, the second stands."""
    root = reading.folder()
    root.mkdir(parents=True, exist_ok=True)
    at = timezone.now()
    night = root / timezone.localdate().isoformat()
    with tempfile.TemporaryDirectory(dir=root, prefix=".en-cours-") as scratch:
        made = Path(scratch) / night.name
        made.mkdir()
        files = [told for layer in layers() for told in _write_layer(layer.name, made)]
        left = [line for layer in layers() for line in _left(layer.name, made, at.isoformat())]
        told = {"at": at.isoformat(), "files": files}
        (made / reading.MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        shutil.rmtree(night, ignore_errors=True)
        made.rename(night)
    _note(left)
    for keys in night.glob(f"*{KEYS}"):  # beside the nights: what left is told even when the last one was dropped
        shutil.copyfile(keys, root / keys.name)
    drop_unreadable()
    for old in reading.nights()[KEPT:]:
        shutil.rmtree(old)
    return night


def _write_layer(name: str, made: Path) -> Iterator[dict[str, object]]:
    whole = view_of(Filters(couches=(name,)))
    nobody = Value(None, output_field=TextField())
    columns = (replace(each, expression=nobody) if each.name in EMPTIED else each for each in whole.columns)
    view = replace(whole, columns=tuple(columns))
    rows = _write_keys(view, made / f"{name}{KEYS}")
    for extension in EXTENSIONS:
        path = made / f"{name}.{extension}"
        FORMATS[extension].save(view, path)
        yield {
            "layer": name, "extension": extension, "name": path.name, "size": path.stat().st_size,
            "sha256": _digest(path), "rows": rows,
        }  # fmt: skip


def _write_keys(view: View, path: Path) -> int:
    count = 0
    with path.open("wb") as file:
        for uuid in view.fiches.order_by("uuid").values_list("uuid", flat=True).iterator():
            file.write(uuid.bytes)
            count += 1
    return count


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keys(path: Path) -> Iterator[bytes]:
    if path.is_file():
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield from (piece[start : start + 16] for start in range(0, len(piece), 16))


def _left(name: str, made: Path, at: str) -> Iterator[str]:
    """What was in the last dump and is not in this one: both are sorted, so neither is held whole."""
    now = _keys(made / f"{name}{KEYS}")
    current = next(now, None)
    for key in _keys(reading.folder() / f"{name}{KEYS}"):
        while current is not None and current < key:
            current = next(now, None)
        if current != key:
            yield json.dumps({"uuid": str(UUID(bytes=key)), "layer": name, "at": at})


def _note(left: list[str]) -> None:
    """Add these to what has left, and forget what left more than a year ago."""
    ledger = reading.folder() / reading.LEFT
    kept = [json.dumps(told) for told in reading.departures(timezone.localdate() - REMEMBERED)]
    lines = [*kept, *left]
    scratch = ledger.with_suffix(".new")
    scratch.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    scratch.replace(ledger)


def drop_unreadable() -> list[str]:
    """Delete the dumps that hold what nobody may read any more: taken back, erased, or corrected by a moderator.

    The last one is kept when it holds nothing of the kind. Returns the days that were deleted. Whoever erases a
    person's words calls it at once.
    """
    dropped = []
    for night in reading.nights():
        if _corrected_since(night) or any(_holds_unreadable(path) for path in night.glob(f"*{KEYS}")):
            shutil.rmtree(night)
            dropped.append(night.name)
    return dropped


def _corrected_since(night: Path) -> bool:
    since = reading.manifest(night)["at"]
    moderated = Acte.objects.filter(at__gt=since, commentaire=None, what__in=(ActeKind.EDITED, ActeKind.BINNED))
    return moderated.exists() or Evenement.objects.filter(at__gt=since, what=What.CORRECTED).exists()


def _holds_unreadable(path: Path) -> bool:
    keys = _keys(path)
    while chunk := [UUID(bytes=key) for key in islice(keys, ASKED)]:
        if Fiche.objects.filter(uuid__in=chunk, visibility__in=READABLE).count() != len(chunk):
            return True
    return False
