"""What the style's functions do with values, once they are known. Null is None; types are as strict as MapLibre's."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Final

from django.utils import translation
from django.utils.formats import number_format
from tinycss2.color4 import parse_color

JsonArray = list[Any]


class EvaluationError(ValueError):
    """The value is not of the type asked for: MapLibre then uses the property's default, or hides the feature."""


def is_number(value: Any) -> bool:
    """Whether a value is a number, which true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: Any) -> float:
    """The value, which must be a number; raises EvaluationError."""
    if not is_number(value):
        raise EvaluationError(f"not a number: {value!r}"[:80])
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal: of one type, and one value."""
    if is_number(one) or is_number(other):
        return is_number(one) and is_number(other) and one == other
    return type(one) is type(other) and one == other


def text(value: Any) -> str:
    """A value as JavaScript writes it: nothing for null, no decimals for whole numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return str(value)


def mix(one: Any, other: Any, part: float) -> Any:
    """What lies `part` of the way from one value to another: numbers, lists of numbers, colours."""
    if isinstance(one, str) and isinstance(other, str):
        return _mixed_colour(one, other, part)
    if isinstance(one, list) and isinstance(other, list):
        return [mix(low, high, part) for low, high in zip(one, other, strict=True)]
    return number(one) + (number(other) - number(one)) * part


@lru_cache(maxsize=1024)
def colour(value: str) -> tuple[float, float, float, float] | None:
    """Red, green, blue and opacity, 0 to 1, of a CSS colour; None when it is none."""
    found = parse_color(value)
    if found is None or found == "currentcolor":
        return None
    return (*found.to("srgb").coordinates, found.alpha)


def _mixed_colour(one: str, other: str, part: float) -> str:
    """Between two colours, each weighing as much as it is opaque."""
    low, high = colour(one), colour(other)
    if low is None or high is None:
        raise EvaluationError(f"not a colour: {one!r}, {other!r}"[:120])
    alpha = low[3] + (high[3] - low[3]) * part
    channels = [low[at] * low[3] + (high[at] * high[3] - low[at] * low[3]) * part for at in range(3)]
    red, green, blue = (round(255 * channel / alpha) if alpha else 0 for channel in channels)
    return f"rgb({red},{green},{blue})" if alpha == 1 else f"rgba({red},{green},{blue},{alpha:.3f})"


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compared(one: Any, other: Any) -> bool:
        if not ((is_number(one) and is_number(other)) or (isinstance(one, str) and isinstance(other, str))):
            raise EvaluationError(f"not comparable: {one!r}, {other!r}"[:120])
        return compare(one, other)

    return compared


def _minus(first: Any, *others: Any) -> float:
    return number(first) - number(others[0]) if others else -number(first)


def _divided(one: Any, other: Any) -> float:
    if number(other) == 0:
        return math.nan if number(one) == 0 else math.copysign(math.inf, number(one))
    return number(one) / number(other)


def _logarithm(function: Callable[[float], float]) -> Callable[[Any], float]:
    return lambda value: function(value) if number(value) > 0 else (-math.inf if value == 0 else math.nan)


def within(needle: Any, found: Any) -> bool:
    """Whether a list holds a value, or a text a piece of text."""
    if isinstance(found, str):
        return text(needle) in found
    if isinstance(found, list):
        return any(same(needle, value) for value in found)
    if found is None:
        return False
    raise EvaluationError(f"nothing to look in: {found!r}"[:80])


def _written(value: Any) -> str:
    """The value, which must be a text; raises EvaluationError."""
    if isinstance(value, str):
        return value
    raise EvaluationError(f"not a text: {value!r}"[:80])


def _sized(value: Any) -> str | list[Any]:
    """The value, which must be a text or a list; raises EvaluationError."""
    if isinstance(value, str | list):
        return value
    raise EvaluationError(f"neither text nor list: {value!r}"[:80])


def _slice(found: Any, start: Any, end: Any = None) -> Any:
    return _sized(found)[int(number(start)) : None if end is None else int(number(end))]


def _index_of(needle: Any, found: Any, start: Any = 0) -> int:
    """Where a value is in a list, or a piece in a text; -1 where it is not."""
    if isinstance(_sized(found), str):
        return found.find(text(needle), int(number(start)))
    return next((at for at, value in enumerate(found) if at >= start and same(needle, value)), -1)


def _to_number(*values: Any) -> float:
    """The first that is a number, or can be read as one."""
    for value in values:
        if value is None:
            return 0
        if is_number(value):
            return value
        if isinstance(value, bool):
            return int(value)
        try:
            return float(value.strip() or 0)
        except (ValueError, AttributeError):
            continue
    raise EvaluationError("nothing that is a number")


def _to_colour(*values: Any) -> str:
    """The first that is a colour. What a stranger may have written is checked here, once and for all."""
    for value in values:
        if isinstance(value, str) and colour(value) is not None:
            return value
    raise EvaluationError("nothing that is a colour")


def _boolean(*values: Any) -> bool:
    for value in values:
        if isinstance(value, bool):
            return value
    raise EvaluationError("nothing that is a yes or a no")


def _image(name: Any) -> Any:
    return name


def number_written(value: Any, options: dict[str, Any]) -> str:
    """A number as people of a language write it: « 1,2 ». Only these options are known."""
    if unknown := set(options) - {"locale", "max-fraction-digits", "min-fraction-digits"}:
        raise EvaluationError(f"number-format: {unknown}")
    least = options.get("min-fraction-digits", 0)
    most = max(options.get("max-fraction-digits", 3), least)
    rounded = Decimal(repr(number(value))).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    digits = len(f"{rounded:f}".partition(".")[2].rstrip("0"))
    with translation.override(options.get("locale")):
        return number_format(rounded, max(digits, least), force_grouping=True)


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "!=": lambda one, other: not same(one, other),
    "<": _ordered(lambda one, other: one < other),
    "<=": _ordered(lambda one, other: one <= other),
    ">": _ordered(lambda one, other: one > other),
    ">=": _ordered(lambda one, other: one >= other),
    "!": lambda value: not _boolean(value),
    "+": lambda *values: sum(number(value) for value in values),
    "*": lambda *values: math.prod(number(value) for value in values),
    "-": _minus,
    "/": _divided,
    "^": lambda one, other: number(one) ** number(other),
    "%": lambda one, other: math.fmod(number(one), number(other)),
    "min": lambda *values: min(number(value) for value in values),
    "max": lambda *values: max(number(value) for value in values),
    "abs": lambda value: abs(number(value)),
    "floor": lambda value: math.floor(number(value)),
    "ceil": lambda value: math.ceil(number(value)),
    "round": lambda value: math.copysign(math.floor(abs(number(value)) + 0.5), value),
    "sqrt": lambda value: math.sqrt(value) if number(value) >= 0 else math.nan,
    "ln": _logarithm(math.log),
    "log2": _logarithm(math.log2),
    "log10": _logarithm(math.log10),
    "length": lambda value: len(_sized(value)),
    "slice": _slice,
    "index-of": _index_of,
    "concat": lambda *values: "".join(text(value) for value in values),
    "upcase": lambda value: _written(value).upper(),
    "downcase": lambda value: _written(value).lower(),
    "to-string": text,
    "to-number": _to_number,
    "to-boolean": lambda value: bool(value) and value == value,
    "to-color": _to_colour,
    "boolean": _boolean,
    "image": _image,
}
