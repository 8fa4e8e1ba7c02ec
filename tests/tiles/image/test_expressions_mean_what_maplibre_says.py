"""The plan's reading of the style against MapLibre's own: every expression of both themes, on features of all sorts."""

import json
import math
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from carto.territoires.models import Level
from tests.factories import make_territoire
from tests.places import CHATEAU
from tests.tiles.test_basemap_style import meta
from tiles.basemap.style import base_style
from tiles.image.decode import Feature
from tiles.image.expressions import Scene, UnknownExpression, compiled, is_known
from tiles.image.layers import DEFAULTS, StyleLayer, fits, visible_layers
from tiles.image.values import EvaluationError, colour
from tiles.style import style

SPEC = settings.BASE_DIR / "node_modules" / "@maplibre" / "maplibre-gl-style-spec" / "dist" / "index.mjs"
ZOOMS = (8, 11.5, 13, 14.25, 16, 17.9)
KINDS = {"Point": 1, "LineString": 2, "Polygon": 3}
JUDGE = """
import { readFileSync } from "node:fs";
import { createExpression, latest } from %s;
const { cases, zooms, features } = JSON.parse(readFileSync(0, "utf8"));
const FILTER = { type: "boolean", default: false };
const specs = (type) => ({ ...latest[`paint_${type}`], ...latest[`layout_${type}`], filter: FILTER });
const specOf = (type, name) => specs(type)[name];
const isPlain = (value) => value === null || typeof value !== "object" || Array.isArray(value);
const answers = cases.map(([type, name, expression]) => {
  const made = createExpression(expression, "essai", specOf(type, name));
  if (made.result !== "success") return made.value.map(({ message }) => message).join();
  return zooms.map((zoom) => features.map((feature) => {
    try {
      const value = made.value.evaluateWithoutErrorHandling({ zoom }, feature, {}, undefined, []);
      return [isPlain(value) ? value : value.toString()];
    } catch { return null; }
  }));
});
console.log(JSON.stringify(answers));
"""
Case = tuple[str, str, list[Any]]  # a layer's type, its property (or « filter »), and what it says there

pytestmark = pytest.mark.django_db


def _styles() -> list[dict[str, Any]]:
    """Both themes, over a base map from an extract and over the plan, with borders of the city's own."""
    make_territoire(CHATEAU, Level.QUARTIER)
    base = [
        base_style(theme, tiles_url="/tuiles/fond/{z}/{x}/{y}.mvt", meta=meta(kind))
        for theme in ("light", "dark")
        for kind in ("extract", "plan")
    ]
    return [*base, style("light", "/"), style("dark", "/")]


def _layers() -> list[dict[str, Any]]:
    return [layer for made in _styles() for layer in made["layers"]]


def _expressions(layers: list[dict[str, Any]]) -> Iterator[Case]:
    """The expressions of a style that stand on their own: filters, and values of properties."""
    for layer in layers:
        told = layer.get("paint", {}) | layer.get("layout", {}) | {"filter": layer.get("filter")}
        for name, said in told.items():
            if isinstance(said, list) and said and is_known(said[0]):
                yield layer["type"], name, said


FEATURES = [
    {"type": KINDS[kind], "id": rank, "properties": properties}
    for rank, (kind, properties) in enumerate(
        [
            ("Point", {}),
            ("Point", {"count": 1234, "kind": "signalement", "done": 200, "new": 7, "theme": "voirie"}),
            ("Point", {"count": 12, "in_progress": 12}),
            ("Point", {"uuid": "a", "icon": "bench", "stage": "done", "title": "Banc cassé", "demo": True}),
            ("Point", {"uuid": "b", "icon": "", "stage": "new", "title": "<b>"}),
            ("Point", {"class": "school", "rank": 3, "name": "École", "housenumber": "12 bis"}),
            ("Point", {"class": "rail-light", "rank": 1, "name": "Commerce", "colour": "#00a1de", "twin": True}),
            ("Point", {"class": "rail-light", "rank": "1", "colour": "url(javascript:1)"}),
            ("LineString", {"class": "primary", "brunnel": "bridge", "ramp": 1, "name": "Cours des 50 Otages"}),
            ("LineString", {"class": "minor", "brunnel": "tunnel"}),
            ("LineString", {"class": "tram", "ref": "3", "colour": "red"}),
            ("LineString", {"admin_level": 8}),
            ("LineString", {"admin_level": 10, "stage": "set_aside"}),
            ("Polygon", {"class": "residential", "height": "25"}),
            ("Polygon", {"class": "pool", "height": 12.5}),
            ("Polygon", {"class": 3, "level": 3, "stage": "in_progress"}),
            ("Polygon", {"class": "garden", "name": "Jardin des Plantes", "level": 4}),
        ],
        start=1,
    )
]


