"""Names along streets and rivers: read from left to right, straight where the line is straight, letter by letter where
it turns, and nowhere when it turns too sharply."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, pi, radians, sin
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from shapely import MultiLineString, line_merge

from tiles.image.decode import Feature
from tiles.image.geometry import Sheet, bounds_of, clipped
from tiles.image.room import Bounds
from tiles.image.view import View
from tiles.image.words import Ink, Words, words_of

STRAIGHT: Final = 4  # degrees: a line that turns less carries a straight text
BELOW: Final = 0.34  # of an em: from the line down to the letters' feet, so that the text is in the middle of it
SHIFTS: Final = (0, -0.15, 0.15, -0.3, 0.3, -0.45, 0.45)  # of the room that a name has on its line
Point = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """Where a letter stands: the middle of its foot on the line, and the line's direction there (radians)."""

    x: float
    y: float
    angle: float


@dataclass(frozen=True)
class Way:
    """The course of one name."""

    spots: tuple[Spot, ...]  # one per letter
    words: Words

    @property
    def turn(self) -> float:
        """How far its direction strays from that of its middle, in degrees."""
        middle = self.spots[len(self.spots) // 2].angle
        return max(abs(degrees(_turned(spot.angle - middle))) for spot in self.spots)

    def boxes(self, padding: float) -> list[Bounds]:
        """A box for each pair of letters."""
        reach = self.words.size / 2 + padding
        return [(spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach) for spot in self.spots[::2]]

    def write(self, ink: Ink, into: Element) -> None:
        """The text on its course."""
        words = self.words
        told = words.font() | (self._straight() if self.turn < STRAIGHT else self._letter_by_letter())
        (line,) = words.lines
        for paint in ink.layers():
            SubElement(into, "text", told | paint).text = line

    def _straight(self) -> dict[str, str]:
        first, last = self.spots[0], self.spots[-1]
        x, y = (first.x + last.x) / 2, (first.y + last.y) / 2
        angle = atan2(last.y - first.y, last.x - first.x)
        below = BELOW * self.words.size
        turned = f"translate({x - below * sin(angle):.1f} {y + below * cos(angle):.1f}) rotate({degrees(angle):.1f})"
        return {"transform": turned, "text-anchor": "middle"}

    def _letter_by_letter(self) -> dict[str, str]:
        (line,) = self.words.lines
        below, xs, ys = BELOW * self.words.size, [], []
        for letter, spot in zip(line, self.spots, strict=True):
            half = self.words.measure(letter) / 2
            xs.append(f"{spot.x - half * cos(spot.angle) - below * sin(spot.angle):.1f}")
            ys.append(f"{spot.y - half * sin(spot.angle) + below * cos(spot.angle):.1f}")
        turned = " ".join(f"{degrees(spot.angle):.0f}" for spot in self.spots)
        return {"x": " ".join(xs), "y": " ".join(ys), "rotate": turned, "letter-spacing": "0"}


def ways(
    found: Iterable[tuple[Sheet, Feature, dict[str, Any]]], view: View
) -> Iterator[tuple[dict[str, Any], list[Way]]]:
    """Where the names of a layer's lines may stand, the longest lines first: for each place, the ways to choose from.

    The pieces of one name, of several tiles and features, are joined first: a street is named as a whole.
    """
    pieces: dict[tuple[str, float], list[list[Point]]] = defaultdict(list)
    first: dict[tuple[str, float], dict[str, Any]] = {}
    for sheet, feature, said in found:
        if feature.kind == "Point" or not said["text-field"]:
            continue
        key = (str(said["text-field"]), said["text-size"])
        first.setdefault(key, said)
        bounds = bounds_of(sheet, view.width, view.height)
        for line in feature.lines():
            pieces[key].extend([sheet.pixel(*place) for place in piece] for piece in clipped(line, bounds))
    courses = [(length, key, course) for key, lines in pieces.items() for length, course in _joined(lines)]
    for length, key, course in sorted(courses, key=lambda item: -item[0]):
        if (words := words_of(first[key], may_wrap=False)) and words.width <= length:
            for places in _places(words, course, length, first[key]):
                yield first[key], places


def _joined(lines: list[list[Point]]) -> Iterator[tuple[float, list[Point]]]:
    """The pieces that touch made one (to a tenth of a pixel), each with its length."""
    rounded = [[(round(x, 1), round(y, 1)) for x, y in line] for line in lines]
    merged = line_merge(MultiLineString([line for line in rounded if len(set(line)) > 1]))
    for line in getattr(merged, "geoms", [merged]):
        if not line.is_empty:
            yield line.length, list(line.coords)


def _places(words: Words, course: list[Point], length: float, said: dict[str, Any]) -> Iterator[list[Way]]:
    """The name's places on one line: evenly spaced, and where one does not fit, a little before or after."""
    count = max(1, int(length // (words.width + said["symbol-spacing"])))
    room = length / count - words.width
    for rank in range(count):
        middle = length * (rank + 0.5) / count
        found = (_way(words, course, middle + shift * room) for shift in SHIFTS)
        yield [way for way in found if way and _is_smooth(way, said["text-max-angle"])]


def _is_smooth(way: Way, most: float) -> bool:
    pairs = zip(way.spots, way.spots[1:], strict=False)
    sharpest = max((abs(_turned(after.angle - before.angle)) for before, after in pairs), default=0)
    return sharpest <= radians(most) and way.turn <= 2 * most


def _way(words: Words, course: list[Point], middle: float) -> Way | None:
    """The letters' spots around a distance on the line, which is read backwards when they would hang upside down."""
    (line,) = words.lines
    start = middle - words.width / 2
    if start < 0:
        return None
    ends = _spots(course, [start, start + words.width])
    if len(ends) < 2:
        return None
    if ends[1].x < ends[0].x:
        length = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(course))
        course, start = course[::-1], length - start - words.width
    distances = [start + words.measure(line[:at]) + words.measure(line[at]) / 2 for at in range(len(line))]
    spots = _spots(course, distances)
    return Way(tuple(spots), words) if len(spots) == len(line) else None


def _spots(course: list[Point], distances: list[float]) -> list[Spot]:
    """The spots at growing distances along a line."""
    spots, done, at = [], 0.0, 0
    for (x0, y0), (x1, y1) in pairwise(course):
        span = hypot(x1 - x0, y1 - y0)
        while at < len(distances) and span and distances[at] <= done + span + 1e-6:
            part = (distances[at] - done) / span
            spots.append(Spot(x0 + part * (x1 - x0), y0 + part * (y1 - y0), atan2(y1 - y0, x1 - x0)))
            at += 1
        done += span
    return spots


def _turned(angle: float) -> float:
    """An angle between -π and π."""
    return (angle + pi) % (2 * pi) - pi
