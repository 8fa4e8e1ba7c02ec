"""The coarse grid: squares of SIDE metres in the metric system, counted from its origin. Pure."""

import math
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.gis.geos import Point

SIDE: Final = 200  # metres: a few blocks, hundreds of windows
ENOUGH: Final = 5  # voices of one cell, and of one feeling in it, under which nothing is shown


@dataclass(frozen=True)
class Cell:
    """One square, by how many sides east and north of the origin it begins."""

    column: int
    row: int


def cell_of(point: Point) -> Cell:
    """The cell that holds the point (SRID 4326)."""
    metric = point.transform(settings.CARTO_SRID_METRES, clone=True)
    return Cell(math.floor(metric.x / SIDE), math.floor(metric.y / SIDE))


def told(voices: int) -> int:
    """How many voices are told of: by fives, downwards, so that one voice more or less never shows."""
    return voices - voices % ENOUGH
