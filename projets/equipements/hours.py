"""Opening hours as OpenStreetMap writes them, in words. A plain part of that language: the rest is shown as it is.

    Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-18:00; PH off        24/7        Apr-Sep Mo-Su 08:00-20:00

Pure. A later rule takes the days that it names from those before it, as OpenStreetMap has it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.working_days import public_holidays

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOLIDAY: Final = 7  # a day of its own: PH
NAMES: Final[tuple[str | Promise, ...]] = (
    gettext_lazy("lundi"), gettext_lazy("mardi"), gettext_lazy("mercredi"), gettext_lazy("jeudi"),
    gettext_lazy("vendredi"), gettext_lazy("samedi"), gettext_lazy("dimanche"), gettext_lazy("jours fériés"),
)  # fmt: skip
MONTH_NAMES: Final[tuple[str | Promise, ...]] = (
    gettext_lazy("janvier"), gettext_lazy("février"), gettext_lazy("mars"), gettext_lazy("avril"), gettext_lazy("mai"),
    gettext_lazy("juin"), gettext_lazy("juillet"), gettext_lazy("août"), gettext_lazy("septembre"),
    gettext_lazy("octobre"), gettext_lazy("novembre"), gettext_lazy("décembre"),
)  # fmt: skip
MIDNIGHT: Final = 24 * 60
ALWAYS: Final = "24/7"
_MONTHS = re.compile(rf"^({'|'.join(MONTHS)})(?:-({'|'.join(MONTHS)}))?(?:\s+|$)")
_DAY = r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?|PH)"
_DAYS = re.compile(rf"^({_DAY}(?:,{_DAY})*)(?:\s+|$)")
_SPAN = re.compile(r"^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$")


@dataclass(frozen=True)
class Hours:
    """One rule: on these days of these months (empty: all), from minute to minute; no span: closed."""

    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    months: tuple[int, int] | None = None
    days_said: tuple[tuple[int, int], ...] = ()

    def covers(self, day: date, weekday: int) -> bool:
        """Whether it is about that day; `weekday` is HOLIDAY for a public holiday."""
        if weekday not in (self.days or frozenset(range(7))):
            return False
        if self.months is None:
            return True
        first, last = self.months
        return first <= day.month <= last if first <= last else day.month >= first or day.month <= last


def read(text: str) -> tuple[Hours, ...] | None:
    """The rules of an `opening_hours`; None when some of it is beyond this reading, or nothing was said."""
    text = " ".join(text.split())
    if text == ALWAYS:
        return (Hours(frozenset(range(8)), ((0, MIDNIGHT),)),)
    rules = [_rule(part.strip()) for part in text.split(";") if part.strip()]
    return tuple(rules) if rules and None not in rules else None


def _rule(text: str) -> Hours | None:
    months = None
    if found := _MONTHS.match(text):
        first = MONTHS.index(found[1]) + 1
        months, text = (first, MONTHS.index(found[2]) + 1 if found[2] else first), text[found.end() :]
    said: tuple[tuple[int, int], ...] = ()
    if found := _DAYS.match(text):
        said, text = tuple(_ranges(found[1])), text[found.end() :]
    spans = () if text in ("off", "closed") else _spans(text)
    if spans is None:
        return None
    days = frozenset(day for first, last in said for day in _between(first, last))
    return Hours(days, spans, months, said)


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    names = (*DAYS, "PH")
    for part in text.split(","):
        first, _dash, last = part.partition("-")
        yield names.index(first), names.index(last or first)


def _between(first: int, last: int) -> list[int]:
    return list(range(first, last + 1)) if first <= last else [*range(first, 7), *range(last + 1)]


def _spans(text: str) -> tuple[tuple[int, int], ...] | None:
    """Minutes from midnight; one that ends the next morning ends after MIDNIGHT."""
    spans = []
    for part in text.replace(" ", "").split(","):
        found = _SPAN.match(part)
        if not found:
            return None
        start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        if start >= MIDNIGHT or end > 2 * MIDNIGHT or int(found[2]) > 59 or int(found[4]) > 59:
            return None
        spans.append((start, end if end > start else end + MIDNIGHT))
    return tuple(spans)


def is_open(rules: tuple[Hours, ...], now: datetime) -> bool | None:
    """Whether it is open at that moment of the city's time; None when one cannot be sure.

    A public holiday that the rules do not speak of is one of those moments.
    """
    minute = now.hour * 60 + now.minute
    today, before = _spans_of(rules, now.date()), _spans_of(rules, now.date() - timedelta(days=1))
    if today is None or before is None:
        return None
    late = any(minute + MIDNIGHT < end for _start, end in before)
    return late or any(start <= minute < end for start, end in today)


def _spans_of(rules: tuple[Hours, ...], day: date) -> tuple[tuple[int, int], ...] | None:
    holiday = day in public_holidays(day.year)
    spoken = [rule for rule in rules if HOLIDAY in rule.days]
    if holiday and not spoken:
        return None
    weekday = HOLIDAY if holiday else day.weekday()
    found = [rule for rule in rules if rule.covers(day, weekday)]
    return found[-1].spans if found else ()


def lines(rules: tuple[Hours, ...]) -> list[str]:
    """« du lundi au vendredi : 9 h à 12 h, 14 h à 18 h » … one line a rule."""
    if len(rules) == 1 and rules[0].spans == ((0, MIDNIGHT),) and not rules[0].months and len(rules[0].days) in (0, 8):
        return [_("ouvert jour et nuit")]
    return [_line(rule) for rule in rules]


def _line(rule: Hours) -> str:
    days = ", ".join(_days_said(first, last) for first, last in rule.days_said) or _("tous les jours")
    if rule.days_said == ((0, 6),):
        days = _("tous les jours")
    if rule.months:
        first, last = (MONTH_NAMES[month - 1] for month in rule.months)
        span = _("en %(month)s") % {"month": first}
        if rule.months[0] != rule.months[1]:
            span = _("%(first)s à %(last)s") % {"first": first, "last": last}
        days = f"{span}, {days}"
    times = ", ".join(
        _("%(start)s à %(end)s") % {"start": _clock(start), "end": _clock(end)} for start, end in rule.spans
    )
    return _("%(days)s : %(times)s") % {"days": days, "times": times or _("fermé")}


def _days_said(first: int, last: int) -> str:
    if first == last:
        return str(NAMES[first])
    return _("du %(first)s au %(last)s") % {"first": NAMES[first], "last": NAMES[last]}


def _clock(minute: int) -> str:
    """« 9 h », « 13 h 30 », « minuit »."""
    hour, rest = divmod(minute % MIDNIGHT, 60)
    if minute % MIDNIGHT == 0:
        return _("minuit")
    return f"{hour}\u00a0h\u00a0{rest:02d}" if rest else f"{hour}\u00a0h"
