"""A small map of many places as an SVG: dots in a box, drawn here so that it needs neither network nor script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDE, HIGH, EDGE = 640.0, 400.0, 16.0  # units of the drawing


@dataclass(frozen=True)
class Dots:
    """Circles, and the frame of the expected extent, in units of the drawing."""

    circles: tuple[tuple[float, float], ...]
    frame: tuple[float, float, float, float] | None  # x, y, width, height
    width: float = WIDE
    height: float = HIGH


def dots(points: Sequence[Sequence[float]], extent: Sequence[float] | None) -> Dots | None:
    """The drawing of points in degrees (longitude, latitude); None when there is none."""
    if not points:
        return None
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    box = list(extent) if extent else [min(xs), min(ys), max(xs), max(ys)]
    west, south = min(box[0], *xs), min(box[1], *ys)
    east, north = max(box[2], *xs), max(box[3], *ys)
    narrow = math.cos(math.radians((south + north) / 2))
    across, up = max((east - west) * narrow, 1e-4), max(north - south, 1e-4)
    scale = min((WIDE - 2 * EDGE) / across, (HIGH - 2 * EDGE) / up)

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        x = WIDE / 2 + (longitude - (west + east) / 2) * narrow * scale
        return round(x, 1), round(HIGH / 2 - (latitude - (south + north) / 2) * scale, 1)

    return Dots(tuple(at(*point) for point in points), _frame(extent, at) if extent else None)


def _frame(extent: Sequence[float], at: Any) -> tuple[float, float, float, float]:
    left, bottom = at(extent[0], extent[1])
    right, top = at(extent[2], extent[3])
    return left, top, round(right - left, 1), round(bottom - top, 1)
