"""Which version each layer is at: what live maps poll, and what tile ETags are made of."""

import hashlib
from collections.abc import Iterable

from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.measuring import owner
from carto.fiches.mesures import Mesure
from carto.fiches.models import Etiquetage
from tiles.catalogue import TileLayer, catalogue
from tiles.grid import Tile
from tiles.mesures.figures import Colouring
from tiles.pyramid.days import this_minute
from tiles.pyramid.entries import State, read_state


def versions(state: State | None = None) -> dict[str, int]:
    """Each layer's version, by its name. Read it before the content it stands for, never after."""
    sums = (state or read_state()).versions
    return {layer.name: sums.get(layer.version, 0) for layer in catalogue().values()}


def stamp(state: State | None = None) -> str:
    """All versions in one word, as maps put it in their tiles' addresses (`?v=`)."""
    return "-".join(map(str, versions(state).values()))


def colour(mesure: Mesure, filters: Filters) -> Colouring:
    """A mesure with its filters, and what its figures depend on: versions of the layers it counts, places, the day."""
    now, layer = versions(), owner(mesure)
    counted = {layer.name} if layer else set(filters.couches or now)
    seen = tuple((name, n) for name, n in now.items() if name in counted | {"territoires", "rues"})
    if filters.etiquette:
        seen = (*seen, ("etiquette", Etiquetage.objects.called(filters.etiquette).stamp()))
    if filters.parmi:
        seen = (*seen, ("parmi", this_minute()))
    return Colouring(mesure, filters, (timezone.localdate(), seen))


def tile_etag(
    layers: Iterable[TileLayer],
    tile: Tile,
    filters: Filters,
    encoding: str,
    state: State,
    colouring: Colouring | None = None,
) -> str:
    """A strong ETag: it changes whenever the bytes of this tile, so filtered, coloured and encoded, could."""
    now = versions(state)
    said = [(layer.name, now[layer.name]) for layer in layers]
    if filters.territoire:
        said.append(("territoires", now["territoires"]))
    if filters.etiquette:
        said.append(("etiquette", Etiquetage.objects.called(filters.etiquette).stamp()))
    if filters.parmi:
        said.append(("parmi", this_minute()))
    if colouring:
        said.append((colouring.mesure.code, colouring.stamp))
    today = timezone.localdate()  # borders come into force without anybody writing
    mark = hashlib.sha256(repr((said, today, tile, filters, encoding)).encode()).hexdigest()[:20]
    return f'"{mark}"'
