"""How territories and streets are coloured: hidden until the page asks for a mesure, then in the colours of its legend.

The page sets the colours and the tiles' addresses (static/carte/mesure.js), because classes follow the filters. `n` is
on every coloured feature, `value` only where it is known: what is not known is hatched, never the colour of nothing.
"""

from typing import Any, Final

from tiles.basemap.drawing import Json, by_zoom
from tiles.basemap.palette import Palette
from tiles.mesures.drawing import STREETS_FROM

AREAS: Final = "mesures-territoires"  # sources: each asks for tiles only while one of its layers shows
STREETS: Final = "mesures-rues"
HATCHING: Final = "mesures-hachures"  # an image that the page draws

IS_AREA: Final = ["==", ["geometry-type"], "Polygon"]
COLOURED: Final = ["has", "n"]
KNOWN: Final = ["has", "value"]
UNKNOWN: Final = ["all", COLOURED, ["!", KNOWN]]
SELECTED: Final = ["boolean", ["feature-state", "selected"], False]


def area_layers(colours: Palette) -> list[Json]:
    """Territories, up to the scale of streets; to be laid on the land and under the water."""
    return [
        _area("areas", "fill", KNOWN, {"fill-color": colours.border, "fill-opacity": 0.9}),
        _area("unknown", "fill", UNKNOWN, {"fill-pattern": HATCHING, "fill-opacity": 0.9}),
    ]


def street_layers(colours: Palette) -> list[Json]:
    """The territories' edges, then streets from their scale on; to be laid on the base map and under its names."""
    width, wider = by_zoom((STREETS_FROM, 5), (18, 16)), by_zoom((STREETS_FROM, 9), (18, 24))
    ends = {"line-cap": "round", "line-join": "round"}
    edges = {"line-color": colours.text_city, "line-width": ["case", SELECTED, 3.5, 0.6], "line-opacity": 0.85}
    chosen = {"line-color": colours.text_city, "line-width": wider, "line-opacity": ["case", SELECTED, 1, 0]}
    dashes = {"line-color": colours.text_quartier, "line-width": 1.5, "line-dasharray": [2, 2]}
    return [
        _area("edges", "line", COLOURED, edges),
        _street("streets-edges", COLOURED, chosen, ends),
        _street("streets", KNOWN, {"line-color": colours.border, "line-width": width, "line-opacity": 0.95}, ends),
        _street("streets-unknown", UNKNOWN, dashes, {}),
    ]


def _area(what: str, kind: str, where: list[Any], paint: Json) -> Json:
    limits = {"source": AREAS, "source-layer": "territoires", "maxzoom": STREETS_FROM}
    return _layer(what, kind, ["all", IS_AREA, where], paint, {}) | limits


def _street(what: str, where: list[Any], paint: Json, layout: Json) -> Json:
    limits = {"source": STREETS, "source-layer": "rues", "minzoom": STREETS_FROM}
    return _layer(what, "line", where, paint, layout) | limits


def _layer(what: str, kind: str, where: list[Any], paint: Json, layout: Json) -> Json:
    return {
        "id": f"mesures-{what}",
        "type": kind,
        "filter": where,
        "layout": {"visibility": "none"} | layout,
        "paint": paint,
    }
