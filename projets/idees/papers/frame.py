"""The rectangle of the world that a sheet shows, and the way between a place on the paper and a place on Earth.

The map is drawn in web Mercator: there the paper and the world differ by a scale and a shift alone.
"""

import math
import re
from dataclasses import dataclass
from typing import Final, Self

from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.geometry import MAX_LATITUDE, STORED, Box, place_box
from projets.idees.papers.layout import RATIO

NARROWEST: Final = 250.0  # metres from west to east: closer, a sheet shows three houses
EARTH: Final = 2 * math.pi * 6_378_137  # metres around the equator
VIEW: Final = re.compile(r"#(\d{1,2}(?:\.\d+)?)/(-?\d{1,2}(?:\.\d+)?)/(-?\d{1,3}(?:\.\d+)?)")
SCREEN: Final = 1000  # pixels of the map that an address was taken from: it does not say how wide it was
TILE: Final = 512  # pixels of the world at zoom 0


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees (SRID 4326) to web Mercator, 0 to 1 from the north-west."""
    latitude = max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))
    return (longitude + 180) / 360, (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2


def _degrees(x: float, y: float) -> tuple[float, float]:
    return x * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


@dataclass(frozen=True)
class Frame:
    """What the map of a sheet shows, in web Mercator from 0 to 1: exactly as wide, for its height, as on the paper."""

    left: float
    top: float
    width: float

    @classmethod
    def around(cls, box: Box) -> Self:
        """The smallest frame that holds a box of degrees; raises ValidationError outside the city."""
        (left, top), (right, bottom) = _mercator(box.west, box.north), _mercator(box.east, box.south)
        width = max(right - left, (bottom - top) * RATIO, cls._least((box.south + box.north) / 2))
        frame = cls((left + right - width) / 2, (top + bottom - width / RATIO) / 2, width)
        frame._check()
        return frame

    @classmethod
    def of_address(cls, address: str) -> Self:
        """The view that the address of the map tells (`…#zoom/lat/lon`); raises ValidationError for another address."""
        found = VIEW.search(address)
        if not found:
            raise ValidationError(_("Cette adresse ne dit pas quel endroit de la carte elle montre."), code="view")
        zoom, latitude, longitude = (float(part) for part in found.groups())
        x, y = _mercator(longitude, latitude)
        half = SCREEN / (TILE * 2 ** min(zoom, 22)) / 2
        (west, north), (east, south) = _degrees(x - half, y - half / RATIO), _degrees(x + half, y + half / RATIO)
        return cls.around(Box(west, south, east, north))

    @classmethod
    def of_polygon(cls, geom: Polygon) -> Self:
        """The frame that a Feuille keeps as its `geom` (SRID 4326)."""
        west, south, east, north = geom.extent
        (left, top), (right, _bottom) = _mercator(west, north), _mercator(east, south)
        return cls(left, top, right - left)

    @staticmethod
    def _least(latitude: float) -> float:
        return NARROWEST / (EARTH * math.cos(math.radians(latitude)))

    def _check(self) -> None:
        box, city = self.box, place_box()
        centre = ((box.west + box.east) / 2, (box.south + box.north) / 2)
        if not city.contains(*centre) or box.east - box.west > 2 * (city.east - city.west):
            raise ValidationError(_("Cet endroit est hors de la carte."), code="outside")

    @property
    def height(self) -> float:
        """As much as the paper gives."""
        return self.width / RATIO

    @property
    def box(self) -> Box:
        """In degrees (SRID 4326)."""
        west, north = _degrees(self.left, self.top)
        east, south = _degrees(self.left + self.width, self.top + self.height)
        return Box(west, south, east, north)

    @property
    def polygon(self) -> Polygon:
        """In degrees (SRID 4326), as a Feuille keeps it."""
        box = self.box
        polygon = Polygon.from_bbox((box.west, box.south, box.east, box.north))
        polygon.srid = STORED
        return polygon

    @property
    def metres(self) -> float:
        """From its west to its east, on the ground."""
        return self.width * EARTH * math.cos(math.radians((self.box.south + self.box.north) / 2))

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a spot of the map, given as shares of its width and height."""
        return _degrees(self.left + x * self.width, self.top + y * self.height)

    def spot(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The other way round: where a place lies on the map, as shares of its width and height."""
        x, y = _mercator(longitude, latitude)
        return (x - self.left) / self.width, (y - self.top) / self.height

    def geometry(self, kind: str, points: list[tuple[float, float]]) -> GEOSGeometry:
        """Spots of the map as a point, a line or an area (SRID 4326)."""
        places = [self.place(*point) for point in points]
        if kind == "area":
            return Polygon([*places, places[0]], srid=STORED)
        if kind == "line":
            return LineString(places, srid=STORED)
        return Point(*places[0], srid=STORED)
