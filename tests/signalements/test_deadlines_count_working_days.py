"""A promise counts working days: neither weekends nor French public holidays."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carto.holidays import easter
from signalements.deadlines import due_after, is_working_day, public_holidays

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    "day", [date(2000, 4, 23), date(2019, 4, 21), date(2024, 3, 31), date(2026, 4, 5), date(2038, 4, 25)]
)
def test_easter_falls_where_the_calendars_say(day: date) -> None:
    assert easter(day.year) == day


def test_a_year_has_eleven_public_holidays() -> None:
    assert len(public_holidays(2026)) == 11
    assert {date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14)} <= public_holidays(2026)


def test_the_eighth_of_may_is_not_counted() -> None:
    thursday = datetime(2026, 5, 7, 10, 0, tzinfo=PARIS)
    assert due_after(thursday, 1) == datetime(2026, 5, 11, 18, 0, tzinfo=PARIS), "Friday 8 May, then the weekend"


def test_what_is_reported_on_a_sunday_counts_from_monday() -> None:
    assert due_after(datetime(2026, 6, 7, 23, 50, tzinfo=PARIS), 1).date() == date(2026, 6, 8)


def test_a_promise_across_the_change_of_hour_still_ends_at_six() -> None:
    assert due_after(datetime(2026, 10, 23, 9, 0, tzinfo=PARIS), 1).isoformat() == "2026-10-26T18:00:00+01:00"


moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(tzinfo=PARIS))


@given(moments, st.integers(1, 60))
def test_the_promised_day_is_a_working_day_and_the_count_is_right(start: datetime, days: int) -> None:
    due = due_after(start, days)
    span = range((due.date() - start.date()).days)
    assert is_working_day(due.date())
    assert sum(is_working_day(start.date() + timedelta(days=n + 1)) for n in span) == days


@given(moments, st.integers(1, 30))
def test_more_days_never_promise_earlier(start: datetime, days: int) -> None:
    assert due_after(start, days) < due_after(start, days + 1)
