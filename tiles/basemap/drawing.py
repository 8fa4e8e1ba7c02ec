"""The few words in which the base map's layers are written: areas, lines, points, and what changes with the zoom."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]
Expression = list[Any]

SOURCE = "fond"
# MapLibre draws text from the page's own CSS fonts when a style has no `glyphs`: the first name only tells the weight.
FAMILY = ("Atkinson Hyperlegible Next", "system-ui", "sans-serif")


def font(weight: str = "Regular") -> list[str]:
    """A `text-font` of the house's family; `weight` is Regular, Medium, Semibold, Bold or Italic."""
    return [f"{FAMILY[0]} {weight}", *FAMILY]


def by_zoom(*stops: tuple[float, Any], base: float = 1.4) -> Expression:
    """A value that grows smoothly between (zoom, value) stops."""
    return ["interpolate", ["exponential", base], ["zoom"], *(part for stop in stops for part in stop)]


def by_class(values: Mapping[str, Any], otherwise: Any) -> Expression:
    """A value that depends on the feature's class."""
    pairs = [part for name, value in values.items() for part in (name, value)]
    return ["match", ["get", "class"], *pairs, otherwise]


def is_class(*names: str) -> Expression:
    """Whether the feature's class is one of `names`."""
    return ["in", ["get", "class"], ["literal", list(names)]]


def both(*conditions: Expression) -> Expression:
    """Whether all conditions hold."""
    return ["all", *conditions]


def area(name: str, layer: str, colour: Any, *, where: Expression | None = None, **options: Any) -> Json:
    """A filled area; `options` as for `_layer`, and `opacity`."""
    return _layer(name, "fill", layer, where, {"fill-color": colour}, options)


def line(name: str, layer: str, colour: Any, width: Any, *, where: Expression | None = None, **options: Any) -> Json:
    """A line of `width` pixels with round ends; `options` as for `_layer`, and `opacity`, `dasharray`, `cap`."""
    layout = {"line-join": "round", "line-cap": options.pop("cap", "butt" if "dasharray" in options else "round")}
    return _layer(name, "line", layer, where, {"line-color": colour, "line-width": width}, options, layout)


def dot(name: str, layer: str, colour: Any, radius: Any, *, where: Expression | None = None, **options: Any) -> Json:
    """A disc of `radius` pixels; `options` as for `_layer`."""
    return _layer(name, "circle", layer, where, {"circle-color": colour, "circle-radius": radius}, options)


def label(name: str, layer: str, colour: Any, size: Any, halo: str, *, where: Expression | None = None,
          layout: Json | None = None, **options: Any) -> Json:  # fmt: skip
    """The feature's name, written `size` pixels high; `layout` completes the symbol's layout properties."""
    written = {
        "text-field": ["get", "name"],
        "text-font": font(),
        "text-size": size,
        "text-max-width": 8,
        "text-line-height": 1.1,
        **(layout or {}),
    }
    paint = {"text-color": colour, "text-halo-color": halo, "text-halo-width": 1.4, "text-halo-blur": 0.4}
    return _layer(name, "symbol", layer, where, paint, options, written)


def _layer(name: str, kind: str, layer: str, where: Expression | None, paint: Json, options: Json,
           layout: Json | None = None) -> Json:  # fmt: skip
    """A style layer. `options`: `zooms` (from, to), and paint properties without their prefix (`opacity`)."""
    zooms: Sequence[float | None] = options.pop("zooms", (None, None))
    made: Json = {"id": f"fond-{name}", "type": kind, "source": SOURCE, "source-layer": layer}
    if where:
        made["filter"] = where
    if zooms[0] is not None:
        made["minzoom"] = zooms[0]
    if zooms[-1] is not None and len(zooms) > 1:
        made["maxzoom"] = zooms[1]
    prefix = {"symbol": "text"}.get(kind, kind)
    made["paint"] = paint | {f"{prefix}-{key.replace('_', '-')}": value for key, value in options.items()}
    if layout:
        made["layout"] = layout
    return made
