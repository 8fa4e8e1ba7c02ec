"""Round stickers: discs of one colour and of about one size, touching or overlapping others as they may."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from projets.idees.papers.reading.colours import DOTS
from projets.idees.papers.reading.corners import Pixels

SIZES: Final = (1.0, 0.8, 1.25)  # of what is sold as 12 mm: from 10 to 15
LEAST: Final = 0.5  # how much of a disc, less what is around it
HEART: Final = 0.75  # how much of the disc's middle: a drawn circle is no sticker
AROUND: Final = 1.35  # the ring that should be empty, in radii
SHRUNK: Final = 2  # discs are looked for on half the pixels


@dataclass(frozen=True)
class Disc:
    """A sticker found: its middle and radius in pixels of the map (DOTS for a unit), and how sure it is, 0 to 1."""

    x: float
    y: float
    radius: float
    sure: float


def find_discs(mask: Pixels, radius: float) -> list[Disc]:
    """The stickers of one colour; `radius` of what is expected, in pixels of the mask."""
    if not mask.any():
        return []
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _disc(radius * 0.3))
    small = cv2.resize(closed.astype(np.float32), None, fx=1 / SHRUNK, fy=1 / SHRUNK, interpolation=cv2.INTER_AREA)
    found: list[Disc] = []
    for score, x, y, size in _peaks(small, radius / SHRUNK):
        disc = _centred(closed, x * SHRUNK + 0.5, y * SHRUNK + 0.5, radius * size, score)
        if all(np.hypot(disc.x - other.x, disc.y - other.y) > 0.9 * radius for other in found):
            found.append(disc)
    return found


def _peaks(mask: Pixels, radius: float) -> list[tuple[float, int, int, float]]:
    """(score, x, y, size) where a disc stands out, the best first."""
    best, chosen = np.full(mask.shape, -1, np.float32), np.zeros(mask.shape, np.float32)
    for size in SIZES:
        score = _score(mask, radius * size) - (0.04 if size != 1 else 0)
        better = score > best
        best[better], chosen[better] = score[better], size
    tops = (best >= LEAST) & (best >= cv2.dilate(best, _disc(radius * 0.5)))
    found = [(float(best[y, x]), int(x), int(y), float(chosen[y, x])) for y, x in np.argwhere(tops)]
    return sorted(found, reverse=True)


def _score(mask: Pixels, radius: float) -> Pixels:
    """At each pixel: how much of a disc around it is covered, less how much of the ring around that disc."""
    inner, outer = _disc(radius).astype(np.float32), _disc(radius * AROUND).astype(np.float32)
    heart = _disc(radius * 0.45).astype(np.float32)
    covered = [cv2.filter2D(mask, -1, kernel, borderType=cv2.BORDER_CONSTANT) for kernel in (inner, outer, heart)]
    ring = (covered[1] - covered[0]) / (outer.sum() - inner.sum())
    score = covered[0] / inner.sum() - ring
    score[covered[2] / heart.sum() < HEART] = -1
    return score


def _centred(mask: Pixels, x: float, y: float, radius: float, score: float) -> Disc:
    """The disc moved to the middle of what it covers, a few times."""
    for _turn in range(4):
        left, top = max(0, int(x - radius)), max(0, int(y - radius))
        part = mask[top : int(y + radius) + 2, left : int(x + radius) + 2]
        ys, xs = np.nonzero(part)
        near = np.hypot(xs + left - x, ys + top - y) <= radius
        if not near.any():
            break
        x, y = float(xs[near].mean() + left), float(ys[near].mean() + top)
    return Disc(x, y, radius, min(1.0, max(0.0, score)))


def _disc(radius: float) -> Pixels:
    """A filled disc, as a kernel of odd side."""
    side = 2 * max(1, round(radius)) + 1
    ys, xs = np.mgrid[:side, :side] - side // 2
    return (xs**2 + ys**2 <= max(1.0, radius) ** 2).astype(np.uint8)


def without(mask: Pixels, discs: list[Disc]) -> Pixels:
    """The mask once the stickers are taken off, their pale edges with them."""
    rest = mask.copy()
    for disc in discs:
        cv2.circle(rest, (round(disc.x), round(disc.y)), round(disc.radius * 1.2 + DOTS * 0.5), 0, -1)
    return rest
