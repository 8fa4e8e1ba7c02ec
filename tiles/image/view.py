"""A view of the map: which place, how large, at which zoom; read from an address, and counted in pixels.

Web Mercator, north up. Zooms are MapLibre's: the world is 512 × 2^zoom pixels wide.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from carto.geometry import MAX_LATITUDE, Box
from tiles.grid import EXTENT, MAX_ZOOM, PIXELS, Tile

EQUATOR: Final = 2 * math.pi * 6_378_137  # metres
FURTHEST: Final = 85  # degrees of latitude that a centre may have
MOST_TILES: Final = 64  # of one source: a picture that needs more asks for a larger zoom or a smaller sheet


class TooManyTiles(ValueError):
    """The view is too large for its zoom."""


@dataclass(frozen=True)
class Placed:
    """Where a tile lies on the sheet: its corner and the length of its unit, in pixels."""

    tile: Tile
    left: float
    top: float
    unit: float


@dataclass(frozen=True)
class View:
    """A window on the map: its centre in degrees (SRID 4326), its zoom, its size in pixels."""

    longitude: float
    latitude: float
    zoom: float
    width: int
    height: int

    @classmethod
    def framing(cls, box: Box, width: int, height: int, *, margin: float = 0, closest: float = MAX_ZOOM) -> Self:
        """The closest view that shows all of a box, `margin` pixels around it, no closer than `closest`."""
        (left, top), (right, bottom) = mercator(box.west, box.north), mercator(box.east, box.south)
        across = max(right - left, 1e-12) / max(width - 2 * margin, 1)
        down = max(bottom - top, 1e-12) / max(height - 2 * margin, 1)
        zoom = min(closest, math.log2(1 / (PIXELS * max(across, down))))
        longitude, latitude = degrees((left + right) / 2, (top + bottom) / 2)
        latitude = max(-FURTHEST, min(FURTHEST, latitude))
        return cls(longitude, latitude, max(0.0, zoom), width, height)

    @property
    def metres_per_pixel(self) -> float:
        """At the view's centre: the projection stretches with latitude."""
        return EQUATOR * math.cos(math.radians(self.latitude)) / (PIXELS * 2**self.zoom)

    @property
    def box(self) -> Box:
        """What the view shows, in degrees."""
        left, top = self._corner
        west, north = degrees(left / self._world, top / self._world)
        east, south = degrees((left + self.width) / self._world, (top + self.height) / self._world)
        return Box(max(-180.0, west), south, min(180.0, east), north)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The pixel of a position, from the sheet's north-west corner."""
        x, y = mercator(longitude, latitude)
        left, top = self._corner
        return x * self._world - left, y * self._world - top

    def position(self, x: float, y: float) -> tuple[float, float]:
        """The longitude and latitude (degrees) of a pixel of the sheet."""
        left, top = self._corner
        return degrees((left + x) / self._world, (top + y) / self._world)

    def tiles(self, zooms: tuple[int, int]) -> Iterator[Placed]:
        """The tiles of a source that has these zooms, as MapLibre would load them; raises TooManyTiles."""
        z = min(math.floor(self.zoom), zooms[1])
        if z < zooms[0]:
            return
        side = PIXELS * 2 ** (self.zoom - z)
        left, top = self._corner
        columns = range(max(0, math.floor(left / side)), min(2**z, math.ceil((left + self.width) / side)))
        rows = range(max(0, math.floor(top / side)), min(2**z, math.ceil((top + self.height) / side)))
        if len(columns) * len(rows) > MOST_TILES:
            raise TooManyTiles
        for y in rows:
            for x in columns:
                yield Placed(Tile(z, x, y), x * side - left, y * side - top, side / EXTENT)

    @property
    def _world(self) -> float:
        """How wide the world is, in pixels."""
        return PIXELS * 2**self.zoom

    @property
    def _corner(self) -> tuple[float, float]:
        """The sheet's north-west corner, in pixels of the world."""
        x, y = mercator(self.longitude, self.latitude)
        return x * self._world - self.width / 2, y * self._world - self.height / 2


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees (SRID 4326) to web Mercator, 0 to 1 from the north-west."""
    latitude = max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))
    return (longitude + 180) / 360, (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2


def degrees(x: float, y: float) -> tuple[float, float]:
    """Web Mercator, 0 to 1 from the north-west, to degrees (SRID 4326)."""
    return x * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
