"""When an answer is due: working days, Monday to Friday, without the French public holidays. Pure functions."""

from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

END_OF_DAY = time(18, 0)
_FIXED = {
    (1, 1): _("le jour de l’An"), (5, 1): _("le 1er mai"), (5, 8): _("le 8 mai"), (7, 14): _("le 14 juillet"),
    (8, 15): _("le 15 août"), (11, 1): _("la Toussaint"), (11, 11): _("le 11 novembre"), (12, 25): _("Noël"),
}  # fmt: skip
_AFTER_EASTER = {1: _("le lundi de Pâques"), 39: _("l’Ascension"), 50: _("le lundi de Pentecôte")}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's computus)."""
    golden, century = year % 19, year // 100
    leap, rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quotient, remainder = divmod(year % 100, 4)
    weekday = (32 + 2 * rest + 2 * quotient - moon - remainder) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def named_holidays(year: int) -> dict[date, str | Promise]:
    """The eleven public holidays of mainland France, with the words that name each in a sentence, in their order."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days): name for days, name in _AFTER_EASTER.items()}
    fixed = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    return dict(sorted((fixed | moving).items()))


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of mainland France."""
    return frozenset(named_holidays(year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, public holidays apart."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


def due_after(start: datetime, working_days: int) -> datetime:
    """The end (18:00, in `start`'s own time zone) of the n-th working day after the day of `start`."""
    return datetime.combine(_working_day_after(start.date(), working_days), END_OF_DAY, tzinfo=start.tzinfo)


def skipped(start: date, working_days: int) -> tuple[int, list[date]]:
    """What does not count between `start` and the n-th working day after it: how many weekends, which holidays."""
    end = _working_day_after(start, working_days)
    days = [start + timedelta(days=rank) for rank in range(1, (end - start).days)]
    idle = [day for day in days if not is_working_day(day)]
    weekends = {day.isocalendar()[:2] for day in idle if day.weekday() >= 5}
    return len(weekends), [day for day in idle if day.weekday() < 5]


@cache
def _working_day_after(day: date, working_days: int) -> date:
    """Remembered: an import asks the same few hundred days tens of thousands of times."""
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days follow `start`, up to `end` included; below zero when `end` comes first."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def holidays_between(start: date, end: date) -> list[str | Promise]:
    """The public holidays after `start`, up to `end` included, that fall on a day when people would have worked."""
    years = range(start.year, end.year + 1)
    return [
        name for year in years for day, name in named_holidays(year).items() if start < day <= end and day.weekday() < 5
    ]


def resumed(due: datetime, paused: datetime, now: datetime) -> datetime:
    """Where a promise goes once its clock, stopped at `paused`, goes on at `now`: as many working days are left.

    The three are in the city's own time zone. What was late already when the clock stopped stays as late.
    """
    if due <= paused or now <= paused:
        return due
    left = working_days_between(paused.date(), due.date())
    if left == 0 and not (is_working_day(now.date()) and now.time() < END_OF_DAY):
        left = 1  # it was for the same evening: that evening is the next one that is worked
    return max(due, due_after(now, left))
