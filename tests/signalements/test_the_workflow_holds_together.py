"""The table of steps, explored: nothing unreachable, no trap, every step with somebody to take it and a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carto.comptes.models import RoleName
from carto.fiches.models import Stage
from signalements.models import STATUS_LABELS
from signalements.workflow import (
    CLOSED,
    CLOSINGS,
    DATED,
    NEEDS_TEXT,
    OFFICE,
    OPEN,
    STAGES,
    STEPS,
    TRANSITIONS,
    Actor,
    Closing,
    Given,
    Guard,
    Status,
    Step,
    may_go,
    owed,
    step_of,
    ways,
)


def reachable(start: Status, *actors: Actor) -> set[Status]:
    """Every state that some path of these actors' steps leads to from `start`; of anybody's when none is named."""
    seen: set[Status] = set()
    waiting = [start]
    while waiting:
        state = waiting.pop()
        fresh = {after for after in Status if any(may_go(state, after, actor) for actor in actors or Actor)} - seen
        seen |= fresh
        waiting.extend(fresh)
    return seen


def test_every_state_can_be_reached_from_the_first() -> None:
    assert reachable(Status.RECEIVED) | {Status.RECEIVED} == set(Status)


@pytest.mark.parametrize("status", Status)
def test_no_state_is_a_trap(status: Status) -> None:
    assert Status.TREATED in reachable(status), "whatever happens, it can still be treated"


@pytest.mark.parametrize("actor", sorted(OFFICE))
@pytest.mark.parametrize("status", Status)
def test_an_agent_or_a_regulator_alone_gets_it_out_of_any_state(status: Status, actor: Actor) -> None:
    assert {Status.TREATED, Status.DECLINED} <= reachable(status, actor)


def test_what_a_crew_or_a_contractor_leads_somewhere_is_never_stuck_there() -> None:
    for actor in (Actor.CREW, Actor.PARTNER):
        for status in reachable(Status.RECEIVED, actor) | reachable(Status.FORWARDED, actor):
            assert ways(status, Actor.AGENT), f"an agent goes on from {status}, where a {actor} left it"


def test_a_crew_closes_with_proof_but_neither_refuses_nor_forwards_nor_reopens() -> None:
    taken = {step.after for step in STEPS if Actor.CREW in step.by}
    assert taken == {Status.ACCEPTED, Status.PLANNED, Status.WAITING, Status.TO_CHECK, Status.TREATED}
    assert ways(Status.TO_CHECK, Actor.CREW) == [], "what is to be checked is checked by somebody else"


def test_a_contractor_never_closes_anything() -> None:
    assert {step.after for step in STEPS if Actor.PARTNER in step.by} == {Status.ACCEPTED, Status.TO_CHECK}
    assert ways(Status.TO_CHECK, Actor.PARTNER) == []


def test_only_services_residents_and_the_clock_reopen() -> None:
    for status in CLOSED:
        assert step_of(status, Status.REOPENED).by == OFFICE | {Actor.RESIDENT, Actor.SYSTEM}


def test_moderators_look_after_words_and_move_nothing() -> None:
    assert not any(Actor.MODERATOR in step.by for step in STEPS)


def test_who_sits_at_the_desk_acts_under_the_name_of_the_role() -> None:
    assert {RoleName.AGENT, RoleName.CREW, RoleName.REGULATOR} <= set(Actor)


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


def test_two_states_have_one_step_with_somebody_to_take_it() -> None:
    pairs = [(before, step.after) for step in STEPS for before in step.before]
    assert len(pairs) == len(set(pairs)) and all(step.by for step in STEPS)


def test_every_step_owes_a_reason_and_only_taking_up_speaks_for_itself() -> None:
    silent = [step for step in STEPS if not step.owes]
    assert [(step.before, step.after) for step in silent] == [({Status.RECEIVED, Status.REOPENED}, Status.ACCEPTED)]
    for step in STEPS:
        assert (Guard.CLOSING in step.owes) == (Guard.TASKS in step.owes) == (step.after in CLOSED)
        assert (Guard.DATE in step.owes) == (step.after is Status.PLANNED)


@given(st.data())
def test_whoever_walks_at_random_can_always_be_brought_to_an_end(data: st.DataObject) -> None:
    """Any order of any actors' steps, each with all that it owes: from wherever that leads, an agent closes it."""
    status = Status.RECEIVED
    for _turn in range(data.draw(st.integers(0, 12))):
        actor = data.draw(st.sampled_from(sorted(Actor)))
        if open_ways := ways(status, actor):
            status = data.draw(st.sampled_from(open_ways))
    if status in CLOSED:
        assert ways(status, Actor.RESIDENT) == [Status.REOPENED]
    else:
        closing = step_of(status, Status.TREATED)
        assert Actor.AGENT in closing.by and not owed(closing, Given(closing=Closing.MENDED))


@given(
    st.sampled_from(STEPS),
    st.builds(Given, **dict.fromkeys(("words", "private", "date", "photos", "open_tasks"), st.booleans())),
)
def test_more_never_makes_a_step_owe_more(step: Step, given_: Given) -> None:
    """Whatever is given besides, what was enough stays enough; an open task alone can take that away."""
    everything = Given(words=True, private=True, date=True, photos=True, closing="x")
    assert owed(step, everything) == []
    assert set(owed(step, given_)) <= set(owed(step, Given(open_tasks=True)))
    assert set(owed(step, given_)) <= step.owes


def test_a_planned_day_lives_where_it_may_still_come_true() -> None:
    assert DATED <= OPEN and Status.PLANNED in DATED and set(CLOSINGS) == CLOSED
