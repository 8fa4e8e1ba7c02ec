"""Squarified treemaps (Bruls, Huizing and van Wijk, 2000): areas as asked, shapes near to squares. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle, in the units of the drawing, from its top left corner."""

    x: float
    y: float
    width: float
    height: float


def squarify(values: Sequence[float], room: Box) -> list[Box]:
    """One box a value, in their order, filling `room` with areas that go as the values.

    The values are above zero; largest first gives the best shapes. Raises ValueError for one that is not.
    """
    if any(value <= 0 for value in values):
        raise ValueError("an area is above zero")
    total = sum(values)
    areas = [value * room.width * room.height / total for value in values]
    boxes: list[Box] = []
    while areas:
        row = _row(areas, min(room.width, room.height))
        laid, room = _lay(row, room)
        boxes += laid
        areas = areas[len(row) :]
    return boxes


def _row(areas: Sequence[float], side: float) -> Sequence[float]:
    """The first areas that go along `side`: one more would make the worst of them longer."""
    count = 1
    while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(areas[:count], side):
        count += 1
    return areas[:count]


def _worst(row: Sequence[float], side: float) -> float:
    """The longest shape of a row, as its length over its width."""
    if not side:
        return 0
    whole = sum(row)
    return max(max(side**2 * area / whole**2, whole**2 / (side**2 * area)) for area in row)


def _lay(row: Sequence[float], room: Box) -> tuple[list[Box], Box]:
    """The boxes of a row along the short side, and the room that is left."""
    whole = sum(row)
    if room.width >= room.height:
        width, at, boxes = (whole / room.height if room.height else 0), room.y, []
        for area in row:
            boxes.append(Box(room.x, at, width, area / width if width else 0))
            at += boxes[-1].height
        return boxes, Box(room.x + width, room.y, max(room.width - width, 0), room.height)
    height, at, boxes = (whole / room.width if room.width else 0), room.x, []
    for area in row:
        boxes.append(Box(at, room.y, area / height if height else 0, height))
        at += boxes[-1].width
    return boxes, Box(room.x, room.y + height, room.width, max(room.height - height, 0))
