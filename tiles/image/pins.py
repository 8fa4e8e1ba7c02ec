"""Pins and badges as SVG, as carto/static/carto/pins.js draws them in a browser: shape and colour say the layer."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError, SubElement

from django.contrib.staticfiles import finders

from carto.fiches.layers import layer_named
from tiles.basemap.labels import ICON_PREFIX
from tiles.symbols import EDGE

SIDE: Final = 34  # pixels: the box of a pin
DROP: Final = 39  # the height of a drop, whose tip is at the bottom
BODY: Final = 12.5  # a pin's half width
GLYPH: Final = 15  # the side of a Maki icon
BADGE: Final = 19  # the side of a badge of the base map
PIN: Final = re.compile(r"pin-([a-z]+)(?:-(.+))?")
ICON: Final = re.compile(r"[a-z0-9-]{1,60}")  # a theme's icon is a name, never a path


@dataclass(frozen=True)
class Colours:
    """What pins and badges are painted with in a theme."""

    theme: str
    disc: str
    edge: str
    ink: str


@dataclass(frozen=True)
class Icon:
    """A drawn icon: its size in pixels at size 1, and its element, whose origin is its north-west corner."""

    width: float
    height: float
    drawing: Element


def icon_named(name: str, colours: Colours) -> Icon | None:
    """The icon of that name in the style: a pin, or a badge of the base map; None when there is none."""
    if found := PIN.fullmatch(name):
        return _pin(*found.groups(), colours)
    return _badge(name.removeprefix(ICON_PREFIX), colours) if name.startswith(ICON_PREFIX) else None


def _pin(name: str, icon: str | None, colours: Colours) -> Icon | None:
    layer = layer_named(name)
    if layer is None:
        return None
    edge, colour = EDGE[colours.theme], layer.colour[colours.theme == "dark"]
    middle, body = SIDE / 2, outline(layer.shape, SIDE / 2, SIDE / 2, BODY)
    drawing = Element("g")
    for width, dark in ((7, "0.07"), (5, "0.12")):  # a soft shadow, without the filters that few printers know
        shade = {"fill": "none", "stroke": "#000000", "stroke-opacity": dark, "stroke-width": str(width)}
        SubElement(drawing, "path", {"d": body, "transform": "translate(0 1)", "stroke-linejoin": "round"} | shade)
    SubElement(
        drawing, "path", {"d": body, "fill": edge, "stroke": edge, "stroke-width": "3.4", "stroke-linejoin": "round"}
    )
    SubElement(drawing, "path", {"d": body, "fill": colour})
    if not (icon and _glyph(icon, middle, middle, GLYPH, edge, drawing)):
        SubElement(drawing, "circle", {"cx": str(middle), "cy": str(middle), "r": "4", "fill": edge})
    return Icon(SIDE, DROP if layer.shape == "drop" else SIDE, drawing)


def _badge(icon: str, colours: Colours) -> Icon | None:
    """A point of interest: a grey icon on an opaque disc; without an icon the style's own dot is seen."""
    middle, drawing = f"{BADGE / 2}", Element("g")
    rim = {"fill": colours.disc, "stroke": colours.edge, "stroke-width": "0.75"}
    SubElement(drawing, "circle", {"cx": middle, "cy": middle, "r": f"{BADGE / 2 - 1}"} | rim)
    if not _glyph(icon, BADGE / 2, BADGE / 2, 11, colours.ink, drawing):
        return None
    return Icon(BADGE, BADGE, drawing)


def outline(shape: str, x: float, y: float, r: float) -> str:
    """A pin's outline around (x, y) as a path; the same curves as in pins.js. KeyError on another shape."""
    return _OUTLINES[shape](x, y, r)


def _drop(x: float, y: float, r: float) -> str:
    half, low = r * cos(pi * 0.14), y + r * sin(pi * 0.14)
    tip = y + r * 1.6
    return (
        f"M{x - half:.2f} {low:.2f}A{r} {r} 0 1 1 {x + half:.2f} {low:.2f}"
        f"Q{x + r * 0.55:.2f} {y + r * 1.02:.2f} {x:.2f} {tip:.2f}"
        f"Q{x - r * 0.55:.2f} {y + r * 1.02:.2f} {x - half:.2f} {low:.2f}Z"
    )


def _square(x: float, y: float, r: float) -> str:
    corner, side = r * 0.36, 2 * r - 2 * r * 0.36
    turn = f"a{corner:.2f} {corner:.2f} 0 0 1"
    return (
        f"M{x - r + corner:.2f} {y - r:.2f}h{side:.2f}{turn} {corner:.2f} {corner:.2f}v{side:.2f}"
        f"{turn} {-corner:.2f} {corner:.2f}h{-side:.2f}{turn} {-corner:.2f} {-corner:.2f}v{-side:.2f}"
        f"{turn} {corner:.2f} {-corner:.2f}Z"
    )


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r} {y}A{r} {r} 0 1 1 {x + r} {y}A{r} {r} 0 1 1 {x - r} {y}Z"


def _hexagon(x: float, y: float, r: float) -> str:
    angles = (pi / 3 * corner - pi / 2 for corner in range(6))
    return "M" + "L".join(f"{x + r * 1.13 * cos(a):.2f} {y + r * 1.13 * sin(a):.2f}" for a in angles) + "Z"


_OUTLINES: Final = {"drop": _drop, "square": _square, "circle": _circle, "hexagon": _hexagon}


def _glyph(icon: str, x: float, y: float, side: float, colour: str, into: Element) -> bool:
    """A Maki icon around (x, y); false when there is none of that name."""
    courses = maki(icon)
    if not courses:
        return False
    moved = f"translate({x - side / 2} {y - side / 2}) scale({side / 15:.4f})"
    group = SubElement(into, "g", {"transform": moved, "fill": colour})
    for course in courses:
        SubElement(group, "path", {"d": course})
    return True


@lru_cache(maxsize=1000)
def maki(icon: str) -> tuple[str, ...]:
    """The paths of a Maki icon, on a square of 15; none when there is no such icon."""
    found = finders.find(f"vendor/maki/{icon}.svg") if ICON.fullmatch(icon) else None
    if not found:
        return ()
    try:
        drawing = ElementTree.fromstring(Path(found).read_text(encoding="utf-8"))
    except ParseError:
        return ()
    return tuple(part.get("d", "") for part in drawing.iter("{http://www.w3.org/2000/svg}path") if part.get("d"))
