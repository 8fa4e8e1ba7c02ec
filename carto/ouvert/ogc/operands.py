"""What a filter compares: each operand with its type, so that a date is never compared with a number."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db.models import BooleanField, CharField, DateTimeField, DecimalField, F, Value
from django.db.models.functions import Cast, Lower
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from carto.ouvert.ogc.errors import Refused

TEXT, NUMBER, BOOLEAN, TIME, GEOMETRY = "string", "number", "boolean", "time", "geometry"
KINDS: Final = {"integer": NUMBER, "number": NUMBER, "date": TIME, "date-time": TIME, "boolean": BOOLEAN}
GEOM: Final = "geom"
BEGINNING, END = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
MOST_DIGITS: Final = 100  # before or after the point: more than anything here is counted in


@dataclass(frozen=True)
class Operand:
    """An expression and what it is; `last` is where it ends, for what lasts (a day, an interval)."""

    kind: str
    value: Any
    last: Any = None

    @property
    def first(self) -> Any:
        """Where it begins."""
        return self.value

    @property
    def until(self) -> Any:
        """Where it ends: an instant ends when it begins."""
        return self.value if self.last is None else self.last


def of_property(name: str, types: dict[str, str], prefix: str) -> Operand:
    """A queryable; Refused for any other name."""
    if name == GEOM:
        return Operand(GEOMETRY, f"{prefix}{GEOM}")
    if name not in types:
        told = {"name": name[:60], "known": ", ".join([*types, GEOM])}
        raise Refused(_("Propriété inconnue : « %(name)s ». Celles-ci existent : %(known)s.") % told)
    kind, field = KINDS.get(types[name], TEXT), F(f"{prefix}{name}")
    if types[name] == "date":
        return Operand(TIME, Cast(field, DateTimeField()))
    return Operand(kind, Cast(field, CharField()) if kind == TEXT else field)


def of_text(text: str) -> Operand:
    """A text as a filter quotes it, a doubled quote inside standing for one."""
    return plain(text[1:-1].replace("''", "'"))


def plain(text: str) -> Operand:
    """A text as it is."""
    return Operand(TEXT, Value(text, output_field=CharField()))


def of_number(text: str) -> Operand:
    """A number, exactly as it is written; Refused beyond what the database counts."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = None
    if number is None or abs(number.adjusted()) > MOST_DIGITS:
        raise Refused(_("Ce nombre est trop grand, ou trop petit."))
    return Operand(NUMBER, Value(number, output_field=DecimalField(max_digits=30, decimal_places=15)))


def of_pattern(operand: Operand) -> Any:
    """What LIKE follows: a text that is written in the filter, folded or not, whose last backslash has its letter."""
    written = operand.value
    while isinstance(written, Lower):
        written = written.source_expressions[0]
    if operand.kind != TEXT or not isinstance(written, Value):
        raise Refused(_("LIKE compare un texte à un modèle."))
    if (len(written.value) - len(written.value.rstrip("\\"))) % 2:
        raise Refused(_("Ce modèle finit par une barre oblique inverse, qui n’y protège aucune lettre."))
    return operand.value


def of_boolean(value: bool) -> Operand:
    """True or false."""
    return Operand(BOOLEAN, Value(value, output_field=BooleanField()))


def of_day(text: str) -> Operand:
    """A whole day of the city's time zone."""
    try:
        day = parse_date(text.strip("'"))
    except ValueError:
        day = None
    if day is None:
        raise Refused(_("Date illisible : année-mois-jour est attendu, comme 2026-01-31."))
    return Operand(TIME, _moment(day, time.min), _moment(day, time.max))


def of_timestamp(text: str) -> Operand:
    """An instant; the standard wants it with its time zone."""
    try:
        moment = parse_datetime(text.strip("'"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(_("Instant illisible : 2026-01-31T12:00:00Z est attendu."))
    return Operand(TIME, Value(moment, output_field=DateTimeField()))


def of_end(operand: Operand, *, last: bool) -> Any:
    """One end of an interval: a property, a day, an instant, or « .. » for none."""
    if operand.kind == TIME:
        return operand.until if last else operand.first
    text = getattr(operand.value, "value", "")
    if text == "..":
        return Value(END if last else BEGINNING, output_field=DateTimeField())
    told = of_day(text) if "T" not in str(text) else of_timestamp(text)
    return told.until if last else told.first


def folded(operand: Operand) -> Operand:
    """Without the difference between capitals and small letters."""
    if operand.kind != TEXT:
        raise Refused(_("CASEI ne s’applique qu’à un texte."))
    return Operand(TEXT, Lower(operand.value))


def _moment(day: date, at: time) -> Value:
    return Value(datetime.combine(day, at, tzinfo=get_current_timezone()), output_field=DateTimeField())
