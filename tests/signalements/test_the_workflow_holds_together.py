"""The table of states, explored: nothing unreachable, no trap, and a word for each."""

import pytest

from carto.fiches.models import Stage
from signalements.models import STATUS_LABELS
from signalements.workflow import CLOSED, NEEDS_TEXT, OPEN, STAGES, TRANSITIONS, Status, may_go


def reachable(start: Status) -> set[Status]:
    """Every state that some path leads to from `start`."""
    seen: set[Status] = set()
    waiting = [start]
    while waiting:
        state = waiting.pop()
        fresh = TRANSITIONS[state] - seen
        seen |= fresh
        waiting.extend(fresh)
    return seen


def test_every_state_can_be_reached_from_the_first() -> None:
    assert reachable(Status.RECEIVED) | {Status.RECEIVED} == set(Status)


@pytest.mark.parametrize("status", Status)
def test_no_state_is_a_trap(status: Status) -> None:
    assert Status.TREATED in reachable(status), "whatever happens, it can still be treated"


@pytest.mark.parametrize("status", Status)
def test_every_state_has_a_stage_and_a_word(status: Status) -> None:
    assert STAGES[status] in Stage.values
    assert str(STATUS_LABELS[status])


@pytest.mark.parametrize("status", Status)
def test_nothing_goes_to_where_it_is(status: Status) -> None:
    assert not may_go(status, status)


def test_nobody_goes_back_to_received() -> None:
    assert all(Status.RECEIVED not in after for after in TRANSITIONS.values())


def test_what_is_closed_only_reopens() -> None:
    assert all(TRANSITIONS[status] == {Status.REOPENED} for status in CLOSED)
    assert set(Status) == OPEN | CLOSED
    assert {STAGES[status] for status in CLOSED} == {"done", "set_aside"}


def test_refusing_needs_words() -> None:
    assert Status.DECLINED in NEEDS_TEXT
