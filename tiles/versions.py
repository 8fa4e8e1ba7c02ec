"""Which version each layer is at: what live maps poll, and what tile ETags are made of."""

import hashlib
from collections.abc import Iterable

from django.utils import timezone

from carto.fiches.filters import Filters
from tiles.catalogue import TileLayer, catalogue
from tiles.grid import Tile
from tiles.pyramid.entries import State, read_state


def versions(state: State | None = None) -> dict[str, int]:
    """Each layer's version, by its name. Read it before the content it stands for, never after."""
    sums = (state or read_state()).versions
    return {layer.name: sums.get(layer.version, 0) for layer in catalogue().values()}


def stamp(state: State | None = None) -> str:
    """All versions in one word, as maps put it in their tiles' addresses (`?v=`)."""
    return "-".join(map(str, versions(state).values()))


def tile_etag(layers: Iterable[TileLayer], tile: Tile, filters: Filters, encoding: str, state: State) -> str:
    """A strong ETag: it changes whenever the bytes of this tile, so filtered and so encoded, could."""
    now = versions(state)
    said = [(layer.name, now[layer.name]) for layer in layers]
    if filters.territoire:
        said.append(("territoires", now["territoires"]))
    today = timezone.localdate()  # borders come into force without anybody writing
    mark = hashlib.sha256(repr((said, today, tile, filters, encoding)).encode()).hexdigest()[:20]
    return f'"{mark}"'
