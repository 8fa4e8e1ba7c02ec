"""Strokes of a felt pen: lines along their middle, areas around their outside."""

from typing import Final

import cv2
import numpy as np
import shapely

from projets.idees.papers.reading.corners import Pixels

Path = list[tuple[float, float]]

SHORTEST: Final = 15.0  # millimetres across: a number written beside a sticker, a word, are no strokes
THINNEST: Final = 0.9  # millimetres: a ballpoint's writing is left out
THICKEST: Final = 8.0  # millimetres of a line; beyond, it was coloured in
HOLLOW: Final = 0.25  # share of its outline that is empty inside: a ring drawn round something
GAP: Final = 6.0  # millimetres between both ends of a ring that was not quite closed
MOST_POINTS: Final = 200


def find_strokes(mask: Pixels, millimetres: float) -> list[tuple[str, Path]]:
    """(« line » or « area », points in pixels) of one colour; `millimetres` of paper for a pixel."""
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, pieces, boxes, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for rank in range(1, count):
        left, top, width, height, _area = boxes[rank]
        if np.hypot(width, height) * millimetres < SHORTEST:
            continue
        piece = np.pad((pieces[top : top + height, left : left + width] == rank).astype(np.uint8), 1)
        for kind, path in _stroke(piece, millimetres):
            found.append((kind, [(x + left - 1, y + top - 1) for x, y in path]))
    return found


def _stroke(piece: Pixels, millimetres: float) -> list[tuple[str, Path]]:
    """What one piece of colour is."""
    depth = cv2.distanceTransform(piece, cv2.DIST_L2, 5)
    outline, _tree = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outer = max(outline, key=cv2.contourArea)
    inside = 1 - piece
    cv2.floodFill(inside, None, (0, 0), 0)
    if depth.max() * 2 * millimetres > THICKEST or inside.sum() > HOLLOW * max(1.0, cv2.contourArea(outer)):
        return _area([(float(x), float(y)) for x, y in outer[:, 0]], millimetres)
    thin = thinned(piece)
    if np.median(depth[thin > 0]) * 2 * millimetres < THINNEST:
        return []
    path = _longest(thin)
    if _length(path) * millimetres < SHORTEST:
        return []
    if _length(path) * millimetres > 8 * GAP and np.hypot(*np.subtract(path[0], path[-1])) * millimetres < GAP:
        return _area(path, millimetres)
    return [("line", _simple(path, millimetres, closed=False))]


def _area(path: Path, millimetres: float) -> list[tuple[str, Path]]:
    """The area within a ring, made sound when it crosses itself; none when nothing is left of it."""
    ring = _simple(path, millimetres, closed=True)
    if len(ring) < 3:
        return []
    sound = shapely.make_valid(shapely.Polygon(ring))
    parts = [part for part in shapely.get_parts(sound) if part.geom_type == "Polygon"]
    if not parts:
        return []
    largest = max(parts, key=lambda part: part.area)
    return [("area", [(float(x), float(y)) for x, y in largest.exterior.coords[:-1]])]


def _simple(path: Path, millimetres: float, *, closed: bool) -> Path:
    """With the points that its shape needs: within half a millimetre."""
    tolerance = 0.5 / millimetres
    while True:
        kept = cv2.approxPolyDP(np.array(path, np.float32)[:, None], tolerance, closed)[:, 0]
        if len(kept) <= MOST_POINTS:
            return [(float(x), float(y)) for x, y in kept]
        tolerance *= 1.5


def _length(path: Path) -> float:
    steps = np.diff(np.array(path, float).reshape(-1, 2), axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def thinned(piece: Pixels) -> Pixels:
    """The middle line of a shape, one pixel wide (Zhang and Suen, 1984). Its border must be empty."""
    shape = piece.copy()
    while True:
        before = int(shape.sum())
        for turn in (0, 1):
            shape[_edge(shape, turn)] = 0
        if int(shape.sum()) == before:
            return shape


def _edge(shape: Pixels, turn: int) -> Pixels:
    """The pixels that may go in this half of a step, without parting the shape."""
    north, south = np.roll(shape, 1, 0), np.roll(shape, -1, 0)
    west, east = np.roll(shape, 1, 1), np.roll(shape, -1, 1)
    around = [
        north,
        np.roll(north, -1, 1),
        east,
        np.roll(south, -1, 1),
        south,
        np.roll(south, 1, 1),
        west,
        np.roll(north, 1, 1),
    ]
    many = sum(each.astype(int) for each in around)
    turns = sum(((one == 0) & (two == 1)).astype(int) for one, two in zip(around, around[1:] + around[:1], strict=True))
    if turn == 0:
        free = (north * east * south == 0) & (east * south * west == 0)
    else:
        free = (north * east * west == 0) & (north * south * west == 0)
    return (shape == 1) & (many >= 2) & (many <= 6) & (turns == 1) & free


def _longest(thin: Pixels) -> Path:
    """The longest way along a thinned shape, from one end to the other: side branches are left."""
    pixels = {(int(x), int(y)) for y, x in np.argwhere(thin)}
    if not pixels:
        return []
    start = _furthest(next(iter(sorted(pixels))), pixels)[-1]
    return [(float(x), float(y)) for x, y in _furthest(start, pixels)]


def _furthest(start: tuple[int, int], pixels: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The way from a pixel to the one that is furthest along the shape."""
    came: dict[tuple[int, int], tuple[int, int] | None] = {start: None}
    edge, last = [start], start
    while edge:
        last, following = edge[0], []
        for x, y in edge:
            for step in ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)):
                at = (x + step[0], y + step[1])
                if at in pixels and at not in came:
                    came[at] = (x, y)
                    following.append(at)
        edge = following
    way = [last]
    while (before := came[way[-1]]) is not None:
        way.append(before)
    return way[::-1]
