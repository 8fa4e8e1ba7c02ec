"""Smooth curves: tram lines through their stops, and rivers from a few `longitude latitude width` rows.

A row is a place where the line, or the river's middle and width, is known. Between rows all follow one centripetal
Catmull-Rom spline, which passes through every row and never loops, so that a correction moves the curve near the
corrected row only.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from shapely import LineString, Polygon, set_precision, unary_union
from shapely.geometry.base import BaseGeometry

STEP = 35.0  # metres between two computed points of a curve
METRES_PER_DEGREE = 111_195.0  # of latitude; the plan is a city, where the earth is flat enough
CORNER = 8.0  # metres: the radius of rounded corners; an arm less than twice that wide would vanish
TIDY = 0.8  # metres: what simplification may take from a smooth bank


class Flat:
    """Degrees to local metres around one latitude and back: a plan needs no map projection."""

    def __init__(self, latitude: float) -> None:
        self.scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(latitude)), METRES_PER_DEGREE])

    def metres(self, degrees: np.ndarray) -> np.ndarray:
        """Positions in degrees (n × 2, SRID 4326) as local metres."""
        return degrees * self.scale

    def degrees(self, metres: np.ndarray) -> np.ndarray:
        """Positions in local metres (n × 2) as degrees (SRID 4326)."""
        return metres / self.scale


def curve(rows: Sequence[Sequence[float]], flat: Flat) -> np.ndarray:
    """The spline through rows that begin with longitude and latitude: n × k in local metres (x, y, then as given)."""
    spans = _spans(rows, flat)
    return np.vstack([*(span[:-1] for span in spans), spans[-1][-1:]])


def _spans(rows: Sequence[Sequence[float]], flat: Flat) -> list[np.ndarray]:
    """One piece of spline between each row and the next, both included."""
    known = np.array(rows, dtype=float)
    known[:, :2] = flat.metres(known[:, :2])
    ends = np.vstack([2 * known[0] - known[1], known, 2 * known[-1] - known[-2]])
    return [np.vstack([_span(*ends[i : i + 4]), known[i + 1]]) for i in range(len(known) - 1)]


def _span(before: np.ndarray, start: np.ndarray, end: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The spline from `start` (included) to `end` (left to the next span), at about one point per STEP."""
    points = (before, start, end, after)
    knots = [0.0]
    for a, b in pairwise(points):
        knots.append(knots[-1] + math.sqrt(max(float(np.hypot(*(b - a)[:2])), 1.0)))
    count = max(2, round(float(np.hypot(*(end - start)[:2])) / STEP))
    t = np.linspace(knots[1], knots[2], count, endpoint=False)[:, None]

    def between(a: np.ndarray, b: np.ndarray, i: int, j: int) -> np.ndarray:
        return ((knots[j] - t) * a + (t - knots[i]) * b) / (knots[j] - knots[i])

    first, middle, last = (between(points[i], points[i + 1], i, i + 1) for i in range(3))
    return between(between(first, middle, 0, 2), between(middle, last, 1, 3), 1, 2)


def smooth_line(rows: Sequence[Sequence[float]], flat: Flat) -> LineString:
    """The smooth line through rows, in degrees (SRID 4326); each row is one of its points."""
    pieces = [np.array(LineString(span[:, :2]).simplify(TIDY).coords) for span in _spans(rows, flat)]
    return LineString(flat.degrees(np.vstack([pieces[0][:1], *(piece[1:] for piece in pieces)])))


def banks(rows: Sequence[Sequence[float]], flat: Flat) -> BaseGeometry:
    """The river's surface between its banks, in local metres."""
    points = curve(rows, flat)
    along = np.gradient(points[:, :2], axis=0)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(along[:, 0], along[:, 1])[:, None]
    half = np.maximum(points[:, 2:3], 1.0) / 2
    left, right = points[:, :2] + across * half, points[:, :2] - across * half
    # Quadrilaterals rather than one ring: in a tight bend the inner bank folds on itself, their union does not.
    pieces = [Polygon([left[i], left[i + 1], right[i + 1], right[i]]).convex_hull for i in range(len(points) - 1)]
    return unary_union(pieces)


def water(rivers: Sequence[Sequence[Sequence[float]]], flat: Flat) -> list[Polygon]:
    """All rivers joined, as polygons in degrees (SRID 4326); where two arms part and meet again, an island is left."""
    surface = unary_union([banks(rows, flat) for rows in rivers])
    # Closing then opening by a few metres rounds the corners where one river enters another.
    surface = surface.buffer(CORNER).buffer(-2 * CORNER).buffer(CORNER).simplify(TIDY)
    polygons = [part for part in getattr(surface, "geoms", [surface]) if part.area > 500]
    return [_to_degrees(part, flat) for part in polygons]


def _to_degrees(polygon: Polygon, flat: Flat) -> Polygon:
    rings = [flat.degrees(np.array(ring.coords)) for ring in (polygon.exterior, *polygon.interiors)]
    return set_precision(Polygon(rings[0], rings[1:]), 1e-5)
