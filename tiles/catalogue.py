"""The tile layers: one per layer of the map, and the territories and streets under them.

An address names one or several, joined by commas: they come in one tile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.filters import Filters
from carto.fiches.layers import Layer, layers
from tiles.drawing import CLUSTER_FIELDS, PIN_FIELDS, draw_fiches, draw_rues, draw_territoires
from tiles.grid import DEEPEST, Tile
from tiles.mesures.drawing import coloured_rues, coloured_territoires
from tiles.mesures.figures import Colouring
from tiles.mesures.querysets import FIELDS as FIGURE_FIELDS
from tiles.mvt import Part, Rows, encode
from tiles.pyramid.entries import State

MAX_ZOOM: Final = DEEPEST


@dataclass(frozen=True)
class TileLayer:
    """A layer of the tiles: its name, the zooms that have it, and the fields of its features with their SQL types."""

    name: str
    label: str | Promise
    zooms: tuple[int, int]
    fields: dict[str, str]
    version: str  # whose version moves when its content does: a kind of fiche, or its own name
    layer: Layer | None = None  # of the map, when it draws fiches
    draw: Callable[[Tile], list[Rows]] | None = None  # otherwise
    colour: Callable[[list[Rows], Tile, Colouring], list[Rows]] | None = None  # puts figures on what `draw` gives

    def part(self, tile: Tile, colouring: Colouring | None) -> Part:
        """What a tile shows of a layer that is not of fiches."""
        drawn = self.draw(tile)
        if colouring and self.colour:
            drawn = self.colour(drawn, tile, colouring)
        return Part(self.fields_with(colouring), drawn, name=self.name)

    def fields_with(self, colouring: object) -> dict[str, str]:
        """The fields of its features, those of a mesure among them when one is asked for."""
        return self.fields | (FIGURE_FIELDS if colouring and self.colour else {})


@cache
def catalogue() -> dict[str, TileLayer]:
    """Every tile layer by its name, in drawing order."""
    below = (
        TileLayer(
            "territoires",
            _("Territoires"),
            (0, MAX_ZOOM),
            {"code": "text", "name": "text", "level": "integer"},
            "territoires",
            draw=draw_territoires,
            colour=coloured_territoires,
        ),
        TileLayer(
            "rues",
            _("Rues"),
            (13, MAX_ZOOM),
            {"code": "text", "name": "text"},
            "rues",
            draw=lambda _tile: draw_rues(),
            colour=coloured_rues,
        ),
    )
    fiches = (
        TileLayer(layer.name, layer.label, (0, MAX_ZOOM), PIN_FIELDS | CLUSTER_FIELDS, layer.kind.value, layer=layer)
        for layer in layers()
    )
    return {layer.name: layer for layer in (*below, *fiches)}


def layers_named(names: str) -> list[TileLayer]:
    """The layers of an address, `signalements,idees`, each once; raises KeyError with the first unknown name."""
    known = catalogue()
    return [known[name] for name in dict.fromkeys(names.split(","))]


def draw(
    chosen: Sequence[TileLayer],
    tile: Tile,
    filters: Filters,
    colouring: Colouring | None = None,
    state: State | None = None,
) -> bytes:
    """The tile of these layers as the filters leave it, coloured if asked; empty bytes when nothing is there.

    `state`: as just read, to spare reading it again.
    """
    return encode(parts_of(chosen, tile, filters, colouring, state), tile)


def parts_of(
    chosen: Sequence[TileLayer],
    tile: Tile,
    filters: Filters,
    colouring: Colouring | None = None,
    state: State | None = None,
) -> list[Part]:
    """What the database is asked to write into a tile."""
    seen = [layer for layer in chosen if layer.zooms[0] <= tile.z]
    parts = [layer.part(tile, colouring) for layer in seen if layer.draw]
    names = {
        layer.version: layer.name
        for layer in seen
        if layer.layer and (not filters.couches or layer.name in filters.couches)
    }
    if names:
        parts.append(Part(PIN_FIELDS | CLUSTER_FIELDS, draw_fiches(tuple(names), tile, filters, state), names=names))
    return parts
