"""Counts of who uses a facility, on those that rows name; counted again when a person ties a row, or unties one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from carto.fiches.models import Visibility
from projets.equipements.imports.formats import Row
from projets.equipements.imports.schemas.tables import folded
from projets.equipements.models import Equipement, Import, Ligne, Rattachement, RattachementState, Source, Usage

BATCH: Final = 500
LONGEST_SOURCE: Final = 200
SHOWN: Final = 50  # names without a place in a report

Key = tuple[int, str, Any, int]  # facility, measure, first day, months
Counts = dict[Key, tuple[int, Any]]  # (Ligne's primary key, how many)


@dataclass(frozen=True)
class Counted:
    """How a format counts. `again(data, mapping)`: what a kept row tells, or nothing; `adds`: whether the rows of one
    facility and month add up, as several counters do, or the last one holds.
    """

    again: Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any] | None]
    adds: bool = False


def record_usages(reading: Import, pairs: Iterable[tuple[int, Row]], counted: Counted) -> None:
    """Keep counts on the facilities that they name; what a person entered, or another source says, stays.

    Names that are no facility's are listed in the reading's report under "unplaced": their rows wait to be tied.
    """
    rows = [(pk, row.told) for pk, row in pairs]
    places = Places(reading.source, counted)
    found = {pk: place for pk, told in rows if (place := places.find(pk, told["place"]))}
    if counted.adds:
        usages = _told_of(reading.source, counted, places, set(found.values()))
    else:
        usages = {_key(found[pk], told): (pk, told["value"]) for pk, told in rows if pk in found}
    _store(reading.source, usages)
    lost = sorted({told["place"] for pk, told in rows if pk not in found})
    if lost:
        reading.report = {**reading.report, "unplaced": lost[:SHOWN], "unplaced_count": len(lost)}
        reading.save(update_fields=["report"])


def recount(source: Source, counted: Counted, equipements: Collection[int]) -> None:
    """Make anew what a source says of these facilities: counts that no row of it tells any more go."""
    usages = _told_of(source, counted, Places(source, counted), equipements)
    for usage in Usage.objects.filter(ligne__source=source, equipement__in=equipements).select_related("ligne"):
        known = (usage.equipement_id, usage.measure, usage.month, usage.months) in usages
        if not known and counted.again(usage.ligne.data, source.mapping):  # what cannot be read again stays
            usage.delete()
    _store(source, usages)


def _told_of(source: Source, counted: Counted, places: "Places", equipements: Collection[int]) -> Counts:
    """What the rows that are kept tell of these facilities."""
    usages: Counts = {}
    lignes = Ligne.objects.filter(source=source, withdrawn_at=None).order_by("number", "pk")
    for pk, data in lignes.values_list("pk", "data").iterator(chunk_size=2000):
        told = counted.again(data, source.mapping)
        place = places.find(pk, told["place"]) if told else None
        if told and place in equipements:
            key = _key(place, told)
            before = usages[key][1] if counted.adds and key in usages else 0
            usages[key] = (pk, before + told["value"])
    return usages


def _key(place: int, told: Mapping[str, Any]) -> Key:
    return (place, told["measure"], told["month"], told["months"])


def _store(source: Source, usages: Counts) -> None:
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
    """The facility that a row names: tied by a person, it or another row of that name; told by the mapping, by its own
    address, or by its only name.
    """

    def __init__(self, source: Source, counted: Counted) -> None:
        self._said = {str(name): str(uuid) for name, uuid in (source.mapping.get("places") or {}).items()}
        confirmed = Rattachement.objects.filter(ligne__source=source, state=RattachementState.CONFIRMED)
        self._tied: dict[int, int] = {}
        self._tied_names: dict[str, set[int]] = {}
        for ligne, equipement, data in confirmed.values_list("ligne_id", "equipement_id", "ligne__data"):
            self._tied[ligne] = equipement
            if told := counted.again(data, source.mapping):
                self._tied_names.setdefault(told["place"], set()).add(equipement)
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
        return self._tied[ligne] if ligne in self._tied else self.named(name)

    def named(self, name: str) -> int | None:
        """The same of a name alone."""
        said = self._said.get(name, name)
        if said in self._by_uuid:
            return self._by_uuid[said]
        named = self._tied_names.get(name) or self._by_name.get(folded(said), set())
        return next(iter(named)) if len(named) == 1 else None
