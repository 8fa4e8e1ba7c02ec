"""The three workflows: only the table's steps, never in silence where words are owed, state and stage together."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from carto.fiches.models import Fiche, Stage, What
from projets.actions import change_status
from projets.equipements.workflow import WORKFLOW as EQUIPEMENT
from projets.idees.workflow import WORKFLOW as IDEE
from projets.idees.workflow import Status
from projets.opportunites.workflow import PHASES
from projets.opportunites.workflow import WORKFLOW as OPPORTUNITE
from projets.workflow import Workflow
from tests.people import bob
from tests.projets.samples import make_equipement, make_idee, make_opportunite

WORKFLOWS = {"idee": IDEE, "equipement": EQUIPEMENT, "opportunite": OPPORTUNITE}
each_workflow = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)


@each_workflow
def test_every_state_has_a_stage_of_the_map_and_a_way(workflow: Workflow) -> None:
    states = set(workflow.stages)
    assert states == set(workflow.transitions)
    assert set(workflow.stages.values()) <= set(Stage.values)
    assert {after for ways in workflow.transitions.values() for after in ways} <= states
    assert workflow.needs_text <= states
    assert all(state not in ways for state, ways in workflow.transitions.items())


@each_workflow
def test_every_state_can_be_reached(workflow: Workflow) -> None:
    reached, edge = set(), {next(iter(workflow.stages))}
    while edge:
        reached |= edge
        edge = {after for state in edge for after in workflow.transitions[state]} - reached
    assert reached == set(workflow.stages)


@given(steps=st.lists(st.sampled_from(list(IDEE.stages)), max_size=8))
def test_setting_aside_always_takes_words_and_can_be_undone(steps: list[Status]) -> None:
    state = Status.PROPOSED
    for after in steps:
        if IDEE.may_go(state, after):
            state = after
    if state != Status.DELIVERED:
        assert state == Status.SET_ASIDE or IDEE.may_go(state, Status.SET_ASIDE)
    assert Status.SET_ASIDE in IDEE.needs_text
    assert IDEE.transitions[Status.SET_ASIDE]


def test_every_phase_of_an_opportunity_is_entered_with_words() -> None:
    assert set(PHASES) <= OPPORTUNITE.needs_text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fiche", "workflow", "after", "stage"),
    [
        (make_idee, IDEE, "studied", "in_progress"),
        (make_equipement, EQUIPEMENT, "renovating", "in_progress"),
        (make_opportunite, OPPORTUNITE, "set_aside", "set_aside"),
    ],
)
def test_a_step_writes_state_stage_and_history_together(
    client: Client, fiche: object, workflow: Workflow, after: str, stage: str
) -> None:
    moved, agent = fiche(), bob()
    before = moved.status
    change_status(moved, after, workflow, role="agent", person=agent, public_text="  On regarde le sol. \x07")
    stored = type(moved).objects.get(pk=moved.pk)
    assert (stored.status, stored.stage) == (after, stage)
    event = stored.evenements.get()
    assert (event.what, event.before, event.after, event.person) == (What.STATUS, before, after, agent)
    assert event.public_text == "On regarde le sol."
    assert "On regarde le sol." in client.get(stored.get_absolute_url()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("after", "words", "code"), [("delivered", "Fait.", "transition"), ("set_aside", " ", "text")])
def test_a_wrong_or_silent_step_changes_nothing(after: str, words: str, code: str) -> None:
    idee = make_idee()
    with pytest.raises(ValidationError) as refused:
        change_status(idee, after, IDEE, role="agent", public_text=words)
    assert refused.value.code == code
    assert Fiche.objects.get(pk=idee.pk).stage == "new"
    assert not idee.evenements.exists()


@pytest.mark.django_db
def test_a_step_is_judged_on_what_is_stored_not_on_what_was_read_earlier() -> None:
    idee = make_idee()
    stale = type(idee).objects.get(pk=idee.pk)
    change_status(idee, "chosen", IDEE, role="agent", public_text="Retenu.")
    with pytest.raises(ValidationError):
        change_status(stale, "discussed", IDEE, role="agent")
