"""A city out at sea: square quartiers four by commune, a lattice of streets, and who lives there."""

import math
import random
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

from carto.territoires.models import Level, Population, Rue, Territoire, TerritoirePart
from carto.territoires.streets import METRES_PER_DEGREE, Network

WEST, SOUTH = -4.2, 46.4  # degrees (SRID 4326): no city is there
SIDE: Final = 800  # metres of a quartier
BETWEEN: Final = 200  # metres from a street to the next
CODE: Final = "plante"
_SCALE: Final = (METRES_PER_DEGREE * math.cos(math.radians(SOUTH)), METRES_PER_DEGREE)
Cell = tuple[int, int]


def at(x: float, y: float) -> Point:
    """So many metres east and north of the city's corner."""
    return Point(WEST + x / _SCALE[0], SOUTH + y / _SCALE[1], srid=4326)


@dataclass
class Ground:
    """Quartiers and communes by where they are in the square, streets by quartier with both their ends in metres."""

    size: int
    quartiers: dict[Cell, Territoire] = field(default_factory=dict)
    communes: dict[Cell, Territoire] = field(default_factory=dict)
    streets: dict[Cell, list[tuple[Rue, tuple[float, float], tuple[float, float]]]] = field(default_factory=dict)

    def commune_of(self, cell: Cell) -> Territoire:
        """The one that a quartier is of."""
        return self.communes[cell[0] // 2, cell[1] // 2]


def make_ground(size: int, chance: random.Random) -> Ground:
    """A square of `size` × `size` quartiers (an even number), each an IRIS with its inhabitants."""
    ground = Ground(size)
    for x in range(0, size, 2):
        for y in range(0, size, 2):
            ground.communes[x // 2, y // 2] = _square(Level.COMMUNE, x, y, 2, None)
    for x in range(size):
        for y in range(size):
            quartier = ground.quartiers[x, y] = _square(Level.QUARTIER, x, y, 1, ground.commune_of((x, y)))
            iris = _square(Level.IRIS, x, y, 1, quartier)
            Population.objects.create(territoire=iris, year=2021, count=chance.randint(1500, 5000), source=CODE)
            ground.streets[x, y] = _streets(x, y, ground.commune_of((x, y)))
    return ground


def _square(level: Level, x: int, y: int, wide: int, parent: Territoire | None) -> Territoire:
    corners = ((x, y), (x + wide, y + wide))
    (west, south), (east, north) = (at(SIDE * each, SIDE * other).coords for each, other in corners)
    shape = MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)
    name = f"{CODE}-{level.value}-{x}-{y}"
    made = Territoire.objects.create(level=level, code=name, name=name, geom=shape, parent=parent)
    TerritoirePart.objects.create(territoire=made, level=level, geom=shape[0])
    return made


def _streets(x: int, y: int, commune: Territoire) -> list[tuple[Rue, tuple[float, float], tuple[float, float]]]:
    """Four from west to east, four from south to north; none on a border."""
    west, south, made = SIDE * x, SIDE * y, []
    for rank in range(SIDE // BETWEEN):
        aside = BETWEEN * (rank + 0.5)
        for way, ends in (
            ("e", ((west + 5, south + aside), (west + SIDE - 5, south + aside))),
            ("n", ((west + aside, south + 5), (west + aside, south + SIDE - 5))),
        ):
            name = f"{CODE}-{x}-{y}-{way}{rank}"
            line = MultiLineString(LineString(*(at(*end) for end in ends)), srid=4326)
            made.append((Rue.objects.create(code=name, name=name, commune=commune, geom=line), *ends))
    return made


def make_network(size: int) -> Network:
    """The lattice along which one walks."""
    count = size * SIDE // BETWEEN
    spots = [[at(BETWEEN * (x + 0.5), BETWEEN * (y + 0.5)).coords for y in range(count)] for x in range(count)]
    ends, coords = [], []
    for x in range(count):
        for y in range(count):
            for there in ((x + 1, y), (x, y + 1)):
                if max(there) < count:
                    ends.append((x * count + y, there[0] * count + there[1]))
                    coords += [spots[x][y], spots[there[0]][there[1]]]
    streets = len(ends)
    return Network(
        nodes=count * count, ends=np.array(ends, dtype=np.int32), metres=np.full(streets, float(BETWEEN)),
        ways=np.ones((streets, 2), dtype=bool), coords=np.array(coords), starts=np.arange(0, 2 * streets + 1, 2),
    )  # fmt: skip
