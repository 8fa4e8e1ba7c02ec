"""When an answer is due: working days, Monday to Friday, without the French public holidays. Pure functions."""

from datetime import date, datetime, time, timedelta
from functools import cache

END_OF_DAY = time(18, 0)
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday


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
def public_holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of mainland France."""
    sunday = easter(year)
    moving = (sunday + timedelta(days=days) for days in _AFTER_EASTER)
    return frozenset({*(date(year, month, day) for month, day in _FIXED), *moving})


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
