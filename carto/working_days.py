"""When an answer is due: working days, Monday to Friday, without the city's public holidays (France's by default)."""

from datetime import date, datetime, time, timedelta
from functools import cache

from django.conf import settings
from django.utils.functional import Promise

from carto.holidays import Calendar, named

END_OF_DAY = time(18, 0)


def named_holidays(year: int) -> dict[date, str | Promise]:
    """The city's public holidays, with the words that name each in a sentence, in their order."""
    return named(settings.CARTO_HOLIDAYS, year)


def public_holidays(year: int) -> frozenset[date]:
    """The city's public holidays."""
    return frozenset(named_holidays(year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, public holidays apart."""
    return day.weekday() < 5 and day not in named_holidays(day.year)


def due_after(start: datetime, working_days: int) -> datetime:
    """The end (18:00, in `start`'s own time zone) of the n-th working day after the day of `start`."""
    return datetime.combine(
        _working_day_after(start.date(), working_days, settings.CARTO_HOLIDAYS), END_OF_DAY, tzinfo=start.tzinfo
    )


def skipped(start: date, working_days: int) -> tuple[int, list[date]]:
    """What does not count between `start` and the n-th working day after it: how many weekends, which holidays."""
    end = _working_day_after(start, working_days, settings.CARTO_HOLIDAYS)
    days = [start + timedelta(days=rank) for rank in range(1, (end - start).days)]
    idle = [day for day in days if not is_working_day(day)]
    weekends = {day.isocalendar()[:2] for day in idle if day.weekday() >= 5}
    return len(weekends), [day for day in idle if day.weekday() < 5]


@cache
def _working_day_after(day: date, working_days: int, calendar: Calendar) -> date:
    """Remembered: an import asks the same few hundred days tens of thousands of times."""
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5 and day not in named(calendar, day.year)
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
