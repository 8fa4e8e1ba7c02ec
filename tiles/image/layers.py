"""The layers of the style as a picture needs them: which are seen at this zoom, and what each says of a feature."""

from collections.abc import Iterator
from math import isfinite
from typing import Any, Final

from tiles.image.decode import Feature
from tiles.image.expressions import Constant, Evaluate, Scene, UnknownExpression, compiled, is_known
from tiles.image.geometry import Sheet
from tiles.image.sources import Tiles
from tiles.image.values import EvaluationError, colour, is_number

NOTHING: Final = Feature(0, "Unknown", {}, 0, ())
# What our style may say of each kind of layer, with MapLibre's own defaults. Another property is refused, not ignored.
DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    "background": {"background-color": "#000000"},
    "fill": {"fill-color": "#000000", "fill-opacity": 1, "fill-antialias": True, "fill-sort-key": 0},
    "line": {
        "line-color": "#000000",
        "line-width": 1,
        "line-opacity": 1,
        "line-dasharray": None,
        "line-offset": 0,
        "line-cap": "butt",
        "line-join": "miter",
        "line-sort-key": 0,
    },
    "circle": {
        "circle-color": "#000000",
        "circle-radius": 5,
        "circle-opacity": 1,
        "circle-stroke-color": "#000000",
        "circle-stroke-width": 0,
        "circle-stroke-opacity": 1,
        "circle-translate": [0, 0],
        "circle-sort-key": 0,
    },
    "symbol": {
        "symbol-placement": "point",
        "symbol-spacing": 250,
        "symbol-sort-key": 0,
        "icon-image": None,
        "icon-size": 1,
        "icon-anchor": "center",
        "icon-opacity": 1,
        "icon-padding": 2,
        "icon-allow-overlap": False,
        "text-field": "",
        "text-font": [],
        "text-size": 16,
        "text-color": "#000000",
        "text-opacity": 1,
        "text-halo-color": "rgba(0,0,0,0)",
        "text-halo-width": 0,
        "text-halo-blur": 0,
        "text-max-width": 10,
        "text-line-height": 1.2,
        "text-letter-spacing": 0,
        "text-transform": "none",
        "text-anchor": "center",
        "text-offset": [0, 0],
        "text-variable-anchor-offset": None,
        "text-justify": "center",
        "text-padding": 2,
        "text-max-angle": 45,
        "text-optional": False,
        "text-allow-overlap": False,
        "text-translate": [0, 0],
        "text-rotation-alignment": "auto",
        "text-pitch-alignment": "auto",
    },
}
# Lists of words that are no expressions, whatever their first word.
PLAIN: Final = ("text-font", "text-variable-anchor-offset")


class StyleLayer:
    """One layer of the style, in a scene; raises UnknownExpression for what the picture could not draw."""

    def __init__(self, told: dict[str, Any], scene: Scene) -> None:
        self.id: str = told["id"]
        self.kind: str = told["type"]
        if self.kind not in DEFAULTS:
            raise UnknownExpression(f"layer {self.id}: type {self.kind}")
        self._told = told
        self._where = compiled(told.get("filter", True), scene)
        said = told.get("layout", {}) | told.get("paint", {})
        said.pop("visibility", None)
        if unknown := set(said) - set(DEFAULTS[self.kind]):
            raise UnknownExpression(f"layer {self.id}: {sorted(unknown)}")
        self._said = {name: _property(name, value, scene) for name, value in said.items()}
        # What depends on the id is asked for each feature; else those of one kind and the same properties share it.
        self._is_singular = bool(scene.states) and "feature-state" in repr(told)

    def features(self, tiles: Tiles) -> Iterator[tuple[Sheet, Feature, dict[str, Any]]]:
        """The layer's features in drawing order, each with all that the style says of it."""
        for sheet in tiles.sheets(self._told["source"], self._told["source-layer"]):
            known: dict[Any, dict[str, Any] | None] = {}
            for feature in sheet.features:
                key = (feature.id, feature.kind) if self._is_singular else feature.key
                if key not in known:
                    known[key] = self.says(feature) if self.keeps(feature) else None
                if (said := known[key]) is not None:
                    yield sheet, feature, said

    def keeps(self, feature: Feature) -> bool:
        """Whether the layer draws the feature."""
        try:
            return self._where(feature) is True
        except EvaluationError:
            return False

    def says(self, feature: Feature) -> dict[str, Any]:
        """Every property of the layer, for a feature."""
        return DEFAULTS[self.kind] | {
            name: self._value(name, evaluate, feature) for name, evaluate in self._said.items()
        }

    def constant(self, name: str) -> Any:
        """A property that no feature changes."""
        return self.says(NOTHING)[name]

    def _value(self, name: str, evaluate: Evaluate, feature: Feature) -> Any:
        try:
            value = evaluate(feature)
        except EvaluationError:
            value = None
        default = DEFAULTS[self.kind][name]
        return value if fits(name, value, default) else default


def visible_layers(layers: list[dict[str, Any]], scene: Scene) -> list[StyleLayer]:
    """The layers that a style shows at the scene's zoom, from the bottom up."""
    shown = [told for told in layers if told.get("layout", {}).get("visibility", "visible") == "visible"]
    at_zoom = [told for told in shown if told.get("minzoom", 0) <= scene.zoom < told.get("maxzoom", 25)]
    return [StyleLayer(told, scene) for told in at_zoom]


def fits(name: str, value: Any, default: Any) -> bool:
    """Whether a value is of the property's type: a tile may hold anything, and what does not fit is not drawn."""
    if value is None:
        return False
    if name.endswith("-color"):
        return isinstance(value, str) and colour(value) is not None
    if is_number(default):
        return is_number(value) and isfinite(value)
    return isinstance(value, bool) or not isinstance(default, bool)


def _property(name: str, value: Any, scene: Scene) -> Evaluate:
    """A property's function: an expression, or a value as it stands. A list that begins with an odd word is refused."""
    if isinstance(value, list) and value and isinstance(value[0], str) and not is_known(value[0]) and name in PLAIN:
        return Constant(value)
    if isinstance(value, list) and not (value and isinstance(value[0], str)):
        return Constant(value)
    return compiled(value, scene)
