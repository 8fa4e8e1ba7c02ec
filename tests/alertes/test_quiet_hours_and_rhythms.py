"""When something is told: never in the quiet hours, across midnight and across both changes of the clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carto.alertes.rhythm import back_off, due_at, is_quiet

PARIS = ZoneInfo("Europe/Paris")
NINE_PM, EIGHT_AM = time(21), time(8)
RHYTHMS = ["now", "daily", "weekly"]


def _paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def _told(at: str, rhythm: str = "now", quiet_from: time = NINE_PM, quiet_until: time = EIGHT_AM) -> str:
    told = due_at(_paris(at), rhythm, quiet_from, quiet_until, PARIS)
    return told.astimezone(PARIS).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-11-26T15:00", "2026-11-26T15:00+01:00"),  # by day: at once
        ("2026-11-26T20:59", "2026-11-26T20:59+01:00"),
        ("2026-11-26T21:00", "2026-11-27T08:00+01:00"),  # the evening waits for the morning
        ("2026-11-27T03:00", "2026-11-27T08:00+01:00"),  # so does the night
        ("2026-11-27T08:00", "2026-11-27T08:00+01:00"),
        ("2026-03-28T22:00", "2026-03-29T08:00+02:00"),  # the night that is an hour shorter
        ("2026-10-24T22:00", "2026-10-25T08:00+01:00"),  # and the one that is an hour longer
    ],
)
def test_what_happens_at_night_is_told_in_the_morning(at: str, told: str) -> None:
    assert _told(at) == told


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    assert _told("2026-11-26T13:00", quiet_from=time(12), quiet_until=time(14)) == "2026-11-26T14:00+01:00"
    assert _told("2026-11-26T03:00", quiet_from=time(8), quiet_until=time(8)) == "2026-11-26T03:00+01:00"


def test_an_hour_that_does_not_come_ends_the_silence_all_the_same() -> None:
    assert _told("2026-03-29T01:00", quiet_until=time(2, 30)) == "2026-03-29T03:30+02:00"


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    second = _paris("2026-10-25T02:10").replace(fold=1)
    assert is_quiet(second, NINE_PM, time(2, 30), PARIS)
    assert due_at(second, "now", NINE_PM, time(2, 30), PARIS) == second.astimezone(UTC) + timedelta(minutes=20)


def test_digests_leave_in_the_morning_after() -> None:
    assert _told("2026-11-26T07:59", "daily") == "2026-11-26T08:00+01:00"
    assert _told("2026-11-26T08:00", "daily") == "2026-11-27T08:00+01:00"
    assert _told("2026-11-26T15:00", "weekly") == "2026-11-30T08:00+01:00"  # a Monday
    assert _told("2026-11-30T08:00", "weekly") == "2026-12-07T08:00+01:00"
    assert _told("2026-11-26T15:00", "daily", quiet_until=time(9, 30)) == "2026-11-27T09:30+01:00"


moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(moments, st.sampled_from(RHYTHMS), clocks, clocks)
def test_nothing_is_early_nothing_is_heard_in_the_silence_and_nothing_is_forgotten(
    moment: datetime, rhythm: str, quiet_from: time, quiet_until: time
) -> None:
    told = due_at(moment, rhythm, quiet_from, quiet_until, PARIS)
    assert told >= moment
    assert not is_quiet(told, quiet_from, quiet_until, PARIS)
    longest = {"now": 26, "daily": 51, "weekly": 24 * 7 + 27}[rhythm]
    assert told - moment <= timedelta(hours=longest + 24)


@given(moments, clocks, clocks)
def test_told_once_it_would_not_wait_again(moment: datetime, quiet_from: time, quiet_until: time) -> None:
    told = due_at(moment, "now", quiet_from, quiet_until, PARIS)
    assert due_at(told, "now", quiet_from, quiet_until, PARIS) == told


def test_trying_again_waits_longer_each_time() -> None:
    waits = [back_off(attempts) for attempts in range(1, 9)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=1), timedelta(hours=12))
