"""MapLibre's expressions, as far as our style speaks them: each becomes a function of a feature.

At one zoom most of a style is known before any feature is seen, so what depends on nothing else is worked out at once.
An expression that is not here raises UnknownExpression: a plan that left something out without a word would be a lie.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tiles.image.decode import Feature
from tiles.image.values import (
    FUNCTIONS,
    EvaluationError,
    JsonArray,
    is_number,
    mix,
    number,
    number_written,
    same,
    within,
)

Evaluate = Callable[[Feature], Any]
Form = Callable[[JsonArray, "Scene"], Evaluate]


class UnknownExpression(ValueError):
    """The style says something that the plan cannot draw."""


@dataclass(frozen=True)
class Scene:
    """What all features share: the zoom, and which of them (by id) are `selected` or otherwise marked."""

    zoom: float
    states: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Constant:
    """An expression whose value no feature changes."""

    value: Any

    def __call__(self, _feature: Feature) -> Any:
        """The value."""
        return self.value


def compiled(expression: Any, scene: Scene) -> Evaluate:
    """The function that an expression is in a scene; it raises EvaluationError where MapLibre would use the default."""
    if not isinstance(expression, list):
        return Constant(expression)
    name, *args = expression or [None]
    if name in FORMS:
        return FORMS[name](args, scene)
    if name in FUNCTIONS:
        return _called(FUNCTIONS[name], [compiled(arg, scene) for arg in args])
    raise UnknownExpression(f"{name!r} in {expression!r}"[:200])


def is_known(name: Any) -> bool:
    """Whether a list that begins so is an expression, and one that the plan can work out."""
    return isinstance(name, str) and (name in FORMS or name in FUNCTIONS)


def _called(function: Callable[..., Any], args: Sequence[Evaluate]) -> Evaluate:
    if all(isinstance(arg, Constant) for arg in args):
        try:
            return Constant(function(*(arg.value for arg in args)))
        except EvaluationError:
            pass  # raised again for each feature, where somebody catches it
    if len(args) == 1:
        (only,) = args
        return lambda feature: function(only(feature))
    if len(args) == 2:
        one, other = args
        return lambda feature: function(one(feature), other(feature))
    return lambda feature: function(*(arg(feature) for arg in args))


def _get(args: JsonArray, _scene: Scene) -> Evaluate:
    (name,) = args
    return lambda feature: feature.properties.get(name)


def _has(args: JsonArray, _scene: Scene) -> Evaluate:
    (name,) = args
    return lambda feature: name in feature.properties


def _feature_state(args: JsonArray, scene: Scene) -> Evaluate:
    (name,) = args
    if not scene.states:
        return Constant(None)
    return lambda feature: name in scene.states.get(feature.id, ()) or None


def _all(args: JsonArray, scene: Scene) -> Evaluate:
    parts = [compiled(arg, scene) for arg in args]
    if any(part == Constant(False) for part in parts):
        return Constant(False)
    parts = [part for part in parts if part != Constant(True)]
    if len(parts) == 1:
        return parts[0]

    def every(feature: Feature) -> bool:
        for part in parts:  # noqa: SIM110  a loop takes half the time of all(…), and filters are most of the work
            if not part(feature):
                return False
        return True

    return every if parts else Constant(True)


def _any(args: JsonArray, scene: Scene) -> Evaluate:
    parts = [compiled(arg, scene) for arg in args]
    if any(part == Constant(True) for part in parts):
        return Constant(True)
    parts = [part for part in parts if part != Constant(False)]
    return (lambda feature: any(part(feature) for part in parts)) if parts else Constant(False)


def _case(args: JsonArray, scene: Scene) -> Evaluate:
    *pairs, otherwise = (compiled(arg, scene) for arg in args)
    branches = []
    for condition, outcome in zip(pairs[::2], pairs[1::2], strict=True):
        if condition == Constant(True):
            otherwise = outcome
            break
        if condition != Constant(False):
            branches.append((condition, outcome))

    def chosen(feature: Feature) -> Any:
        return next((outcome for condition, outcome in branches if condition(feature)), otherwise)(feature)

    return chosen if branches else otherwise


def _match(args: JsonArray, scene: Scene) -> Evaluate:
    told, *pairs, otherwise = args
    subject, default = compiled(told, scene), compiled(otherwise, scene)
    outcomes: dict[tuple[type, Any], Evaluate] = {}
    for labels, outcome in zip(pairs[::2], pairs[1::2], strict=True):
        made = compiled(outcome, scene)
        for label in labels if isinstance(labels, list) else [labels]:
            outcomes.setdefault(_label(label), made)
    return lambda feature: outcomes.get(_label(subject(feature)), default)(feature)


def _label(value: Any) -> Any:
    """A key under which 1 and 1.0 are one, and 1 and true are not."""
    if isinstance(value, str):
        return value
    return (float if is_number(value) else type(value), value)


def _coalesce(args: JsonArray, scene: Scene) -> Evaluate:
    parts = [compiled(arg, scene) for arg in args]

    def first(feature: Feature) -> Any:
        return next((value for part in parts if (value := part(feature)) is not None), None)

    return first


def _interpolate(args: JsonArray, scene: Scene) -> Evaluate:
    (curve, *told), subject, *stops = args
    if curve not in ("linear", "exponential"):
        raise UnknownExpression(f"interpolate {curve!r}")
    base = told[0] if told else 1
    inputs, outputs = stops[::2], [compiled(output, scene) for output in stops[1::2]]

    def between(value: Any) -> tuple[Evaluate, Evaluate, float]:
        value = number(value)
        high = bisect_right(inputs, value)
        if high in (0, len(inputs)):
            edge = outputs[min(high, len(inputs) - 1)]
            return edge, edge, 0
        span, done = inputs[high] - inputs[high - 1], value - inputs[high - 1]
        part = done / span if base == 1 else (base**done - 1) / (base**span - 1)
        return outputs[high - 1], outputs[high], part

    return _chosen(compiled(subject, scene), between)


def _step(args: JsonArray, scene: Scene) -> Evaluate:
    subject, first, *stops = args
    inputs, outputs = stops[::2], [compiled(output, scene) for output in (first, *stops[1::2])]

    def on(value: Any) -> tuple[Evaluate, Evaluate, float]:
        output = outputs[bisect_right(inputs, number(value))]
        return output, output, 0

    return _chosen(compiled(subject, scene), on)


def _chosen(subject: Evaluate, between: Callable[[Any], tuple[Evaluate, Evaluate, float]]) -> Evaluate:
    """What lies between two outputs, chosen now when the subject is known (the zoom is), else for each feature."""

    def value(low: Evaluate, high: Evaluate, part: float, feature: Feature) -> Any:
        return low(feature) if low is high else mix(low(feature), high(feature), part)

    if not isinstance(subject, Constant):
        return lambda feature: value(*between(subject(feature)), feature)
    low, high, part = between(subject.value)
    return low if low is high else _called(lambda one, other: mix(one, other, part), [low, high])


def _literal(args: JsonArray, _scene: Scene) -> Evaluate:
    return Constant(args[0])


def _equal(args: JsonArray, scene: Scene) -> Evaluate:
    one, other = (compiled(arg, scene) for arg in args)
    if isinstance(other, Constant) and isinstance(other.value, str):  # most filters: no type can be mistaken for a text
        word = other.value
        return lambda feature: one(feature) == word
    return _called(same, [one, other])


def _in(args: JsonArray, scene: Scene) -> Evaluate:
    needle, found = (compiled(arg, scene) for arg in args)
    if isinstance(found, Constant) and isinstance(found.value, list):
        labels = frozenset(_label(value) for value in found.value)
        return lambda feature: _label(needle(feature)) in labels
    return _called(within, [needle, found])


def _number_format(args: JsonArray, scene: Scene) -> Evaluate:
    subject, how = args
    options = {name: compiled(option, scene)(_NOBODY) for name, option in how.items()}
    return _called(lambda value: number_written(value, options), [compiled(subject, scene)])


_NOBODY: Final = Feature(0, "Unknown", {}, 0, ())

FORMS: Final[dict[str, Form]] = {
    "literal": _literal,
    "get": _get,
    "has": _has,
    "feature-state": _feature_state,
    "zoom": lambda _args, scene: Constant(scene.zoom),
    "geometry-type": lambda _args, _scene: lambda feature: feature.kind,
    "id": lambda _args, _scene: lambda feature: feature.id,
    "all": _all,
    "any": _any,
    "case": _case,
    "match": _match,
    "coalesce": _coalesce,
    "interpolate": _interpolate,
    "step": _step,
    "==": _equal,
    "in": _in,
    "number-format": _number_format,
}
