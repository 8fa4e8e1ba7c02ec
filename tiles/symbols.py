"""How a layer of fiches is drawn over the base map: shapes, clusters, dots, then pins.

Ids are `<layer>-<what>`: the page binds its events to them. Hover and selection are feature states (`hover`,
`selected`), which only paint properties may read: a symbol cannot grow, so a pin is lit by the halo under it.
"""

from math import cos, sin, tau
from typing import Any, Final

from django.utils.translation import get_language

from carto.fiches.layers import Layer, layers
from tiles.basemap.drawing import Expression, Json, by_zoom, font
from tiles.basemap.palette import Theme
from tiles.catalogue import MAX_ZOOM
from tiles.grid import CELL_BITS

SOURCE: Final = "fiches"
PINS_FROM: Final = 13  # zoom: dots below, pins with their theme's icon above
TITLES_FROM: Final = 16.5
# A cell is 64 pixels wide at a whole zoom and 128 just before the next, where it becomes four. What is drawn of it
# grows with it, but less: four discs a cell would hide the ground.
GROWTH: Final = 1.5  # from one zoom to the next
PETAL: Final = 19  # pixels at a whole zoom
FIRST_ZOOM, LAST_ZOOM = 8, MAX_ZOOM  # of the page's map; and of its tiles, which it stretches deeper
EDGE: Final = {"light": "#ffffff", "dark": "#14181b"}  # around pins and inside discs: the same as in the page's pins.js

IS_POINT: Final = ["==", ["geometry-type"], "Point"]
IS_LINE: Final = ["==", ["geometry-type"], "LineString"]
IS_AREA: Final = ["==", ["geometry-type"], "Polygon"]
IS_CLUSTER: Final = ["has", "count"]
IS_PIN: Final = ["all", IS_POINT, ["!", IS_CLUSTER]]
COUNT: Final = ["get", "count"]


def shape_layers(layer: Layer, theme: Theme) -> list[Json]:
    """Areas and lines, to be laid under the names of the base map; an area larger than the screen must not tint it."""
    colour = _colour(layer, theme)
    fading = ["interpolate", ["linear"], ["zoom"], 13, _lit(layer, 0.34, 0.18), 16, _lit(layer, 0.16, 0.06)]
    return [
        _layer(layer, "areas", "fill", IS_AREA, {"fill-color": colour, "fill-opacity": fading}),
        _layer(
            layer,
            "lines",
            "line",
            ["any", IS_LINE, IS_AREA],
            {
                "line-color": colour,
                "line-width": ["case", _state("selected"), 4, _state("hover"), 3.5, ["case", IS_LINE, 3, 1.6]],
                "line-opacity": _lit(layer, 1, 0.85),
            },
            {"line-join": "round", "line-cap": "round"},
        ),
    ]


def point_layers(layer: Layer, theme: Theme) -> list[Json]:
    """Clusters, dots and pins, to be laid on top of everything."""
    return [
        _clusters(layer, theme),
        _numbers(layer, theme),
        _halo(layer, theme),
        _dots(layer, theme),
        _pins(layer, theme),
    ]


def _clusters(layer: Layer, theme: Theme) -> Json:
    """A soft disc whose size says how many: ten times more, a quarter larger; fading as its work is done."""
    colour = _colour(layer, theme)
    radius = ["interpolate", ["linear"], ["log10", COUNT], 0.3, 9.5, 1, 11, 2, 14, 3, 17, 4, 20, 5, 23]
    paint = {
        "circle-color": colour,
        "circle-radius": _grown(radius),
        "circle-opacity": ["interpolate", ["linear"], _over_share(layer), 0, 0.92, 1, 0.66],
        "circle-stroke-color": colour,
        "circle-stroke-width": ["case", _state("hover"), 7, 3.5],
        "circle-stroke-opacity": ["case", _state("hover"), 0.45, 0.26],
        "circle-translate": _petal(layer),
    }
    return _layer(layer, "clusters", "circle", IS_CLUSTER, paint, {"circle-sort-key": ["-", 0, COUNT]})


def _numbers(layer: Layer, theme: Theme) -> Json:
    """1 to 999 in full, then « 1,2 k »."""
    rounding = {"locale": get_language() or "fr", "max-fraction-digits": 1}
    thousands = ["concat", ["number-format", ["/", COUNT, 1000], rounding], " k"]
    layout = {
        "text-field": ["case", [">=", COUNT, 1000], thousands, ["to-string", COUNT]],
        "text-font": font("Bold"),
        "text-size": ["interpolate", ["linear"], ["log10", COUNT], 0.3, 11, 2, 12.5, 4, 15],
        "text-allow-overlap": True,
        "text-padding": 0,
    }
    paint = {"text-color": EDGE[theme], "text-translate": _petal(layer)}
    return _layer(layer, "count", "symbol", IS_CLUSTER, paint, layout)


def _halo(layer: Layer, theme: Theme) -> Json:
    """What lights a pin or dot that is pointed at or chosen; unseen otherwise, and larger than it: easier to touch."""
    lift = {"drop": [0, -15]}.get(layer.shape, [0, 0])
    paint = {
        "circle-color": _colour(layer, theme),
        "circle-radius": by_zoom((8, 10), (PINS_FROM, 15), (17, 22), base=1),
        "circle-opacity": ["case", _state("selected"), 0.38, _state("hover"), 0.24, 0],
        "circle-stroke-color": _colour(layer, theme),
        "circle-stroke-width": 2,
        "circle-stroke-opacity": ["case", _state("selected"), 1, 0],
        "circle-translate": ["step", ["zoom"], ["literal", [0, 0]], PINS_FROM, ["literal", lift]],
    }
    return _layer(layer, "halo", "circle", IS_PIN, paint)


