"""Who may stand where: names give way to one another, as in MapLibre."""

from collections import defaultdict
from typing import Final

Bounds = tuple[float, float, float, float]  # west, north, east, south, pixels
CELL: Final = 64  # pixels


class Room:
    """The boxes already taken, found by the squares they lie on."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Bounds]] = defaultdict(list)

    def is_free(self, boxes: list[Bounds]) -> bool:
        """Whether none of these boxes meets one that is taken."""
        return not any(
            _meet(box, taken) for box in boxes for cell in _cells(box) for taken in self._cells.get(cell, ())
        )

    def take(self, boxes: list[Bounds]) -> None:
        """Take these boxes."""
        for box in boxes:
            for cell in _cells(box):
                self._cells[cell].append(box)


def padded(west: float, north: float, width: float, height: float, padding: float) -> Bounds:
    """The box of that corner and size, with a padding around it."""
    return west - padding, north - padding, west + width + padding, north + height + padding


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _cells(box: Bounds) -> list[tuple[int, int]]:
    west, north, east, south = (int(edge // CELL) for edge in box)
    return [(x, y) for x in range(west, east + 1) for y in range(north, south + 1)]
