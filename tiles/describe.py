"""TileJSON: what a set of tiles is, for clients that know nothing of us."""

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _

from carto.fiches.filters import Filters
from tiles.catalogue import MAX_ZOOM, TileLayer
from tiles.mesures.figures import Colouring

TYPES: Final = {"text": "String", "boolean": "Boolean", "integer": "Number", "bigint": "Number", "float8": "Number"}


def tiles_url(layers: Sequence[TileLayer], root: str, query: str = "") -> str:
    """The absolute address of these layers' tiles, with {z}, {x} and {y}; `root` ends with a slash."""
    names = ",".join(layer.name for layer in layers)
    return f"{root}tuiles/{names}/{{z}}/{{x}}/{{y}}.mvt" + (f"?{query}" if query else "")


def tilejson(
    layers: Sequence[TileLayer], root: str, filters: Filters, colouring: Colouring | None = None
) -> dict[str, Any]:
    """TileJSON 3.0.0; the zooms are those of the whole set: from the first layer that begins to the last that ends."""
    west, south, east, north = settings.CARTO_BBOX
    query = filters.query(mesure=colouring.mesure.code if colouring else "")
    return {
        "tilejson": "3.0.0",
        "name": ", ".join(str(layer.label) for layer in layers),
        "description": _("Carte commune de %(place)s") % {"place": settings.CARTO_PLACE},
        "attribution": attribution(),
        "scheme": "xyz",
        "tiles": [tiles_url(layers, root, query)],
        "minzoom": min(layer.zooms[0] for layer in layers),
        "maxzoom": max(layer.zooms[1] for layer in layers),
        "bounds": [west, south, east, north],
        "center": [*settings.CARTO_CENTRE, 12],
        "vector_layers": [_vector_layer(layer, colouring) for layer in layers],
    }


def attribution() -> str:
    """Whom the data comes from, as HTML; the place's name may come from an extract, which anybody may have written."""
    return _("Carte commune · %(place)s et ses habitants") % {"place": escape(settings.CARTO_PLACE)}


def _vector_layer(layer: TileLayer, colouring: Colouring | None) -> dict[str, Any]:
    return {
        "id": layer.name,
        "description": str(layer.label),
        "minzoom": layer.zooms[0],
        "maxzoom": min(layer.zooms[1], MAX_ZOOM),
        "fields": {name: TYPES[kind] for name, kind in layer.fields_with(colouring).items()},
    }
