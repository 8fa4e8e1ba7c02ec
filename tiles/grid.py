"""Tiles and cells as numbers: which tile, which range of cells, how large a pixel. Web Mercator (3857), no database."""

from dataclasses import dataclass
from functools import cached_property
from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import Any, Final, Self

EXTENT: Final = 4096  # units across a tile
MARGIN: Final = 64  # units around it: what is drawn there keeps symbols whole at the edges
PIXELS: Final = 512  # across a tile, as MapLibre draws it
EARTH: Final = 6_378_137 * pi  # half the side of the web Mercator square, metres
MAX_ZOOM: Final = 22
DEEPEST: Final = 18  # the deepest zoom that is drawn; a client stretches its tiles further: a unit is then 4 cm
SMALLEST_SHAPE: Final = 8  # pixels
OUTLINED: Final = 15  # the zoom from which territories and streets are drawn with all their corners

WORLD_BITS: Final = 31  # positions are whole numbers of 1/2³¹ of the square (2 cm)
CELL_BITS: Final = 3  # 8 × 8 cells a tile, 64 pixels each: room for a disc and its number
CELLS: Final = 4**CELL_BITS


@dataclass(frozen=True)
class Tile:
    """One tile of the map."""

    z: int
    x: int
    y: int

    @classmethod
    def read(cls, z: str, x: str, y: str) -> Self:
        """From an address; raises ValueError when there is no such tile."""
        if not all(part.isascii() and part.isdigit() and len(part) <= 8 for part in (z, x, y)):
            raise ValueError(f"no such tile: {z}/{x}/{y}")
        tile = cls(int(z), int(x), int(y))
        side = 2**tile.z if tile.z <= MAX_ZOOM else 0
        if not (tile.x < side and tile.y < side):
            raise ValueError(f"no such tile: {z}/{x}/{y}")
        return tile

    @property
    def pixel(self) -> float:
        """The side of a pixel, in metres of the projection."""
        return 2 * EARTH / 2**self.z / PIXELS

    @property
    def half_pixel(self) -> float:
        """Half the area of a pixel, in square metres of the projection: a corner that encloses less is not drawn."""
        return self.pixel**2 / 2

    @property
    def outlined(self) -> int:
        """The zoom whose outlines it is drawn with."""
        return min(self.z, OUTLINED)

    @property
    def smallest(self) -> float:
        """The diagonal, in metres of the projection, from which a line or area is drawn; below it is its pin alone."""
        return SMALLEST_SHAPE * self.pixel

    @property
    def level(self) -> int:
        """The level of the cells that this tile is drawn from."""
        return self.z + CELL_BITS

    @cached_property
    def quads(self) -> tuple[int, int]:
        """The first and last of its cells, at its own level."""
        first = quad(self.x, self.y) << 2 * CELL_BITS
        return first, first + CELLS - 1

    @property
    def shift(self) -> int:
        """How many bits of a position's place in Morton order lie below its cell's."""
        return self.shift_of(self.level)

    @staticmethod
    def shift_of(level: int) -> int:
        """The same for cells of any level."""
        return 2 * (WORLD_BITS - level)

    @property
    def places(self) -> tuple[int, int]:
        """The first and last position in it, in Morton order."""
        first, last = self.quads
        return first << self.shift, (last + 1 << self.shift) - 1

    @property
    def cell_places(self) -> list[int]:
        """Where each of its cells begins, and where the last one ends."""
        first, last = self.quads
        return [cell << self.shift for cell in range(first, last + 2)]

    @property
    def corner(self) -> tuple[int, int]:
        """Its north-west corner, in 1/2³¹ of the square."""
        return self.x << WORLD_BITS - self.z, self.y << WORLD_BITS - self.z

    def cell_of(self, places: Any) -> Any:
        """Which of its cells a position lies in, 0 to 63, from its place in Morton order (or many, in an array)."""
        return (places >> self.shift) - self.quads[0]

    def units(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Where a position of the world (1/2³¹ of the square) lies in the tile, in its units; or many, in arrays."""
        west, north = self.corner
        scale = EXTENT * 2.0 ** (self.z - WORLD_BITS)
        return (x - west) * scale // 1, (y - north) * scale // 1


def degrees_at(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude (SRID 4326) of a position in 1/2³¹ of the square."""
    side = 2.0**WORLD_BITS
    return x / side * 360 - 180, degrees(atan(sinh(pi * (1 - 2 * y / side))))


def cell_tile(level: int, cell: int) -> tuple[Tile, int]:
    """The tile that is drawn from cells of this level and holds this one, and which of its cells it is."""
    column, row = (_gathered(cell >> 2 * CELL_BITS >> side) for side in (0, 1))
    return Tile(level - CELL_BITS, column, row), cell & CELLS - 1


def _gathered(bits: int) -> int:
    """Every other bit of a Morton number: a column, or a row when shifted by one."""
    return sum((bits >> 2 * rank & 1) << rank for rank in range(WORLD_BITS))


def tile_at(longitude: float, latitude: float, z: int) -> Tile:
    """The tile of a zoom that holds a position in degrees (SRID 4326)."""
    side = 2**z
    return Tile(z, int((longitude + 180) / 360 * side), int((1 - asinh(tan(radians(latitude))) / pi) / 2 * side))


def quad(x: int, y: int) -> int:
    """The place of column `x`, row `y` in Morton order: their bits, one of each in turn."""
    return sum(((x >> bit & 1) | (y >> bit & 1) << 1) << 2 * bit for bit in range(max(x, y).bit_length()))
