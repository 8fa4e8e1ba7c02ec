"""Where a row says that it is: checked against the extent that its source is expected in, swapped axes recognised.

Pure functions; degrees of SRID 4326, longitude first. What lies outside is not placed: it is refused, with the place
that it would have if its two axes had been written in the other order, for a person to accept.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from carto.geometry import MAX_LATITUDE, MAX_VERTICES, Box, place_box

SWAPPED: Final = "swapped"  # the code of the proposal, and the option of a mapping that accepts it
ROUND: Final = 9


@dataclass(frozen=True)
class Place:
    """What was understood of a place: EWKT or nothing, why not, and what would make it right."""

    geom: str = ""
    reasons: tuple[str, ...] = ()
    proposed: dict[str, Any] | None = None
    swapped: bool = False


NOWHERE: Final = Place()


def expected(mapping: Mapping[str, Any]) -> Box:
    """The box that a source's rows lie in: its own, else the city's with what is around it."""
    extent: Sequence[float] | None = mapping.get("extent")
    return Box(*extent) if extent else place_box()


def point(longitude: float | None, latitude: float | None, mapping: Mapping[str, Any], box: Box) -> Place:
    """The place of two coordinates; none at all when both are empty."""
    if longitude is None and latitude is None:
        return NOWHERE
    if longitude is None or latitude is None:
        return Place(reasons=(_("Il manque la longitude ou la latitude."),))
    if box.contains(longitude, latitude):
        return Place(_ewkt(longitude, latitude))
    if box.contains(latitude, longitude):
        if mapping.get(SWAPPED):
            return Place(_ewkt(latitude, longitude), swapped=True)
        proposed = {"code": SWAPPED, "longitude": latitude, "latitude": longitude}
        return Place(reasons=(_("Latitude et longitude semblent inversées."),), proposed=proposed)
    if not _on_earth(longitude, latitude):
        return Place(reasons=(_("Ces coordonnées ne sont pas celles d’un lieu."),))
    return Place(reasons=(_("Ce lieu est hors de l’étendue attendue."),))


def shape(geometry: BaseGeometry | None, mapping: Mapping[str, Any], box: Box) -> Place:
    """The same of a point, line or area in degrees; flat, repaired where its ring crosses itself."""
    if geometry is None or geometry.is_empty:
        return NOWHERE
    if geometry.geom_type == "Point":
        return point(geometry.x, geometry.y, mapping, box)
    if shapely.get_num_coordinates(geometry) > MAX_VERTICES:
        return Place(reasons=(_("Ce tracé a trop de points."),))
    flat = shapely.force_2d(geometry)
    west, south, east, north = flat.bounds
    if not (box.contains(west, south) and box.contains(east, north)):
        return _elsewhere(flat, mapping, box)
    return _drawn(flat)


def _drawn(flat: BaseGeometry) -> Place:
    try:
        valid = flat if flat.is_valid else shapely.make_valid(flat)
    except GEOSException:
        return Place(reasons=(_("Ce tracé est illisible."),))
    if valid.geom_type == "GeometryCollection" or valid.is_empty:
        return Place(reasons=(_("Ce tracé se croise lui-même."),))
    return Place(f"SRID=4326;{shapely.to_wkt(valid, rounding_precision=ROUND)}")


def _elsewhere(flat: BaseGeometry, mapping: Mapping[str, Any], box: Box) -> Place:
    """A line or area that is not wholly where it is expected."""
    south, west, north, east = flat.bounds  # read the other way round
    if not (box.contains(west, south) and box.contains(east, north)):
        return Place(reasons=(_("Ce lieu est hors de l’étendue attendue."),))
    if mapping.get(SWAPPED):
        turned = _drawn(shapely.transform(flat, lambda pairs: pairs[:, ::-1]))
        return Place(turned.geom, turned.reasons, swapped=True)
    middle = flat.representative_point()
    proposed = {"code": SWAPPED, "longitude": middle.y, "latitude": middle.x}
    return Place(reasons=(_("Latitude et longitude semblent inversées."),), proposed=proposed)


def _on_earth(longitude: float, latitude: float) -> bool:
    finite = math.isfinite(longitude) and math.isfinite(latitude)
    return finite and abs(longitude) <= 180 and abs(latitude) <= MAX_LATITUDE and (longitude, latitude) != (0, 0)


def _ewkt(longitude: float, latitude: float) -> str:
    return f"SRID=4326;POINT({longitude!r} {latitude!r})"
