"""Lines and areas of tiles as SVG paths, in tenths of a pixel: whole numbers are short, and quick to write."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from shapely import LineString

from tiles.image.decode import Feature, Line

TENTHS: Final = 10
AROUND: Final = 60  # pixels around the view that are still drawn: no end of a line is seen, and no icon cut
Points = list[tuple[float, float]]
Bounds = tuple[float, float, float, float]  # west, north, east, south


@dataclass(frozen=True)
class Sheet:
    """The features of one layer of one tile; where its corner lies in the view and how long its unit is, in pixels."""

    left: float
    top: float
    unit: float
    extent: int
    features: tuple[Feature, ...]

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """A position of the tile, in the view."""
        return self.left + x * self.unit, self.top + y * self.unit


def bounds_of(sheet: Sheet, width: int, height: int, overlap: float = 0) -> Bounds:
    """What a tile draws of lines, in its units: its square, `overlap` pixels wider, as far as the view shows it."""
    around = overlap / sheet.unit
    return (
        max(-around, (-AROUND - sheet.left) / sheet.unit),
        max(-around, (-AROUND - sheet.top) / sheet.unit),
        min(sheet.extent + around, (width + AROUND - sheet.left) / sheet.unit),
        min(sheet.extent + around, (height + AROUND - sheet.top) / sheet.unit),
    )


def is_seen(line: Iterable[tuple[float, float]], bounds: Bounds) -> bool:
    """Whether the box around a line meets the bounds."""
    west, north, east, south = bounds
    xs, ys = zip(*line, strict=True)
    return max(xs) >= west and min(xs) <= east and max(ys) >= north and min(ys) <= south


def meets(feature: Feature, bounds: Bounds) -> bool:
    """Whether a feature may be seen inside the bounds."""
    return any(is_seen(line, bounds) for line in feature.lines())


def clipped(line: Line, bounds: Bounds) -> Iterator[Points]:
    """The pieces of a line inside the bounds."""
    west, north, east, south = bounds
    if all(west <= x <= east and north <= y <= south for x, y in line):
        yield line
        return
    piece: Points = []
    for start, end in pairwise(line):
        kept = _segment(*start, *end, bounds)
        if kept is None:
            continue
        if not piece or piece[-1] != kept[0]:
            if piece:
                yield piece
            piece = [kept[0]]
        piece.append(kept[1])
    if piece:
        yield piece


def _segment(x0: float, y0: float, x1: float, y1: float, bounds: Bounds) -> tuple[tuple[float, float], ...] | None:
    """Liang and Barsky: the part of a segment between four borders."""
    west, north, east, south = bounds
    dx, dy, enters, leaves = x1 - x0, y1 - y0, 0.0, 1.0
    for run, room in ((-dx, x0 - west), (dx, east - x0), (-dy, y0 - north), (dy, south - y0)):
        if run == 0:
            if room < 0:
                return None
            continue
        at = room / run
        if run < 0:
            enters = max(enters, at)
        else:
            leaves = min(leaves, at)
    if enters > leaves:
        return None
    start = (x0, y0) if enters == 0 else (x0 + enters * dx, y0 + enters * dy)
    return start, (x1, y1) if leaves == 1 else (x0 + leaves * dx, y0 + leaves * dy)


def path(line: Iterable[tuple[float, float]], sheet: Sheet, *, is_area: bool = False) -> str:
    """The line as a path's `d`; empty when nothing of it is longer than a tenth of a pixel."""
    unit, left, top = sheet.unit * TENTHS, sheet.left * TENTHS, sheet.top * TENTHS
    places = [(round(left + x * unit), round(top + y * unit)) for x, y in line]
    moves, (x, y) = [], places[0]
    for across, down in places[1:]:
        if (across, down) != (x, y):
            moves.append(f"{across - x} {down - y}")
            x, y = across, down
    if not moves:
        return ""
    if is_area:
        moves.pop()  # « z » closes the ring
        return f"M{places[0][0]} {places[0][1]}l{' '.join(moves)}z" if len(moves) > 1 else ""
    return f"M{places[0][0]} {places[0][1]}l{' '.join(moves)}"


def beside(line: Points, distance: float) -> list[Points]:
    """The line moved `distance` units to its right (y downwards), in one or several pieces."""
    moved = LineString(line).offset_curve(distance, join_style="mitre") if len(line) > 1 else None
    if moved is None or moved.is_empty:
        return []
    return [list(part.coords) for part in getattr(moved, "geoms", [moved])]
