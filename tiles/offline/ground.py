"""The base map of a view as lines, areas and names in degrees, painted as the style paints them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from shapely import Polygon, clip_by_rect

from tiles.basemap.drawing import SOURCE as BASE
from tiles.image.decode import Feature
from tiles.image.drawing import Picture, picture_style
from tiles.image.expressions import Scene
from tiles.image.geometry import Sheet, bounds_of, clipped, is_seen
from tiles.image.layers import StyleLayer, visible_layers
from tiles.image.room import Room, padded
from tiles.image.sources import Tiles
from tiles.image.symbols import is_along
from tiles.image.view import MOST_TILES, View
from tiles.image.words import legal, words_of
from tiles.style import TERRITOIRES

SOURCES: Final = (BASE, TERRITOIRES)
DECIMALS: Final = 5  # of a degree: a metre
MOST_NAMES: Final = 90
Positions = list[tuple[float, float]]  # longitude, latitude (SRID 4326)


@dataclass
class Painted:
    """What is painted alike: Leaflet's own options, and GeoJSON geometries from the bottom up."""

    options: dict[str, Any]
    geometries: list[dict[str, Any]]


@dataclass(frozen=True)
class Name:
    """A name at its place: degrees, pixels, colours as the style says them."""

    text: str
    at: tuple[float, float]
    size: float
    weight: int
    colour: str
    halo: str


class Ground:
    """The base map under a view; raises TooManyTiles, ArchiveError, TileError or OSError as a plan does."""

    def __init__(self, picture: Picture) -> None:
        self.view = _closer(picture.view)
        self._seen = picture.view.width / self.view.width  # how much smaller the view opens than it is drawn
        told = picture_style(picture)
        self.paper = next(
            (one["paint"]["background-color"] for one in told["layers"] if one["type"] == "background"), ""
        )
        own = [layer for layer in told["layers"] if layer.get("source") in SOURCES]
        self._layers = visible_layers(own, Scene(self.view.zoom, {}))
        self._tiles = Tiles(told["sources"], self.view, picture.filters)

    def painted(self) -> Iterator[Painted]:
        """Areas and lines, in drawing order."""
        for layer in self._layers:
            if layer.kind in ("fill", "line"):
                yield from self._alike(layer)

    def _alike(self, layer: StyleLayer) -> Iterator[Painted]:
        """One layer's features, those painted alike together."""
        found: dict[str, Painted] = {}
        is_area = layer.kind == "fill"
        for sheet, feature, said in layer.features(self._tiles):
            options = _area(said) if is_area else _line(said)
            parts = list(self._rings(sheet, feature) if is_area else self._courses(sheet, feature))
            if parts and options:
                kind = "Polygon" if is_area else "MultiLineString"
                alike = found.setdefault(repr(options), Painted(options, []))
                alike.geometries.append({"type": kind, "coordinates": parts})
        yield from found.values()

    def names(self) -> list[Name]:
        """Names of places, the most important first, each where it has room when the view opens."""
        room, found = Room(), []
        for layer in reversed([one for one in self._layers if one.kind == "symbol" and not is_along(one)]):
            items = [item for item in layer.features(self._tiles) if item[1].kind == "Point"]
            for sheet, feature, said in sorted(items, key=lambda item: item[2]["symbol-sort-key"]):
                for (place,) in feature.lines():
                    found += self._name(sheet, place, said, room)
        return found[:MOST_NAMES]

    def _name(self, sheet: Sheet, place: tuple[int, int], said: dict[str, Any], room: Room) -> list[Name]:
        words, (x, y) = words_of(said), sheet.pixel(*place)
        inside = 0 <= place[0] < sheet.extent and 0 <= place[1] < sheet.extent
        if not words or not inside or not (0 <= x <= self.view.width and 0 <= y <= self.view.height):
            return []
        left, top = x * self._seen - words.width / 2, y * self._seen - words.height / 2
        box = padded(left, top, words.width, words.height, 8)
        if not room.is_free([box]):
            return []
        room.take([box])
        told = (said["text-color"], said["text-halo-color"])
        text = legal(str(said["text-field"]))
        written = text.upper() if said["text-transform"] == "uppercase" else text
        return [Name(written, self._degrees(x, y), words.size, words.face.weight, *told)]

    def _rings(self, sheet: Sheet, feature: Feature) -> Iterator[Positions]:
        """The rings of an area, cut at the tile's border. Leaflet fills what an odd number of them surrounds."""
        for ring in feature.lines():
            if len(ring) < 4 or not is_seen(ring, bounds_of(sheet, self.view.width, self.view.height)):
                continue
            cut = clip_by_rect(Polygon(ring), 0, 0, sheet.extent, sheet.extent)
            for part in getattr(cut, "geoms", [cut]):
                if part.geom_type == "Polygon" and not part.is_empty:
                    yield self._positions(sheet, list(part.exterior.coords))

    def _courses(self, sheet: Sheet, feature: Feature) -> Iterator[Positions]:
        bounds = bounds_of(sheet, self.view.width, self.view.height)
        for line in feature.lines():
            if len(line) > 1 and is_seen(line, bounds):
                yield from (self._positions(sheet, piece) for piece in clipped(line, bounds) if len(piece) > 1)

    def _positions(self, sheet: Sheet, line: list[tuple[float, float]]) -> Positions:
        return [self._degrees(*sheet.pixel(x, y)) for x, y in line]

    def _degrees(self, x: float, y: float) -> tuple[float, float]:
        longitude, latitude = self.view.position(x, y)
        return round(longitude, DECIMALS), round(latitude, DECIMALS)


def _closer(view: View) -> View:
    """The same window one zoom closer, where that does not take too many tiles: the file can be entered a little."""
    tiles = (view.width * 2 / 512 + 2) * (view.height * 2 / 512 + 2)
    if tiles > MOST_TILES:
        return view
    return replace(view, zoom=view.zoom + 1, width=view.width * 2, height=view.height * 2)


def _area(said: dict[str, Any]) -> dict[str, Any]:
    if said["fill-opacity"] <= 0.02:
        return {}
    return {"stroke": False, "fillColor": said["fill-color"], "fillOpacity": round(said["fill-opacity"], 2)}


def _line(said: dict[str, Any]) -> dict[str, Any]:
    """A line is drawn once for all zooms: a little thinner than the closer view has it."""
    width = said["line-width"]
    if width <= 0 or said["line-opacity"] <= 0.02:
        return {}
    told = {"color": said["line-color"], "weight": round(width * 0.8, 2), "opacity": round(said["line-opacity"], 2)}
    if dashes := said["line-dasharray"]:
        told["dashArray"] = " ".join(f"{dash * width:.1f}" for dash in dashes)
    return told | {"fill": False, "lineCap": said["line-cap"]}