def _ours(case: Case, zoom: float, feature: dict[str, Any]) -> list[Any] | None:
    """The value in a list, as the judge gives it; None where the property's default is used."""
    type_of_layer, name, expression = case
    kind = next(name for name, number in KINDS.items() if number == feature["type"])
    try:
        value = compiled(expression, Scene(zoom))(Feature(feature["id"], kind, feature["properties"], 0, ()))
        return [value] if fits(name, value, DEFAULTS[type_of_layer].get(name, False)) else None
    except EvaluationError:
        return None


def _plainly(expression: list[Any], zoom: float, feature: dict[str, Any]) -> list[Any] | None:
    """The value of an expression alone, in a list; None for an error."""
    kind = next(name for name, number in KINDS.items() if number == feature["type"])
    try:
        return [compiled(expression, Scene(zoom))(Feature(feature["id"], kind, feature["properties"], 0, ()))]
    except EvaluationError:
        return None


def _agree(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float | int) and isinstance(theirs, float | int) and not isinstance(ours, bool):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(_agree(*pair) for pair in zip(ours, theirs, strict=True))
    if isinstance(ours, str) and isinstance(theirs, str) and ours != theirs:
        one, other = colour(ours), colour(theirs)
        same_colour = bool(one and other) and all(
            math.isclose(*pair, abs_tol=0.01) for pair in zip(one, other, strict=True)
        )
        return same_colour or " ".join(ours.split()) == " ".join(theirs.split())  # narrow blanks between thousands
    return ours == theirs or (ours is None and theirs == [""])


