"""When the answer to a report is due, and where a promise goes whose clock was stopped; days are counted in carto."""

from datetime import datetime

from carto.working_days import (
    END_OF_DAY,
    due_after,
    holidays_between,
    is_working_day,
    named_holidays,
    public_holidays,
    skipped,
    working_days_between,
)

__all__ = [
    "END_OF_DAY",
    "due_after",
    "holidays_between",
    "is_working_day",
    "named_holidays",
    "public_holidays",
    "resumed",
    "skipped",
    "working_days_between",
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
