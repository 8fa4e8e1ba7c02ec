"""On which day of the city's own time rows were made, and which month, year or day of the week that is."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
from django.utils import timezone

from carto.fiches.querysets import day_begins
from tiles.pyramid.columns import Array

CALENDAR: Final[dict[str, Callable[[date], str]]] = {
    "an": lambda day: str(day.year),
    "mois": lambda day: f"{day:%Y-%m}",
    "jour": lambda day: str(day.isoweekday()),
}


def this_minute() -> int:
    """What a tile of a group (`parmi`) is as new as: no version moves with a category or a state alone."""
    return int(time.time() // 60)


def ranked(created: Array) -> tuple[Array, list[date]]:
    """For each second since 1970 the rank of its day, and the days; there is at least one second."""
    days, midnights = _days(_near(created.min(), -1), _near(created.max(), 2), _zone())
    return np.searchsorted(midnights, created, side="right") - 1, days


def parts_of(name: str, created: Array) -> tuple[Array, list[str]]:
    """For each second the rank of its month, year or day of the week, and what these are called (`CALENDAR`)."""
    # Whole years, so that the many pieces of a view ask for the same few days.
    first, last = date(_near(created.min(), -1).year, 1, 1), date(_near(created.max(), 2).year, 12, 31)
    _all, midnights = _days(first, last, _zone())
    ranks, values = _parts(name, first, last, _zone())
    return ranks[np.searchsorted(midnights, created, side="right") - 1], values


def _zone() -> str:
    return str(timezone.get_current_timezone())


def _near(second: int, days: int) -> date:
    """The day of a moment in universal time, and some days on: a city's own is never further away."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(second), days=days)).date()


@lru_cache(maxsize=64)
def _days(first: date, last: date, _zone: str) -> tuple[list[date], Array]:
    """Every day from one to another, and the second since 1970 at which each begins in the city."""
    days = [first + timedelta(days=rank) for rank in range((last - first).days + 1)]
    return days, np.array([int(day_begins(day).timestamp()) for day in days], np.int64)


@lru_cache(maxsize=64)
def _parts(name: str, first: date, last: date, zone: str) -> tuple[Array, list[str]]:
    said = [CALENDAR[name](day) for day in _days(first, last, zone)[0]]
    values = list(dict.fromkeys(said))
    rank_of = {value: rank for rank, value in enumerate(values)}
    return np.array([rank_of[value] for value in said], np.int64), values
