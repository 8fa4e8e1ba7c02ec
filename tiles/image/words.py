"""Words on a map: made safe for XML, set in lines, measured, drawn with the halo that keeps them readable."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from carto.text import tidy
from tiles.image.fonts import CAPITALS, Face

# What XML 1.0 cannot hold; the rest is escaped by the writer.
ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WORD: Final = re.compile(r"[^\s/\-‐–]*(?:[/\-‐–]|\s+|$)")  # a line may end after a blank, a hyphen, a slash
MOST_WORDS: Final = 12  # of a line
LONGEST: Final = 200  # characters: a longer name says nothing more on a map


def legal(text: str) -> str:
    """The text without what XML cannot hold, and without the controls that make it read otherwise than it is."""
    return tidy(ILLEGAL.sub("", text.encode("utf-8", "ignore").decode()))


@dataclass(frozen=True)
class Words:
    """A text set in lines, in a face, at a size (pixels)."""

    lines: tuple[str, ...]
    face: Face
    size: float
    leading: float  # from line to line, pixels
    spacing: float = 0  # between letters, pixels

    @property
    def width(self) -> float:
        """Of the longest line."""
        return max((self.measure(line) for line in self.lines), default=0)

    @property
    def height(self) -> float:
        """Of all lines."""
        return self.leading * len(self.lines)

    def measure(self, text: str) -> float:
        """The length of a piece of the text, in pixels."""
        return self.face.width(text, self.size) + self.spacing * len(text)

    def font(self) -> dict[str, str]:
        """The face, as attributes of SVG."""
        told = {"font-size": f"{self.size:.1f}"}
        if self.face.weight != 400:
            told["font-weight"] = str(self.face.weight)
        if self.face.is_italic:
            told["font-style"] = "italic"
        if self.spacing:
            told["letter-spacing"] = f"{self.spacing:.2f}"
        return told


def words_of(said: dict[str, Any], *, may_wrap: bool = True) -> Words | None:
    """What a symbol layer writes of a feature; None when it is nothing."""
    written = legal(str(said["text-field"]))[:LONGEST]
    if said["text-transform"] == "uppercase":
        written = written.upper()
    if not written.strip():
        return None
    face, size = Face.named(said["text-font"]), said["text-size"]
    spacing = said["text-letter-spacing"] * size
    widest = said["text-max-width"] * size if may_wrap else float("inf")
    lines = _lines(" ".join(written.split()) if not may_wrap else written, face, size, spacing, widest)
    return Words(lines, face, size, said["text-line-height"] * size, spacing)


def set_in_lines(text: str, face: Face, size: float, widest: float) -> Words:
    """A text of our own (title, credits) in lines no longer than `widest` pixels."""
    return Words(_lines(legal(text), face, size, 0, widest), face, size, 1.25 * size)


@lru_cache(maxsize=5000)
def _lines(text: str, face: Face, size: float, spacing: float, widest: float) -> tuple[str, ...]:
    """The text in as few lines as its width asks for, each about as long as the others."""

    def measure(part: str) -> float:
        return face.width(part, size) + spacing * len(part)

    lines = []
    for paragraph in text.split("\n"):
        total = measure(paragraph)
        lines += _broken(
            [word for word in WORD.findall(paragraph) if word], total / max(1, ceil(total / widest)), measure
        )
    return tuple(line for line in lines if line)


def _broken(words: list[str], target: float, measure: Callable[[str], float]) -> list[str]:
    """The words in lines that stray least from the target, all in all; a last line may be short, as in MapLibre."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(words) + 1):
        ways = []
        for start in range(max(0, end - MOST_WORDS), end):
            line = "".join(words[start:end]).strip()
            stray = (measure(line) - target) ** 2
            is_short_end = end == len(words) and measure(line) < target
            ways.append((best[start][0] + stray / (2 if is_short_end else 1), [*best[start][1], line]))
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


def write(words: Words, x: float, y: float, align: str, colours: "Ink", into: Element) -> None:
    """The lines around (x, y): the middle of their height, and where they are `align`ed (start, middle, end)."""
    first = y - words.height / 2 + words.leading / 2 + CAPITALS / 2 * words.size
    places = [(line, x, first + rank * words.leading) for rank, line in enumerate(words.lines)]
    anchor = {} if align == "start" else {"text-anchor": align}
    for paint in colours.layers():
        for line, left, base in places:
            told = words.font() | anchor | paint | {"x": f"{left:.1f}", "y": f"{base:.1f}"}
            SubElement(into, "text", told).text = line


@dataclass(frozen=True)
class Ink:
    """A text's colour, and the halo around it (pixels)."""

    colour: str
    halo: str = ""
    reach: float = 0
    opacity: float = 1

    @classmethod
    def of(cls, said: dict[str, Any]) -> "Ink":
        """As a symbol layer says it."""
        return cls(said["text-color"], said["text-halo-color"], said["text-halo-width"], said["text-opacity"])

    def layers(self) -> list[dict[str, str]]:
        """The halo, then the text over it: not every reader knows `paint-order`."""
        seen = {} if self.opacity >= 1 else {"opacity": f"{self.opacity:.2f}"}
        ink = [{"fill": self.colour} | seen]
        if self.reach <= 0:
            return ink
        width = f"{2 * self.reach:.1f}"
        return [
            {"fill": self.halo, "stroke": self.halo, "stroke-width": width, "stroke-linejoin": "round"} | seen,
            *ink,
        ]
