"""The style's sources, read in process: the same tiles that a browser would be sent, without asking anybody."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from carto.fiches.filters import Filters
from tiles.basemap.archive import Archive, ArchiveError
from tiles.basemap.drawing import SOURCE as BASE
from tiles.basemap.views import archive_path
from tiles.catalogue import draw, layers_named
from tiles.grid import EXTENT, Tile
from tiles.image.decode import Feature, Layer, read_tile
from tiles.image.geometry import AROUND, Sheet, bounds_of, meets
from tiles.image.view import Placed, View
from tiles.symbols import SOURCE as FICHES

NAMES: Final = re.compile(r"/tuiles/([^/]+)/\{z\}")


@dataclass(frozen=True)
class Pointed:
    """A fiche that is shown as chosen, at its pixel; alone, or among the others."""

    layer: str
    feature: Feature
    x: float
    y: float
    alone: bool

    def among(self, features: tuple[Feature, ...]) -> tuple[Feature, ...]:
        """The others of a tile that stay, and its own line or area; its pin comes on a sheet of its own."""
        return tuple(
            feature
            for feature in features
            if (feature.id == self.feature.id and feature.kind != "Point")
            or (feature.id != self.feature.id and not self.alone)
        )

    @property
    def sheet(self) -> Sheet:
        """Its pin, which the tiles may have gathered in a cluster."""
        return Sheet(self.x, self.y, 1, 1, (self.feature,))


class Tiles:
    """All that a style may draw in a view: `sheets(source, layer)`. Each tile is read once, when first asked for."""

    def __init__(self, sources: dict[str, Any], view: View, filters: Filters, pointed: Pointed | None = None) -> None:
        self._sources = sources
        self._view = view
        self._filters = filters
        self._pointed = pointed
        self._read: dict[str, list[tuple[Placed, dict[str, Layer]]]] = {}
        self._sheets: dict[tuple[str, str], list[Sheet]] = {}

    def sheets(self, source: str, layer: str) -> list[Sheet]:
        """The layer's features that the view may show, tile by tile.

        Raises TooManyTiles; ArchiveError or OSError without a base map; TileError when a tile cannot be read.
        """
        if (source, layer) not in self._sheets:
            self._sheets[source, layer] = list(self._drawn(source, layer))
        return self._sheets[source, layer]

    def _drawn(self, source: str, layer: str) -> Iterator[Sheet]:
        if source not in self._read:
            self._read[source] = list(self._tiles(source))
        pointed = self._pointed if source == FICHES else None
        for placed, layers in self._read[source]:
            if found := layers.get(layer):
                unit = placed.unit * EXTENT / found.extent
                sheet = Sheet(placed.left, placed.top, unit, found.extent, found.features)
                kept = pointed.among(sheet.features) if pointed else sheet.features
                window = bounds_of(sheet, self._view.width, self._view.height, AROUND)
                yield replace(sheet, features=tuple(feature for feature in kept if meets(feature, window)))
        if pointed and layer == pointed.layer:
            yield pointed.sheet

    def _tiles(self, source: str) -> Iterator[tuple[Placed, dict[str, Layer]]]:
        told = self._sources[source]
        for placed in self._view.tiles((told["minzoom"], told["maxzoom"])):
            if content := self._content(source, told["tiles"][0], placed.tile):
                yield placed, read_tile(content)

    def _content(self, source: str, address: str, tile: Tile) -> bytes:
        if source == BASE:
            return _base_tile(tile)
        (names,) = NAMES.findall(address)
        return draw(layers_named(names), tile, self._filters if "?" in address else Filters())


def base_etag() -> str:
    """Changes when the base map does; empty when there is none."""
    try:
        return _archive(archive_path()).etag
    except (OSError, ArchiveError):
        return ""


@cache
def _archive(path: Path) -> Archive:
    return Archive(path)


def _base_tile(tile: Tile) -> bytes:
    stored = _archive(archive_path()).tile(tile.z, tile.x, tile.y)
    return gzip.decompress(stored) if stored else b""
