"""Tiles and cells as numbers: which tile, which range of cells, how large a pixel. Web Mercator (3857), no database."""

from dataclasses import dataclass
from math import asinh, pi, radians, tan
from typing import Final, Self

EXTENT: Final = 4096  # units across a tile
MARGIN: Final = 64  # units around it: what is drawn there keeps symbols whole at the edges
PIXELS: Final = 512  # across a tile, as MapLibre draws it
EARTH: Final = 6_378_137 * pi  # half the side of the web Mercator square, metres
MAX_ZOOM: Final = 22
SMALLEST_SHAPE: Final = 8  # pixels

WORLD_BITS: Final = 31  # positions are whole numbers of 1/2³¹ of the square (2 cm)
CELL_BITS: Final = 3  # 8 × 8 cells a tile, 64 pixels each: room for a disc and its number
COARSEST: Final = CELL_BITS  # level of the cells of the z0 tile
CELL_ZOOM: Final = 14  # the deepest zoom drawn from cells
FINEST: Final = CELL_ZOOM + CELL_BITS


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
    def smallest(self) -> float:
        """The diagonal, in metres of the projection, from which a line or area is drawn; below it is its pin alone."""
        return SMALLEST_SHAPE * self.pixel

    @property
    def level(self) -> int:
        """The level of the cells that this tile is drawn from."""
        return self.z + CELL_BITS

    @property
    def quads(self) -> tuple[int, int]:
        """The first and last of its cells, at its own level."""
        first = quad(self.x, self.y) << 2 * CELL_BITS
        return first, first + 4**CELL_BITS - 1

    def units(self, world_x: int, world_y: int) -> tuple[int, int]:
        """A position of the world (1/2³¹ of the square) in the tile's own units, from its north-west corner."""
        scale = EXTENT * 2**self.z / 2**WORLD_BITS
        return int(world_x * scale - self.x * EXTENT), int(world_y * scale - self.y * EXTENT)


def tile_at(longitude: float, latitude: float, z: int) -> Tile:
    """The tile of a zoom that holds a position in degrees (SRID 4326)."""
    side = 2**z
    return Tile(z, int((longitude + 180) / 360 * side), int((1 - asinh(tan(radians(latitude))) / pi) / 2 * side))


def quad(x: int, y: int) -> int:
    """The place of column `x`, row `y` in Morton order: their bits, one of each in turn."""
    return sum(((x >> bit & 1) | (y >> bit & 1) << 1) << 2 * bit for bit in range(max(x, y).bit_length()))
