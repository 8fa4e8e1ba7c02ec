"""Icons and names of the style: placed from the topmost layer down, since it must win; drawn from the lowest up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from tiles.basemap.labels import ICON_PREFIX
from tiles.image.along import ways
from tiles.image.geometry import AROUND
from tiles.image.layers import StyleLayer
from tiles.image.pins import Colours, Icon, icon_named
from tiles.image.room import Bounds, Room, padded
from tiles.image.sources import Tiles
from tiles.image.view import View
from tiles.image.words import Ink, Words, words_of, write

# Where a text's box lies from its anchor: the part of its width to the left, of its height above; how its lines align.
ANCHORS: Final = {
    "center": (0.5, 0.5, "middle"),
    "left": (0, 0.5, "start"),
    "right": (1, 0.5, "end"),
    "top": (0.5, 0, "middle"),
    "bottom": (0.5, 1, "middle"),
    "top-left": (0, 0, "start"),
    "top-right": (1, 0, "end"),
    "bottom-left": (0, 1, "start"),
    "bottom-right": (1, 1, "end"),
}
Draw = Callable[[Element], None]


@dataclass
class Symbols:
    """The icons and names of one picture."""

    tiles: Tiles
    view: View
    colours: Colours
    room: Room = field(default_factory=Room)
    icons: dict[str, tuple[Icon, str] | None] = field(default_factory=dict)  # by name, with its id in the drawing

    def place(self, layers: list[StyleLayer]) -> dict[str, Element]:
        """The drawing of each symbol layer, by its id; `layers` from the bottom up."""
        drawn = {}
        for layer in reversed(layers):
            placed = list(self._along(layer) if is_along(layer) else self._at_points(layer))
            group = Element("g")
            for draw in placed:
                draw(group)
            if len(group):
                drawn[layer.id] = group
        return drawn

    def definitions(self) -> Element:
        """The icons that were used, each drawn once."""
        defs = Element("defs")
        for found in self.icons.values():
            if found:
                icon, name = found
                icon.drawing.set("id", name)
                defs.append(icon.drawing)
        return defs

    def icon(self, name: str) -> tuple[Icon, str] | None:
        """The icon of a name and its id in the drawing; None when there is none."""
        if name not in self.icons:
            icon = icon_named(name, self.colours)
            what = "lieu" if name.startswith(ICON_PREFIX) else "repere"
            self.icons[name] = (icon, f"{what}-{len(self.icons)}") if icon else None
        return self.icons[name]

    def _at_points(self, layer: StyleLayer) -> Iterator[Draw]:
        found = [item for item in layer.features(self.tiles) if item[1].kind == "Point"]
        found.sort(key=lambda item: item[2]["symbol-sort-key"])
        for sheet, feature, said in found:
            for (place,) in feature.lines():
                if 0 <= place[0] < sheet.extent and 0 <= place[1] < sheet.extent:
                    yield from self.stand(*sheet.pixel(*place), said)

    def stand(self, x: float, y: float, said: dict[str, Any]) -> Iterator[Draw]:
        """An icon and a text at a point: as much of them as there is room for."""
        if not (-AROUND <= x <= self.view.width + AROUND and -AROUND <= y <= self.view.height + AROUND):
            return
        icon = self.icon(str(said["icon-image"])) if said["icon-image"] else None
        words = words_of(said)
        standing = self._icon_box(icon, x, y, said) if icon else None
        written = self._text_place(words, x, y, said) if words else None
        if standing and not (said["icon-allow-overlap"] or self.room.is_free([standing])):
            return  # the two go together
        if words and not written and not (icon and said["text-optional"]):
            return
        if icon and standing:
            self.room.take([standing])
            yield lambda into: _use(icon, standing, said, into)
        if words and written:
            left, top, align = written
            self.room.take([padded(left, top, words.width, words.height, said["text-padding"])])
            start = left + {"start": 0, "middle": words.width / 2, "end": words.width}[align]
            yield lambda into: write(words, start, top + words.height / 2, align, Ink.of(said), into)

    def _icon_box(self, icon: tuple[Icon, str], x: float, y: float, said: dict[str, Any]) -> Bounds:
        size = said["icon-size"]
        width, height = icon[0].width * size, icon[0].height * size
        across, down, _align = ANCHORS[said["icon-anchor"]]
        return padded(x - across * width, y - down * height, width, height, said["icon-padding"])

    def _text_place(self, words: Words, x: float, y: float, said: dict[str, Any]) -> tuple[float, float, str] | None:
        """The corner of the first place where the text fits, and how its lines align; None when it fits nowhere."""
        told = said["text-variable-anchor-offset"] or [said["text-anchor"], said["text-offset"]]
        for anchor, (right, below) in zip(told[::2], told[1::2], strict=True):
            across, down, align = ANCHORS[anchor]
            left = x + right * words.size - across * words.width + said["text-translate"][0]
            top = y + below * words.size - down * words.height + said["text-translate"][1]
            box = padded(left, top, words.width, words.height, said["text-padding"])
            if said["text-allow-overlap"] or self.room.is_free([box]):
                return left, top, align if said["text-justify"] == "auto" else "middle"
        return None

    def _along(self, layer: StyleLayer) -> Iterator[Draw]:
        """Names along lines: at the middle of a short one, every so often on a long one."""
        for said, places in ways(layer.features(self.tiles), self.view):
            for way in places:
                boxes = way.boxes(said["text-padding"])
                if self.room.is_free(boxes):
                    self.room.take(boxes)
                    yield partial(way.write, Ink.of(said))
                    break


def is_along(layer: StyleLayer) -> bool:
    """Whether the layer's names follow lines."""
    return layer.constant("symbol-placement") in ("line", "line-center")


def _use(icon: tuple[Icon, str], box: Bounds, said: dict[str, Any], into: Element) -> None:
    size, padding = said["icon-size"], said["icon-padding"]
    moved = f"translate({box[0] + padding:.1f} {box[1] + padding:.1f}) scale({size:.3f})"
    seen = {} if said["icon-opacity"] >= 1 else {"opacity": f"{said['icon-opacity']:.2f}"}
    SubElement(into, "use", {"href": f"#{icon[1]}", "transform": moved} | seen)
