"""`filter` in CQL2 text (OGC 21-065r2) → a condition over the rows of one collection.

Only what a collection publishes can be named; what is compared is typed, and every value is a parameter of the query.
"""

import re
from pathlib import Path
from typing import Any, Final

from django.contrib.gis.geos import GEOSException, GEOSGeometry, Polygon
from django.db.models import Q
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
)
from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from carto.ouvert.ogc import operands, temporal
from carto.ouvert.ogc.crs import read_in
from carto.ouvert.ogc.errors import Refused
from carto.ouvert.ogc.matching import Matches
from carto.ouvert.ogc.operands import BOOLEAN, GEOMETRY, TEXT, TIME, Operand

LONGEST: Final = 8000
DEEPEST: Final = 40  # brackets within brackets, NOT before NOT: Python's own stack is not for strangers to fill
TWICE: Final = re.compile(r"\bNOT\s+(?=NOT\b)", re.IGNORECASE)
COMPARED: Final[dict[str, Any]] = {
    "=": Exact, "<": LessThan, "<=": LessThanOrEqual, ">": GreaterThan, ">=": GreaterThanOrEqual,
}  # fmt: skip
PARSER: Final = Lark(Path(__file__).with_suffix(".lark").read_text("utf-8"), parser="lalr", maybe_placeholders=False)
# The other way round where the geometry comes second: S_WITHIN(area, geom) is geom__contains.
TURNED: Final = {"within": "contains", "contains": "within"}


def read(text: str, types: dict[str, str], prefix: str, crs: str) -> Q:
    """The condition. Refused (French) for what is not CQL2, names no queryable, or compares what does not compare."""
    if len(text) > LONGEST or _depth(text) > DEEPEST or "\x00" in text:
        raise Refused(_("Ce filtre est trop long ou trop profond."))
    try:
        return _condition(_Reader(types, prefix, crs).transform(PARSER.parse(text)))
    except VisitError as error:
        raise error.orig_exc if isinstance(error.orig_exc, Refused) else error from error
    except UnexpectedInput as error:
        place = (getattr(error, "pos_in_stream", None) or 0) + 1
        raise Refused(_("Filtre illisible au caractère %(n)d : du CQL2 est attendu.") % {"n": place}) from error


def _depth(text: str) -> int:
    depth = deepest = len(TWICE.findall(text))
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        deepest = max(deepest, depth)
    return deepest


def _condition(said: Any) -> Q:
    if isinstance(said, Operand) and said.kind == BOOLEAN:
        return Q(Exact(said.value, True))
    if not isinstance(said, Q):
        raise Refused(_("Ce filtre ne dit rien qui soit vrai ou faux."))
    return said