def _dots(layer: Layer, theme: Theme) -> Json:
    """Small dots with a rim; hollow once done or set aside."""
    colour, edge = _colour(layer, theme), EDGE[theme]
    paint = {
        "circle-color": ["case", _is_over(layer), edge, colour],
        "circle-radius": by_zoom((8, 2.6), (11, 4), (PINS_FROM, 5.5), base=1),
        "circle-stroke-color": ["case", _is_over(layer), colour, edge],
        "circle-stroke-width": ["case", _is_over(layer), 1.8, 1.2],
        "circle-opacity": 0.95,
    }
    return _layer(layer, "dots", "circle", IS_PIN, paint) | {"maxzoom": PINS_FROM}


def _pins(layer: Layer, theme: Theme) -> Json:
    """The layer's shape with the theme's icon; the page draws the images that are missing."""
    plain = f"pin-{layer.name}"
    layout = {
        "icon-image": ["case", ["==", ["get", "icon"], ""], plain, ["concat", f"{plain}-", ["get", "icon"]]],
        "icon-size": by_zoom((PINS_FROM, 0.68), (15, 0.86), (17, 1), base=1),
        "icon-anchor": "bottom" if layer.shape == "drop" else "center",
        "icon-allow-overlap": True,
        "icon-padding": 0,
        # What is still to be done lies over what is done.
        "symbol-sort-key": ["case", _is_over(layer), 0, 1],
        "text-field": ["step", ["zoom"], "", TITLES_FROM, ["get", "title"]],
        "text-font": font("Medium"),
        "text-size": 11.5,
        "text-anchor": "top",
        "text-offset": [0, 0.3] if layer.shape == "drop" else [0, 1.5],
        "text-max-width": 9,
        "text-optional": True,
    }
    paint = {
        "icon-opacity": ["case", _state("selected"), 1, ["case", _is_over(layer), 0.58, 1]],
        "text-color": _colour(layer, theme),
        "text-halo-color": EDGE[theme],
        "text-halo-width": 1.5,
    }
    return _layer(layer, "pins", "symbol", IS_PIN, paint, layout) | {"minzoom": PINS_FROM}


def _lit(layer: Layer, pointed: float, plain: float) -> Expression:
    """An opacity that says what is pointed at or chosen, and steps back for what is over."""
    return [
        "case",
        ["any", _state("selected"), _state("hover")],
        pointed,
        ["case", _is_over(layer), plain * 0.6, plain],
    ]


def _petal(layer: Layer) -> Expression | list[float]:
    """How far a layer's clusters stand aside, in pixels: those of the four layers often share a centre."""
    names = [known.name for known in layers()]
    if layer.name not in names or len(names) == 1:
        return [0, 0]
    angle = tau * (names.index(layer.name) / len(names) - 3 / 8)
    near, far = (["literal", [round(r * cos(angle), 1), round(r * sin(angle), 1)]] for r in (PETAL, PETAL * GROWTH))
    stops = [part for zoom in range(FIRST_ZOOM, LAST_ZOOM + 1) for part in (zoom, near, zoom + 0.999, far)]
    return ["interpolate", ["linear"], ["zoom"], *stops]


def _grown(size: Expression) -> Expression:
    """A size of a cluster that grows with its cell: as given at the zoom of its tile, `GROWTH` times that at the next.

    Computed from the level of its own cell (`"<level>/<place>"`): the disc of an older tile does not shrink while it
    waits to be replaced.
    """
    level = ["to-number", ["slice", ["get", "cell"], 0, ["index-of", "/", ["get", "cell"]]]]
    own_zoom = ["-", level, CELL_BITS]
    ends = (0, LAST_ZOOM + 1)
    factors = [["case", ["has", "cell"], ["^", GROWTH, ["-", end, own_zoom]], 1] for end in ends]
    return by_zoom(*((end, ["*", size, factor]) for end, factor in zip(ends, factors, strict=True)), base=GROWTH)


def _is_over(layer: Layer) -> Expression:
    """Whether the fiche is at a stage where nothing is left to do."""
    return ["in", ["get", "stage"], ["literal", list(layer.over)]]


def _over_share(layer: Layer) -> Expression:
    """The share of a cluster's fiches where nothing is left to do: the disc fades as its work is done."""
    return ["/", ["+", 0, *(["coalesce", ["get", stage], 0] for stage in layer.over)], COUNT]


def _colour(layer: Layer, theme: Theme) -> str:
    return layer.colour[theme == "dark"]


def _state(name: str) -> Expression:
    return ["boolean", ["feature-state", name], False]


def _layer(layer: Layer, what: str, kind: str, where: Any, paint: Json, layout: Json | None = None) -> Json:
    made: Json = {
        "id": f"{layer.name}-{what}",
        "type": kind,
        "source": SOURCE,
        "source-layer": layer.name,
        "filter": where,
        "paint": paint,
    }
    return made | ({"layout": layout} if layout else {})
