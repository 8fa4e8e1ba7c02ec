"""The figures that colour a scale: one for each of its places, over the whole of it, counted once for all its tiles."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

import numpy as np
from django.apps import apps
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.layers import Layer
from carto.fiches.measuring import mesures, owner
from carto.fiches.mesures import Figure, Mesure, Niveau
from carto.fiches.querysets import FicheQuerySet
from carto.territoires.models import Level, Rue, Territoire
from carto.territoires.querysets import inhabitants
from tiles.pyramid.columns import Array, Columns
from tiles.pyramid.counts import counts_by_place

Stamp = tuple[object, ...]  # what every figure depends on: the day and the versions of the layers
Figures = dict[int, Figure]  # by the id of a territory or of a street

PLACE: Final[dict[Niveau, Callable[[Columns], Array]]] = {
    Niveau.COMMUNE: lambda rows: rows.commune,
    Niveau.QUARTIER: lambda rows: np.where(rows.quartier, rows.quartier, rows.commune),
    Niveau.RUE: lambda rows: rows.rue,
}
KEPT: Final = 48  # sets of figures that a process remembers: a few people's views
NOT_KNOWN: Final = Figure(None)
NONE_THERE: Final = Figure(None, 0, 0)


@dataclass(frozen=True)
class Colouring:
    """A mesure as a view asks for it: with its filters, and the stamp of what it is counted from."""

    mesure: Mesure
    filters: Filters
    stamp: Stamp

    def figures(self, niveau: Niveau) -> Figures:
        """Every place of the scale with its figure; not known is None, never 0."""
        return _figures(self.mesure.code, niveau, self.filters, self.stamp)


def counts_by(niveau: Niveau, filters: Filters) -> dict[int, int]:
    """How many of the view's fiches each place of the scale holds, by its id; those without any are absent.

    At the scale of quartiers, what lies in none counts for its commune.
    """
    return counts_by_place(PLACE[niveau], filters)


def places_of(niveau: Niveau) -> list[int]:
    """The ids of a scale's places; at that of quartiers a commune without any stands for itself."""
    if niveau is Niveau.RUE:
        return list(Rue.objects.order_by().values_list("pk", flat=True))
    known = Territoire.objects.in_force(timezone.localdate()).order_by()
    communes = set(known.filter(level=Level.COMMUNE).values_list("pk", flat=True))
    if niveau is Niveau.COMMUNE:
        return sorted(communes)
    quartiers = dict(known.filter(level=Level.QUARTIER).values_list("pk", "parent"))
    return sorted(quartiers.keys() | (communes - set(quartiers.values())))


def forget() -> None:
    """Count again: for a database that went back in time, as those of tests do."""
    _figures.cache_clear()


@lru_cache(maxsize=KEPT)
def _figures(code: str, niveau: Niveau, filters: Filters, stamp: Stamp) -> Figures:
    """`stamp` is only a key: when it moves, what was counted before is forgotten."""
    mesure, places = mesures()[code], places_of(niveau)
    layer = owner(mesure)
    if niveau in mesure.unknown_at:
        return dict.fromkeys(places, NOT_KNOWN)
    if layer and mesure.by_place:
        return dict.fromkeys(places, NONE_THERE) | _own(mesure, layer, niveau, filters, places)
    counted = counts_by(niveau, filters)
    if not mesure.per_inhabitant:
        return {place: Figure(n, n) for place in places for n in (counted.get(place, 0),)}
    people = inhabitants(timezone.localdate())
    return {place: _per_inhabitant(counted.get(place, 0), people.get(place)) for place in places}


def _per_inhabitant(n: int, known: tuple[Decimal, int] | None) -> Figure:
    """Per thousand; not known without a population."""
    if known is None:
        return Figure(None, n)
    people, year = known
    return Figure(1000 * n / people, n, population=round(people), years=(year, year))


def _own(mesure: Mesure, layer: Layer, niveau: Niveau, filters: Filters, places: Collection[int]) -> Figures:
    """What a layer says of its own objects, whichever layers the view shows: the mesure names its layer."""
    objects = replace(filters, couches=()).apply(apps.get_model(layer.model).objects.public())
    found, known = mesure.by_place(_placed(objects, niveau)), set(places)
    return {place: figure for place, figure in found.items() if place in known}


def _placed(fiches: FicheQuerySet, niveau: Niveau) -> FicheQuerySet:
    """The fiches that lie in a place of the scale, with its id as `place`."""
    where = Coalesce("quartier_id", "commune_id") if niveau is Niveau.QUARTIER else F(f"{niveau.value}_id")
    return fiches.order_by().annotate(place=where).filter(place__isnull=False)