@v_args(inline=True)
class _Reader(Transformer):
    """From the parsed text up: operands, predicates, then what joins them."""

    def __init__(self, types: dict[str, str], prefix: str, crs: str) -> None:
        super().__init__()
        self.types, self.prefix, self.crs = types, prefix, crs

    def named(self, name: Token) -> Operand:
        return operands.of_property(str(name), self.types, self.prefix)

    def quoted(self, name: Token) -> Operand:
        return operands.of_property(str(name)[1:-1], self.types, self.prefix)

    text = staticmethod(operands.of_text)
    number = staticmethod(operands.of_number)
    day = staticmethod(operands.of_day)
    timestamp = staticmethod(operands.of_timestamp)
    folded = staticmethod(operands.folded)

    def true(self, _word: Token) -> Operand:
        return operands.of_boolean(True)

    def false(self, _word: Token) -> Operand:
        return operands.of_boolean(False)

    def or_(self, *parts: Any) -> Q:
        return Q(*map(_condition, parts), _connector=Q.OR)

    def and_(self, *parts: Any) -> Q:
        return Q(*map(_condition, parts))

    def negated(self, part: Any) -> Q:
        return ~_condition(part)

    def compared(self, left: Operand, sign: Token, right: Operand) -> Q:
        left, right = _alike(left, right)
        if left.kind == TIME:
            return temporal.compared(str(sign), left, right)
        if sign == "<>":
            return ~Q(Exact(left.value, right.value))
        return Q(COMPARED[sign](left.value, right.value))

    def like(self, left: Operand, right: Operand) -> Q:
        if left.kind != TEXT:
            raise Refused(_("LIKE compare un texte à un modèle."))
        return Q(Matches(left.value, operands.of_pattern(right)))

    def unlike(self, left: Operand, right: Operand) -> Q:
        return ~self.like(left, right)

    def between(self, value: Operand, low: Operand, high: Operand) -> Q:
        return self.compared(value, Token("COMPARISON", ">="), low) & self.compared(
            value, Token("COMPARISON", "<="), high
        )

    def not_between(self, value: Operand, low: Operand, high: Operand) -> Q:
        return ~self.between(value, low, high)

    def among(self, value: Operand, *others: Operand) -> Q:
        if value.kind == TIME:
            return Q(*(self.compared(value, Token("COMPARISON", "="), other) for other in others), _connector=Q.OR)
        return Q(In(value.value, [_alike(value, other)[1].value for other in others]))

    def not_among(self, value: Operand, *others: Operand) -> Q:
        return ~self.among(value, *others)

    def is_null(self, value: Operand) -> Q:
        return Q(**{f"{value.value}__isnull": True}) if value.kind == GEOMETRY else Q(IsNull(value.value, True))

    def is_not_null(self, value: Operand) -> Q:
        return ~self.is_null(value)

    def wkt(self, text: Token) -> GEOSGeometry:
        try:
            shape = GEOSGeometry(str(text))
        except (GEOSException, ValueError):
            raise Refused(_("Géométrie illisible : %(wkt)s…") % {"wkt": str(text)[:40]}) from None
        return read_in(shape, self.crs)

    def bbox(self, *numbers: Token) -> GEOSGeometry:
        edges = [float(number) for number in numbers]
        if len(edges) == 6:
            edges = [*edges[:2], *edges[3:5]]
        if len(edges) != 4:
            raise Refused(_("Cadre illisible : quatre nombres sont attendus, ouest,sud,est,nord."))
        return read_in(Polygon.from_bbox(edges), self.crs)

    def spatial(self, function: Token, left: Any, right: Any) -> Q:
        name = str(function).lower().removeprefix("s_")
        if isinstance(left, GEOSGeometry):
            left, right, name = right, left, TURNED.get(name, name)
        if not (isinstance(left, Operand) and left.kind == GEOMETRY and isinstance(right, GEOSGeometry)):
            raise Refused(_("%(name)s compare « geom » à une géométrie écrite.") % {"name": str(function)})
        return Q(**{f"{left.value}__{name}": right})

    def interval(self, first: Operand, last: Operand) -> Operand:
        return Operand(TIME, operands.of_end(first, last=False), operands.of_end(last, last=True))

    def temporal(self, function: Token, left: Operand, right: Operand) -> Q:
        if {left.kind, right.kind} != {TIME}:
            raise Refused(_("%(name)s compare des dates.") % {"name": str(function)})
        return temporal.FUNCTIONS[str(function).lower().removeprefix("t_")](left, right)


def _alike(left: Operand, right: Operand) -> tuple[Operand, Operand]:
    """Both, once they are of one kind; a text beside a date is read as one."""
    if left.kind == TIME and right.kind == TEXT:
        return left, _as_time(right)
    if right.kind == TIME and left.kind == TEXT:
        return _as_time(left), right
    if left.kind != right.kind or left.kind == GEOMETRY:
        raise Refused(_("On ne compare pas « %(a)s » à « %(b)s ».") % {"a": left.kind, "b": right.kind})
    return left, right


def _as_time(operand: Operand) -> Operand:
    text = getattr(operand.value, "value", None)
    if text is None:
        raise Refused(_("On ne compare pas « %(a)s » à « %(b)s ».") % {"a": TEXT, "b": TIME})
    return operands.of_timestamp(text) if "T" in text else operands.of_day(text)