def _judged(cases: list[Case]) -> list[Any]:
    told = {"cases": cases, "zooms": ZOOMS, "features": FEATURES}
    done = subprocess.run(
        ["node", "--input-type=module", "-e", JUDGE % json.dumps(Path(SPEC).as_uri())],
        input=json.dumps(told), capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_every_expression_of_both_themes_has_maplibre_s_value() -> None:
    if not SPEC.exists():
        pytest.skip("npm packages are not installed")
    distinct = {json.dumps(expression): expression for expression in _expressions(_layers())}
    cases = list(distinct.values())
    assert len(cases) > 100
    wrong = []
    for case, answers in zip(cases, _judged(cases), strict=True):
        assert isinstance(answers, list), (case, answers)
        for zoom, row in zip(ZOOMS, answers, strict=True):
            for feature, theirs in zip(FEATURES, row, strict=True):
                ours = _ours(case, zoom, feature)
                if not _agree(ours, theirs):
                    wrong.append((case, zoom, feature["properties"], ours, theirs))
    assert wrong == []


@pytest.mark.parametrize("zoom", ZOOMS)
def test_no_layer_of_the_style_is_unknown_to_the_plan(zoom: float) -> None:
    for made in visible_layers(_layers(), Scene(zoom)):
        assert set(made.says(Feature(1, "Point", {}, 0, ()))) == set(DEFAULTS[made.kind])


def test_a_layer_that_the_style_hides_is_not_drawn() -> None:
    hidden = {"id": "essai", "type": "fill", "layout": {"visibility": "none"}, "paint": {"fill-pattern": "hachures"}}
    shown = {"id": "autre", "type": "fill", "layout": {"visibility": "visible"}, "paint": {"fill-color": "#fff"}}
    assert [layer.id for layer in visible_layers([hidden, shown], Scene(12))] == ["autre"]


@pytest.mark.parametrize(
    "expression",
    [
        ["slice", ["get", "name"], 2, -1],
        ["slice", ["get", "name"], 3],
        ["index-of", "e", ["get", "name"]],
        ["index-of", "zz", ["get", "name"]],
        ["length", ["get", "name"]],
        ["to-number", ["slice", ["get", "housenumber"], 0, ["index-of", " ", ["get", "housenumber"]]]],
        ["^", 1.5, ["-", 3, ["get", "rank"]]],
        ["round", ["/", ["get", "count"], 7]],
        ["%", ["get", "count"], 7],
        ["max", 3, ["get", "rank"], ["sqrt", ["get", "rank"]]],
        ["upcase", ["get", "name"]],
        ["downcase", ["get", "class"]],
        ["number-format", ["get", "count"], {"locale": "fr", "min-fraction-digits": 2}],
        ["interpolate", ["linear"], ["zoom"], 8, ["literal", [0, 4]], 18, ["literal", [10, -6]]],
        ["interpolate", ["exponential", 2], ["get", "rank"], 0, 1, 9, ["get", "rank"]],
        ["step", ["get", "rank"], "a", 2, "b", 4, "c"],
        ["match", ["get", "level"], [2, 3], "ville", "ailleurs"],
        ["in", "c", ["get", "class"]],
        ["to-boolean", ["get", "rank"]],
    ],
    ids=str,
)
def test_words_that_the_style_may_yet_use_have_maplibre_s_value(expression: list[Any]) -> None:
    kind = "number" if expression[0] in ("^", "round", "%", "max", "length", "index-of", "to-number") else "any"
    ((answers),) = _judged([("symbol", kind, expression)])
    assert isinstance(answers, list), answers
    for zoom, row in zip(ZOOMS, answers, strict=True):
        for feature, theirs in zip(FEATURES, row, strict=True):
            assert _agree(_plainly(expression, zoom, feature), theirs), (zoom, feature["properties"], theirs)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "heatmap"},
        {"paint": {"circle-blur": 1}},
        {"paint": {"circle-color": ["rgb", 1, 2, 3]}},
        {"paint": {"circle-color": ["interpolate-hcl", ["linear"], ["zoom"], 1, "red", 2, "blue"]}},
        {"paint": {"circle-radius": ["interpolate", ["cubic-bezier", 0, 0, 1, 1], ["zoom"], 1, 2, 3, 4]}},
        {"filter": ["within", {}]},
        {"layout": {"circle-sort-key": ["case", ["has", "x"], ["distance", {}], 0]}},
    ],
)
def test_what_the_plan_cannot_draw_is_refused_aloud(wrong: dict[str, Any]) -> None:
    layer = {"id": "essai", "type": "circle", "source": "fiches", "source-layer": "idees"} | wrong
    with pytest.raises(UnknownExpression):
        StyleLayer(layer, Scene(12))


def test_a_chosen_fiche_is_told_by_its_state() -> None:
    lit = ["case", ["boolean", ["feature-state", "selected"], False], 1, 0]
    value = compiled(lit, Scene(12, {7: frozenset({"selected"})}))
    assert [value(Feature(number, "Point", {}, 0, ())) for number in (7, 8)] == [1, 0]


def test_a_wrong_type_hides_the_feature_or_leaves_the_default() -> None:
    layer = StyleLayer(
        {
            "id": "essai", "type": "circle", "source": "fiches", "source-layer": "idees",
            "filter": ["<", ["get", "rank"], 3], "paint": {"circle-radius": ["*", 2, ["get", "size"]]},
        },
        Scene(12),
    )  # fmt: skip
    assert not layer.keeps(Feature(1, "Point", {"rank": "2"}, 0, ()))
    assert not layer.keeps(Feature(1, "Point", {}, 0, ()))
    assert layer.keeps(Feature(1, "Point", {"rank": 2.5}, 0, ()))
    assert layer.says(Feature(1, "Point", {"size": "large"}, 0, ()))["circle-radius"] == 5
    assert layer.says(Feature(1, "Point", {"size": 4}, 0, ()))["circle-radius"] == 8
