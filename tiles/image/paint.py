"""Backgrounds, areas, lines and discs of the style, as SVG."""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from tiles.image.decode import Feature
from tiles.image.geometry import TENTHS, Sheet, beside, bounds_of, clipped, is_seen, path
from tiles.image.layers import NOTHING, StyleLayer
from tiles.image.sources import Tiles
from tiles.image.view import View

OVERLAP: Final = 0.5  # pixels by which whole lines of neighbouring tiles overlap, so that no gap is seen
LEAST: Final = 0.004  # an opacity that nobody sees

Told = dict[str, Any]
Paint = tuple[tuple[str, str], ...]  # attributes of SVG


def number(value: float) -> str:
    """A number of SVG, without needless digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def background(layer: StyleLayer, view: View, into: Element) -> None:
    """The paper."""
    said = layer.says(NOTHING)
    SubElement(into, "rect", width=str(view.width), height=str(view.height), fill=said["background-color"])


def areas(layer: StyleLayer, tiles: Tiles, view: View, into: Element) -> None:
    """Filled areas. Each tile's reach over its border: drawn at one opacity all together, no seam is seen."""

    found = sorted(layer.features(tiles), key=lambda item: item[2]["fill-sort-key"])

    def drawn() -> Iterator[tuple[Paint, float, str]]:
        for sheet, feature, said in found:
            if feature.kind != "Polygon" or said["fill-opacity"] < LEAST:
                continue
            bounds = bounds_of(sheet, view.width, view.height, 99)
            rings = (path(ring, sheet, is_area=True) for ring in feature.lines() if is_seen(ring, bounds))
            yield (("fill", said["fill-color"]),), said["fill-opacity"], "".join(rings)

    _runs(drawn(), into, "fill-opacity")


def lines(layer: StyleLayer, tiles: Tiles, view: View, into: Element) -> None:
    """Lines, and the edges of areas."""
    found = sorted(layer.features(tiles), key=lambda item: item[2]["line-sort-key"])

    def drawn() -> Iterator[tuple[Paint, float, str]]:
        for sheet, feature, said in found:
            if feature.kind != "Point" and said["line-width"] > 0 and said["line-opacity"] >= LEAST:
                yield _stroke(said), said["line-opacity"], _course(sheet, feature, said, view)

    _runs(drawn(), into, "stroke-opacity")


def _course(sheet: Sheet, feature: Feature, said: Told, view: View) -> str:
    """A line's path. A dashed one ends at its tile's very border: drawn twice, dashes fill one another's gaps."""
    bounds = bounds_of(sheet, view.width, view.height, 0 if said["line-dasharray"] else OVERLAP)
    pieces = (piece for line in feature.lines() if is_seen(line, bounds) for piece in clipped(line, bounds))
    if said["line-offset"]:
        pieces = (moved for piece in pieces for moved in beside(piece, said["line-offset"] / sheet.unit))
    return "".join(path(piece, sheet) for piece in pieces)


def _stroke(said: Told) -> Paint:
    width = said["line-width"]
    paint = [("stroke", said["line-color"]), ("stroke-width", number(width * TENTHS))]
    if dashes := said["line-dasharray"]:
        paint.append(("stroke-dasharray", " ".join(number(dash * width * TENTHS) for dash in dashes)))
    if said["line-cap"] != "butt":
        paint.append(("stroke-linecap", said["line-cap"]))
    if said["line-join"] != "miter":
        paint.append(("stroke-linejoin", said["line-join"]))
    return tuple(paint)


def _runs(drawn: Iterable[tuple[Paint, float, str]], into: Element, opacity: str) -> None:
    """Neighbours in drawing order that are painted alike become one path: what overlaps in it is painted once."""
    runs: list[tuple[Paint, float, list[str]]] = []
    for paint, opaque, course in drawn:
        if not course:
            continue
        if not runs or runs[-1][:2] != (paint, opaque):
            runs.append((paint, opaque, []))
        runs[-1][2].append(course)
    if not runs:
        return
    shared = runs[0][1] if all(run[1] == runs[0][1] for run in runs) else None
    group = SubElement(into, "g", {"transform": f"scale({1 / TENTHS})"})
    if opacity == "stroke-opacity":
        group.set("fill", "none")
    if shared is not None and shared < 1:
        group.set("opacity", number(shared))
    for paint, opaque, courses in runs:
        own = {} if shared is not None or opaque >= 1 else {opacity: number(opaque)}
        SubElement(group, "path", dict(paint) | own | {"d": "".join(courses)})


def discs(layer: StyleLayer, tiles: Tiles, view: View, into: Element) -> None:
    """Points as discs, with their rim around them."""
    found = [(sheet, feature, said) for sheet, feature, said in layer.features(tiles) if feature.kind == "Point"]
    found.sort(key=lambda item: item[2]["circle-sort-key"])
    group = Element("g")
    for sheet, feature, said in found:
        for (place,) in feature.lines():
            if 0 <= place[0] < sheet.extent and 0 <= place[1] < sheet.extent:
                disc(*sheet.pixel(*place), said, view, group)
    if len(group):
        into.append(group)


def disc(x: float, y: float, said: Told, view: View, into: Element) -> None:
    """One disc at a pixel, when the view shows it."""
    x, y = x + said["circle-translate"][0], y + said["circle-translate"][1]
    radius, rim = said["circle-radius"], said["circle-stroke-width"]
    reach = radius + rim
    if not (-reach <= x <= view.width + reach and -reach <= y <= view.height + reach):
        return
    place = {"cx": number(x), "cy": number(y)}
    if radius > 0 and said["circle-opacity"] >= LEAST:
        seen = {} if said["circle-opacity"] >= 1 else {"fill-opacity": number(said["circle-opacity"])}
        SubElement(into, "circle", place | {"r": number(radius), "fill": said["circle-color"]} | seen)
    if rim > 0 and said["circle-stroke-opacity"] >= LEAST:
        seen = {} if said["circle-stroke-opacity"] >= 1 else {"stroke-opacity": number(said["circle-stroke-opacity"])}
        stroke = {"fill": "none", "stroke": said["circle-stroke-color"], "stroke-width": number(rim)}
        SubElement(into, "circle", place | {"r": number(radius + rim / 2)} | stroke | seen)
