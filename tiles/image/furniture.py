"""What makes a sheet readable alone: its title, how long a metre is on it, and whom its data come from."""

import html
import re
from math import floor, log10
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tiles.basemap.palette import Palette
from tiles.image.fonts import Face
from tiles.image.room import Bounds, padded
from tiles.image.view import View
from tiles.image.words import Ink, legal, set_in_lines, write

MARGIN: Final = 10  # pixels
LONGEST_SCALE: Final = 130  # pixels
TAG: Final = re.compile(r"<[^>]*>")


def credits_of(sources: dict[str, Any]) -> str:
    """Whom the map's sources credit, as plain text, each once."""
    told = (source.get("attribution", "") for source in sources.values())
    return " · ".join(dict.fromkeys(legal(html.unescape(TAG.sub("", said))) for said in told if said))


def scale_of(view: View) -> tuple[int, float, str]:
    """A round length: in metres, in pixels of the sheet, in words."""
    most = view.metres_per_pixel * min(LONGEST_SCALE, view.width / 3)
    power = 10 ** floor(log10(most))
    metres = max(1, int(next(step * power for step in (5, 2, 1) if step * power <= most)))
    said = (
        _("%(n)s km") % {"n": number_format(metres // 1000, force_grouping=True)}
        if metres >= 1000
        else _("%(n)d m") % {"n": metres}
    )
    return metres, metres / view.metres_per_pixel, said


def furniture(view: View, title: str, credits: str, colours: Palette) -> tuple[Element, list[Bounds]]:
    """Title at the top, scale and credits at the bottom; and the boxes that names leave to them."""
    group = Element("g", {"id": "cartouche"})
    boxes = [_scale(view, colours, group)]
    if title:
        boxes.append(_heading(title, view, colours, group))
    if credits:
        boxes.append(_credits(credits, view, colours, group))
    return group, boxes


def _heading(title: str, view: View, colours: Palette, into: Element) -> Bounds:
    words = set_in_lines(title, Face(600), 18, view.width - 6 * MARGIN)
    box = padded(MARGIN, MARGIN, words.width + 2 * MARGIN, words.height + MARGIN, 0)
    _paper(box, "0.92", colours, into)
    write(words, 2 * MARGIN, 1.5 * MARGIN + words.height / 2, "start", Ink(colours.text_city), into)
    return box


def _scale(view: View, colours: Palette, into: Element) -> Bounds:
    """A bar with two ends, and its length in words; the scale of a screen says nothing on paper, a bar does."""
    _metres, length, said = scale_of(view)
    base = view.height - 1.2 * MARGIN
    course = f"M{MARGIN} {base - 5:.1f}V{base:.1f}H{MARGIN + length:.1f}V{base - 5:.1f}"
    for colour, width in ((colours.halo, "4.5"), (colours.text_city, "1.6")):
        SubElement(into, "path", {"d": course, "fill": "none", "stroke": colour, "stroke-width": width})
    words = set_in_lines(said, Face(500), 11, view.width)
    write(words, MARGIN + 5, base - 9, "start", Ink(colours.text_city, colours.halo, 1.6), into)
    return MARGIN, base - 18, MARGIN + max(length, words.width + 5), view.height


def _credits(credits: str, view: View, colours: Palette, into: Element) -> Bounds:
    words = set_in_lines(credits, Face(), 9.5, max(80, view.width * 0.62))
    left, top = view.width - words.width - 8, view.height - words.height - 4
    box = (left, top, view.width, view.height)
    _paper(box, "0.82", colours, into)
    write(words, view.width - 4, top + words.height / 2 + 2, "end", Ink(colours.text_street), into)
    return box


def _paper(box: Bounds, opacity: str, colours: Palette, into: Element) -> None:
    """What lies under a text of ours, so that it is read over anything."""
    west, north, east, south = box
    corner = {"x": f"{west:.1f}", "y": f"{north:.1f}", "width": f"{east - west:.1f}", "height": f"{south - north:.1f}"}
    SubElement(into, "rect", corner | {"rx": "3", "fill": colours.halo, "fill-opacity": opacity})
