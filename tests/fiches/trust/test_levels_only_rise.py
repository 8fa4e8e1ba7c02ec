"""The more is sent, the higher the level, never lower; and a class, a storm, a workshop stay below it."""

import random
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carto.fiches.trust.counting import SLOT, slot
from carto.fiches.trust.levels import BY_NETWORK, BY_PLACE, Level, Limit, Sending

LIMITS = [BY_PLACE, *(limit for limits in BY_NETWORK.values() for limit in limits)]
BEGIN = datetime(2026, 11, 26, 9, 0).astimezone()


@given(st.sampled_from(LIMITS), st.integers(0, 10_000), st.integers(0, 1000))
def test_more_sendings_never_lower_the_level(limit: Limit, count: int, more: int) -> None:
    assert limit.level(count) <= limit.level(count + more)


@given(st.sampled_from(LIMITS), st.lists(st.integers(0, 600), max_size=150))
def test_within_a_window_the_level_never_falls(limit: Limit, gaps: list[int]) -> None:
    span = timedelta(seconds=0)
    moments = [BEGIN + (span := min(span + timedelta(seconds=gap), limit.within)) for gap in gaps]
    levels = [Level(level) for level in levels_of(moments, limit)]
    assert all(before <= after for before, after in pairwise(levels))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_a_passage_is_dated_to_the_nearest_five_minutes(moment: datetime) -> None:
    moment = moment.astimezone()
    assert timedelta() <= moment - slot(moment) < SLOT
    assert slot(slot(moment)) == slot(moment)


def levels_of(moments: list[datetime], limit: Limit) -> list[Level]:
    """The level of each sending of one network, counted as carto.fiches.trust.counting counts."""
    return [
        limit.level(sum(slot(now - limit.within) <= slot(each) for each in moments[: rank + 1]))
        for rank, now in enumerate(moments)
    ]


def met(moments: list[datetime], limits: tuple[Limit, ...]) -> tuple[float, Level]:
    """The share of sendings that a device has to work for, and the highest level met."""
    levels = [max(each) for each in zip(*(levels_of(sorted(moments), limit) for limit in limits), strict=True)]
    return sum(level > Level.CALM for level in levels) / len(levels), max(levels)


def _within(minutes: float, count: int) -> list[datetime]:
    draw = random.Random(4)
    return [BEGIN + timedelta(minutes=draw.uniform(0, minutes)) for _ in range(count)]


FICHES = BY_NETWORK[Sending.FICHE]


@pytest.mark.parametrize(
    ("who", "moments"),
    [
        ("a class: 30 pupils, 3 reports each in an hour, from one school", _within(60, 90)),
        ("a class in a hurry: 30 reports in ten minutes", _within(10, 30)),
        ("a storm: 10 × the mean, its peak hour, a fifth of it behind one operator's /24", _within(60, 150)),
    ],
)
def test_a_class_and_a_storm_do_not_even_notice(who: str, moments: list[datetime]) -> None:
    assert met(moments, FICHES) == (0, Level.CALM), who


def test_a_workshop_of_sixty_on_one_square_never_waits_for_a_person() -> None:
    workshop = _within(120, 300)  # five idées each, all on one square, all behind the town hall's address
    share, level = met(workshop, (*FICHES, BY_PLACE))
    assert level <= Level.SUSPECT
    assert share > 0.5  # their devices work two seconds for it, and that is all


def test_a_robot_is_made_to_work_within_a_minute_and_to_wait_within_four() -> None:
    robot = [BEGIN + timedelta(seconds=rank) for rank in range(600)]  # one a second, all over the city
    levels = [max(pair) for pair in zip(*(levels_of(robot, limit) for limit in FICHES), strict=True)]
    assert levels.index(Level.SUSPECT) <= 60
    assert levels.index(Level.HELD) <= 240
