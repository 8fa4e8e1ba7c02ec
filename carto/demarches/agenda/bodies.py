"""Who sits where: what has no date and is still part of the calendar's map (référents, initiatives of residents)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils.module_loading import import_string

from carto.declared import INSTANCES
from carto.demarches.agenda.reading import Asked, family
from carto.territoires.models import Territoire

MOST: Final = 200
FOLDED: Final = "instance"  # how the map tells them from what has a date


@dataclass(frozen=True)
class Body:
    """One of them: of a territory (its key), or at a point (SRID 4326)."""

    name: str
    what: str
    address: str
    area: int | None = None
    shape: Point | None = None


Telling = Callable[[], Iterable[Body]]


def bodies(asked: Asked) -> list[Body]:
    """Those of the place that is asked for, or all; a query each room, and one for the families of a place."""
    tellings: list[Telling] = [import_string(path) for path in INSTANCES]
    found = [each for telling in tellings for each in telling()]
    if asked.place:
        own, border = family(asked.place), asked.place.geom.prepared
        found = [each for each in found if each.area in own or (each.shape and border.contains(each.shape))]
    return found[:MOST]


def spots(found: Iterable[Body]) -> list[list[Any]]:
    """As the map takes dots; one query for the middles of territories."""
    rows = list(found)
    places = Territoire.objects.in_bulk({each.area for each in rows if each.area and not each.shape})
    told = []
    for each in rows:
        place = places.get(each.area or 0)
        point = each.shape or (place.geom.point_on_surface if place else None)
        if point is not None:
            label = f"{each.name} · {each.what}"
            told.append([round(point.x, 5), round(point.y, 5), 1, label, each.address, "", FOLDED])
    return told
