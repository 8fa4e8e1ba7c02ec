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


def colour_layers(colours: Palette) -> list[Json]:
    """Territories up to the scale of streets, then streets; to be laid under borders, shapes, names and pins."""
    fading = {"fill-color": colours.border, "fill-opacity": 0.72}
    hatched = {"fill-pattern": HATCHING, "fill-opacity": 0.8}
    edges = {"line-color": colours.text_quartier, "line-width": ["case", SELECTED, 3.5, 0.8], "line-opacity": 0.9}
    street = by_zoom((STREETS_FROM, 5), (18, 16))
    lit = by_zoom((STREETS_FROM, 9), (18, 22))
    wide = {"line-color": colours.border, "line-width": street, "line-opacity": 0.9}
    dashed = {"line-color": colours.border, "line-width": 1.5, "line-dasharray": [2, 2]}
    under = {"line-color": colours.text_quartier, "line-width": lit, "line-opacity": ["case", SELECTED, 0.9, 0]}
    round_ends = {"line-cap": "round", "line-join": "round"}
    return [
        _area("areas", "fill", KNOWN, fading),
        _area("unknown", "fill", UNKNOWN, hatched),
        _area("edges", "line", COLOURED, edges),
        _street("streets-edges", COLOURED, under, round_ends),
        _street("streets", KNOWN, wide, round_ends),
        _street("streets-unknown", UNKNOWN, dashed, {}),
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
