"""The figures that colour a scale: one for each of its places, over the whole of it, counted once for all its tiles."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from django.apps import apps
from django.db.models import Count
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.layers import Layer
from carto.fiches.measuring import mesures, owner
from carto.fiches.mesures import Figure, Mesure, Niveau
from carto.territoires.models import Level, Rue, Territoire
from carto.territoires.querysets import inhabitants

Stamp = tuple[object, ...]  # what every figure depends on: the day and the versions of the layers
Figures = dict[int, Figure]  # by the id of a territory or of a street

KEPT: Final = 48  # sets of figures that a process remembers: a few people's views
NOBODY_KNOWS: Final = Figure(None)


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
    """How many of the view's fiches each commune, quartier or street holds, by its id; those without any are absent."""
    place = f"{niveau.value}_id"
    return dict(filters.fiches().order_by().exclude(**{place: None}).values_list(place).annotate(n=Count("pk")))


def places_of(niveau: Niveau) -> dict[Niveau, list[int]]:
    """The ids of a scale's places, by the foreign key that counts them.

    At the scale of quartiers a commune without any stands for itself: every place of the city is there once.
    """
    if niveau is Niveau.RUE:
        return {Niveau.RUE: list(Rue.objects.order_by().values_list("pk", flat=True))}
    known = Territoire.objects.in_force(timezone.localdate()).order_by()
    communes = set(known.filter(level=Level.COMMUNE).values_list("pk", flat=True))
    if niveau is Niveau.COMMUNE:
        return {Niveau.COMMUNE: sorted(communes)}
    quartiers = dict(known.filter(level=Level.QUARTIER).values_list("pk", "parent"))
    return {Niveau.QUARTIER: sorted(quartiers), Niveau.COMMUNE: sorted(communes - set(quartiers.values()))}


def forget() -> None:
    """Count again: for a database that went back in time, as those of tests do."""
    _figures.cache_clear()


@lru_cache(maxsize=KEPT)
def _figures(code: str, niveau: Niveau, filters: Filters, stamp: Stamp) -> Figures:
    """`stamp` is only a key: when it moves, what was counted before is forgotten."""
    mesure = mesures()[code]
    if niveau in mesure.unknown_at:
        return {place: NOBODY_KNOWS for ids in places_of(niveau).values() for place in ids}
    count = _counter(mesure, filters)
    return {
        place: figure
        for key, ids in places_of(niveau).items()
        if ids
        for place, figure in zip(ids, map(count(key), ids), strict=True)
    }


def _counter(mesure: Mesure, filters: Filters) -> Callable[[Niveau], Callable[[int], Figure]]:
    """For a foreign key, the function that gives a place its figure."""
    layer = owner(mesure)
    if layer and mesure.by_place:
        return lambda key: _own_figure(mesure, layer, key, filters)
    if mesure.per_inhabitant:
        return lambda key: _figure_per_inhabitant(key, filters)
    return lambda key: _plain_count(key, filters)


def _plain_count(key: Niveau, filters: Filters) -> Callable[[int], Figure]:
    counted = counts_by(key, filters)
    none = Figure(0)
    return lambda place: Figure(counted[place], counted[place]) if place in counted else none


def _figure_per_inhabitant(key: Niveau, filters: Filters) -> Callable[[int], Figure]:
    counted, people = counts_by(key, filters), inhabitants(timezone.localdate())

    def figure(place: int) -> Figure:
        n = counted.get(place, 0)
        if place not in people:
            return Figure(None, n)
        count, year = people[place]
        return Figure(1000 * n / count, n, population=round(count), years=(year, year))

    return figure


def _own_figure(mesure: Mesure, layer: Layer, key: Niveau, filters: Filters) -> Callable[[int], Figure]:
    """What a layer says of its own objects, whichever layers the view shows: the mesure names its layer."""
    objects = replace(filters, couches=()).apply(apps.get_model(layer.model).objects.public())
    found = mesure.by_place(objects, f"{key.value}_id")
    return lambda place: found.get(place, Figure(None, 0, 0))
