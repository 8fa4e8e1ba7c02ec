"""What stands behind a number: the rows of one signal, each with its page and, when it has one, its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils.module_loading import import_string

from carto.fiches.models import Fiche, Kind
from projets.opportunites.models import SIGNALS, Candidat

COUNTED: Final = "projets.opportunites.evidence.rows"  # what was counted says its rows itself
# Where that room is not there: the fiches of that theme at that place, from which the signal comes.
KINDS: Final = {
    "people": Kind.IDEE, "repeats": Kind.SIGNALEMENT, "cost": Kind.EQUIPEMENT, "uses": Kind.EQUIPEMENT,
    "contracts": Kind.EQUIPEMENT, "access": Kind.EQUIPEMENT, "neglect": Kind.OPPORTUNITE,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One of them; `point` in SRID 4326."""

    title: str
    address: str
    point: Point | None
    kind: str


def rows_of(candidat: Candidat, signal: str) -> Iterable[Any]:
    """What the number of `signal` was counted from, the most telling first."""
    if find_spec(COUNTED):
        return import_string(f"{COUNTED}.rows_of")(candidat, signal)
    if signal not in KINDS:
        return []
    fiches = Fiche.objects.public().filter(kind=KINDS[signal], theme=candidat.theme)
    return fiches.filter(_within(candidat)).select_related("rue", "quartier").order_by("-created_at", "-pk")


def _within(candidat: Candidat) -> Q:
    """Fiches at its place."""
    if candidat.rue_id:
        return Q(rue=candidat.rue_id)
    if candidat.territoire_id is None:
        return Q()
    return (
        Q(quartier=candidat.territoire_id)
        | Q(commune=candidat.territoire_id)
        | Q(commune__parent=candidat.territoire_id)
    )


def told(found: Iterable[Any], most: int) -> list[Row]:
    """The first of them, as pages show them."""
    return list(_read(islice(found, most)))


def _read(found: Iterable[Any]) -> Iterator[Row]:
    for one in found:
        address = getattr(one, "address", "") or one.get_absolute_url()
        geom = getattr(one, "geom", None)
        yield Row(str(one.title), str(address), geom.point_on_surface if geom else None, getattr(one, "kind", ""))


def behind(candidat: Candidat, most: int) -> dict[str, list[Row]]:
    """The first rows of each signal that has data, by signal."""
    known = [signal for signal in SIGNALS if getattr(candidat, signal) is not None]
    return {signal: told(rows_of(candidat, signal), most) for signal in known}
