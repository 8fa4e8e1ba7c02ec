"""Every change of state has somebody who may make it, a time and a reason; a plan has a day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.fiches.photos import read_picture
from signalements.actions import change_status, plan_again
from signalements.models import Signalement
from signalements.outcome.actions import ask, reply
from signalements.workflow import CLOSINGS, Actor, Status, may_go
from tests.signalements.samples import make_signalement, photo, tomorrow

pytestmark = pytest.mark.django_db


def code_of(signalement: Signalement, after: Status, **given: object) -> str:
    """The code of the refusal; empty when the step was taken."""
    try:
        change_status(signalement, after, **given)
    except ValidationError as error:
        return error.code
    return ""


def test_a_step_is_refused_to_whom_it_is_not_for() -> None:
    made = make_signalement()
    refused = {
        role: code_of(made, Status.TREATED, role=role, closing="mended")
        for role in ("partner", "resident", "moderator", "?")
    }
    assert set(refused.values()) == {"who"}
    assert code_of(made, Status.DECLINED, role="crew", closing="private", public_text="Non.") == "who"
    assert code_of(made, Status.TO_CHECK, role="partner") == "shown"
    assert code_of(made, Status.TO_CHECK, role="partner", after_photos=[read_picture(photo())]) == ""
    assert code_of(made, Status.ACCEPTED, role="crew", public_text="Non.") == "who"
    assert made.evenements.last().actor_role == "partner"


def test_a_plan_has_a_day_that_is_to_come() -> None:
    made, today = make_signalement(), timezone.localdate()
    assert code_of(made, Status.PLANNED) == "date"
    assert code_of(made, Status.PLANNED, planned_on=today - timedelta(days=1)) == "date"
    assert code_of(made, Status.PLANNED, planned_on=today + timedelta(days=1000)) == "date"
    assert code_of(made, Status.PLANNED, planned_on=today) == ""
    assert Signalement.objects.get().planned_on == made.planned_on == today


def test_the_day_outlives_a_question_and_ends_with_the_plan() -> None:
    made = make_signalement()
    change_status(made, Status.PLANNED, planned_on=tomorrow())
    ask(made, "De quel côté ?")
    reply(Signalement.objects.get(), "Côté pair.")
    assert (Signalement.objects.get().status, Signalement.objects.get().planned_on) == ("planned", tomorrow())
    change_status(made, Status.TREATED, closing="mended")
    assert Signalement.objects.get().planned_on is None


def test_what_was_planned_without_a_day_goes_on_after_a_question() -> None:
    made = make_signalement()
    Signalement.objects.filter(pk=made.pk).update(status="planned", stage="in_progress")
    ask(Signalement.objects.get(), "De quel côté ?")
    reply(Signalement.objects.get(), "Côté pair.")
    assert Signalement.objects.get().status == "accepted"


def test_another_day_is_told_to_everybody() -> None:
    made, later = make_signalement(), timezone.localdate() + timedelta(days=9)
    with pytest.raises(ValidationError):
        plan_again(made, later)
    change_status(made, Status.PLANNED, planned_on=tomorrow())
    line = plan_again(made, later, role="crew", public_text="La pluie.")
    assert Signalement.objects.get().planned_on == later
    assert line.public_text.startswith("Intervention prévue maintenant le") and line.public_text.endswith("La pluie.")


def test_taking_back_what_was_under_way_says_why() -> None:
    made = make_signalement()
    assert code_of(made, Status.ACCEPTED) == ""
    change_status(made, Status.TO_CHECK, role="crew", private_text="Rebouché.")
    assert code_of(made, Status.ACCEPTED) == "why"
    assert code_of(made, Status.ACCEPTED, private_text="Il reste un trou.") == ""


def test_the_reason_stays_in_the_history_when_reopening_forgets_it() -> None:
    made = make_signalement()
    line = change_status(made, Status.TREATED, closing="made_safe")
    change_status(made, Status.REOPENED, role="resident", public_text="Cassé.")
    assert "mis en sécurité" in line.private_text and Signalement.objects.get().reopenings == 1
    change_status(made, Status.TREATED, closing="mended")
    change_status(made, Status.REOPENED, role="regulator", public_text="Encore.")
    assert Signalement.objects.get().reopenings == made.reopenings == 2


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(Actor)), st.sampled_from(Status)), max_size=8))
def test_whatever_is_tried_each_line_of_history_has_a_role_a_time_and_a_reason(
    tries: list[tuple[Actor, Status]],
) -> None:
    made = make_signalement()
    for actor, after in tries:
        before = Signalement.objects.get(pk=made.pk).get_status()
        closing = sorted(CLOSINGS.get(after, [""]))[0]
        given = {"closing": closing, "planned_on": tomorrow(), "public_text": "Parce que."}
        assert (code_of(made, after, role=actor.value, **given) == "") == may_go(before, after, actor)
    for line in made.evenements.exclude(after=""):
        assert line.actor_role in set(Actor) and line.at and (line.public_text or line.private_text)
