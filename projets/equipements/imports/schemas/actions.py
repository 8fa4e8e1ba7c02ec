"""Rows that end on a facility: planned works, which become one, and counts of who uses one that is there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.models import Evenement, Kind, Origin, Theme, Visibility, What
from projets.equipements.imports.formats import Row
from projets.equipements.imports.schemas.tables import folded
from projets.equipements.models import Equipement, Import, Nature, Rattachement, RattachementState, Source, Usage
from projets.equipements.workflow import WORKFLOW, Status

BATCH: Final = 500
BY_HAND: Final = (What.CORRECTED, What.COMPLETED, What.MOVED)
WORKS_THEMES: Final = ("travaux", "voirie", "autre")  # the first that the city has
LONGEST_SOURCE: Final = 200
SHOWN: Final = 50  # names without a place in a report

Worksite = tuple[int, str, Mapping[str, Any], Status]  # Ligne's primary key, key, what is told, where it stands
Find = Callable[[int, str], int | None]  # (Ligne's primary key, name) → facility's
Total = Callable[[Import, Find, set[Any]], Mapping[tuple[int, Any], Any]]


def bring_works(reading: Import, rows: Iterable[Worksite]) -> None:
    """Put worksites on the map, and those that are there where their row says now, each with a line of history. What
    a person corrected stays. Raises ValidationError (French) when the city's themes are not loaded.
    """
    known_themes = {theme.code: theme for theme in Theme.objects.all()}
    theme = next((known_themes[code] for code in (*WORKS_THEMES, *known_themes) if code in known_themes), None)
    if theme is None:
        raise ValidationError(_("Chargez d’abord les thèmes (load_themes)."))
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        known = {one.ligne_id: one for one in Equipement.objects.filter(ligne__in=[row[0] for row in batch])}
        touched = set(
            Evenement.objects.filter(fiche__in=known.values(), what__in=BY_HAND)
            .exclude(actor_role="system")
            .values_list("fiche_id", flat=True)
        )
        lines = [
            _worksite(reading, row, known.get(row[0]), theme) for row in batch if _free(known.get(row[0]), touched)
        ]
        Evenement.objects.bulk_create(filter(None, lines))


def _free(equipement: Equipement | None, touched: set[int]) -> bool:
    return equipement is None or equipement.pk not in touched


def _worksite(reading: Import, row: Worksite, equipement: Equipement | None, theme: Theme) -> Evenement | None:
    """Store one; the line of its history, or none when nothing changed."""
    pk, key, told, status = row
    source, new = reading.source, equipement is None
    if equipement is None:
        equipement = Equipement(
            uuid=uuid5(NAMESPACE_URL, f"carte-commune:source:{source.code}#{key}"), kind=Kind.EQUIPEMENT, theme=theme,
            nature=Nature.WORKS, ligne_id=pk, publisher=source.organisme, origin=Origin.IMPORT,
            visibility=Visibility.PUBLIC, demonstration=source.demonstration,
        )  # fmt: skip
    before = {name: getattr(equipement, name) for name in ("title", "text", "begins_on", "ends_on", "status", "geom")}
    for name in ("title", "text", "operator", "address", "begins_on", "ends_on"):
        setattr(equipement, name, told[name])
    equipement.geom, equipement.status = GEOSGeometry(told["geom"]), status.value
    equipement.stage, equipement.place_source = WORKFLOW.stage_of(status), source.title[:LONGEST_SOURCE]
    if not new and all(getattr(equipement, name) == value for name, value in before.items()):
        return None
    equipement.save(force_insert=new)
    what = What.STATUS if not new and before["status"] != status.value else What.IMPORTED
    return Evenement(
        fiche=equipement, at=timezone.now(), actor_role="system", person=reading.by, what=what,
        before=before["status"] if what == What.STATUS else "", after=status.value if what == What.STATUS else "",
        public_text=_("Repris de « %(source)s », ligne %(key)s.") % {"source": source.title, "key": key[:80]},
    )  # fmt: skip


def record_usages(reading: Import, pairs: Iterable[tuple[int, Row]], total: Total | None = None) -> None:
    """Keep counts on the facilities that they name; what a person entered, or another source says, stays.

    `total(reading, find, months)` adds up what several counters of one facility say. Names that are no facility's are
    listed in the reading's report under "unplaced": their rows wait to be tied.
    """
    rows = [(pk, row.told) for pk, row in pairs]
    places = Places(reading.source)
    found = {pk: place for pk, told in rows if (place := places.find(pk, told["place"]))}
    usages = {
        (found[pk], told["measure"], told["month"], told["months"]): (pk, told["value"])
        for pk, told in rows
        if pk in found
    }
    if total and usages:
        sums = total(reading, places.find, {key[2] for key in usages})
        usages = {key: (pk, sums.get((key[0], key[2]), value)) for key, (pk, value) in usages.items()}
    _store(reading, usages)
    lost = sorted({told["place"] for pk, told in rows if pk not in found})
    if lost:
        reading.report = {**reading.report, "unplaced": lost[:SHOWN], "unplaced_count": len(lost)}
        reading.save(update_fields=["report"])


def _store(reading: Import, usages: Mapping[tuple[int, str, Any, int], tuple[int, Any]]) -> None:
    source = reading.source
    others = Usage.objects.filter(equipement__in={key[0] for key in usages}).exclude(ligne__source=source)
    kept = set(others.values_list("equipement_id", "measure", "month", "months"))
    told = {"source": source.title[:LONGEST_SOURCE], "source_url": source.url, "publisher": source.organisme}
    names = ("equipement_id", "measure", "month", "months")
    Usage.objects.bulk_create(
        (
            Usage(**dict(zip(names, key, strict=True)), value=value, ligne_id=pk, **_fitting(told))
            for key, (pk, value) in usages.items()
            if key not in kept
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["equipement", "measure", "month", "months"],
        update_fields=["value", "ligne", "source", "source_url", "publisher"],
    )


def _fitting(told: dict[str, Any]) -> dict[str, Any]:
    """An address too long for a count is left to its source."""
    return told | {"source_url": told["source_url"] if len(told["source_url"]) <= 200 else ""}


class Places:
    """The facility that a row names: tied by a person, told by the mapping, by its own address, or by its only name."""

    def __init__(self, source: Source) -> None:
        self._said = {str(name): str(uuid) for name, uuid in (source.mapping.get("places") or {}).items()}
        confirmed = Rattachement.objects.filter(ligne__source=source, state=RattachementState.CONFIRMED)
        self.tied = dict(confirmed.values_list("ligne_id", "equipement_id"))
        self._by_uuid: dict[str, int] = {}
        self._by_name: dict[str, set[int]] = {}
        for pk, uuid, title, key in self._public():
            self._by_uuid[str(uuid)] = pk
            for name in filter(None, (title, key)):
                self._by_name.setdefault(folded(name), set()).add(pk)

    @staticmethod
    def _public() -> Iterator[tuple[int, UUID, str, str | None]]:
        public = Equipement.objects.filter(visibility=Visibility.PUBLIC)
        return public.values_list("pk", "uuid", "title", "ligne__key").iterator()

    def find(self, ligne: int, name: str) -> int | None:
        """Its primary key, or nothing: a name that two facilities bear is nobody's."""
        return self.tied[ligne] if ligne in self.tied else self.named(name)

    def named(self, name: str) -> int | None:
        """The same of a name alone."""
        said = self._said.get(name, name)
        if said in self._by_uuid:
            return self._by_uuid[said]
        named = self._by_name.get(folded(said), set())
        return next(iter(named)) if len(named) == 1 else None
