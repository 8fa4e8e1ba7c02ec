"""The fifteen relations between two times (Allen; CQL2 table 8), each an instant or something that lasts."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from carto.ouvert.ogc.operands import Operand


def _all(*parts: Any) -> Q:
    return Q(*map(Q, parts))


def _disjoint(a: Operand, b: Operand) -> Q:
    return Q(LessThan(a.until, b.first)) | Q(GreaterThan(a.first, b.until))


FUNCTIONS: Final[dict[str, Callable[[Operand, Operand], Q]]] = {
    "after": lambda a, b: Q(GreaterThan(a.first, b.until)),
    "before": lambda a, b: Q(LessThan(a.until, b.first)),
    "contains": lambda a, b: _all(LessThan(a.first, b.first), GreaterThan(a.until, b.until)),
    "disjoint": _disjoint,
    "during": lambda a, b: _all(GreaterThan(a.first, b.first), LessThan(a.until, b.until)),
    "equals": lambda a, b: _all(Exact(a.first, b.first), Exact(a.until, b.until)),
    "finishedby": lambda a, b: _all(LessThan(a.first, b.first), Exact(a.until, b.until)),
    "finishes": lambda a, b: _all(GreaterThan(a.first, b.first), Exact(a.until, b.until)),
    "intersects": lambda a, b: ~_disjoint(a, b),
    "meets": lambda a, b: Q(Exact(a.until, b.first)),
    "metby": lambda a, b: Q(Exact(a.first, b.until)),
    "overlappedby": lambda a, b: _all(
        GreaterThan(a.first, b.first), LessThan(a.first, b.until), GreaterThan(a.until, b.until)
    ),
    "overlaps": lambda a, b: _all(
        LessThan(a.first, b.first), GreaterThan(a.until, b.first), LessThan(a.until, b.until)
    ),
    "startedby": lambda a, b: _all(Exact(a.first, b.first), GreaterThan(a.until, b.until)),
    "starts": lambda a, b: _all(Exact(a.first, b.first), LessThan(a.until, b.until)),
}


def compared(sign: str, a: Operand, b: Operand) -> Q:
    """Two times by a sign; a day equals every instant in it, and comes before what is after its end."""
    if sign in {"=", "<>"}:
        inside = _all(GreaterThanOrEqual(a.first, b.first), LessThanOrEqual(a.until, b.until))
        return inside if sign == "=" else ~inside
    return {
        "<": lambda: Q(LessThan(a.until, b.first)),
        "<=": lambda: Q(LessThanOrEqual(a.until, b.until)),
        ">": lambda: Q(GreaterThan(a.first, b.until)),
        ">=": lambda: Q(GreaterThanOrEqual(a.first, b.first)),
    }[sign]()
