"""Agents, crews and regulators answer from the public page, each with their own steps and a day to plan."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from signalements.actions import change_status
from signalements.models import Signalement
from signalements.workflow import Status
from tests.factories import make_territoire
from tests.people import alice, bob, emile, farida
from tests.places import PLACE_ROYALE
from tests.signalements.samples import make_signalement, tomorrow

pytestmark = pytest.mark.django_db


def answer(client: Client, signalement: Signalement, **changes: object) -> object:
    form = {"seen": Signalement.objects.get(pk=signalement.pk).status} | changes
    return client.post(f"/signalements/{signalement.uuid}/repondre/", form)


def test_planning_asks_for_a_day_and_everybody_may_move_it(client: Client) -> None:
    made = make_signalement()
    client.force_login(bob(made.service))
    assert 'type="date"' in client.get(made.get_absolute_url()).content.decode()
    refused = answer(client, made, after="planned", public_text="Bientôt.")
    assert refused.status_code == 422 and "Choisissez le jour de l’intervention" in refused.content.decode()
    assert answer(client, made, after="planned", planned_on="hier").status_code == 422
    assert answer(client, made, after="planned", planned_on=tomorrow().isoformat()).status_code == 302
    assert Signalement.objects.get().planned_on == tomorrow()
    later = timezone.localdate() + timedelta(days=5)
    assert answer(client, made, after="", planned_on=later.isoformat()).status_code == 302
    assert Signalement.objects.get().planned_on == later
    assert answer(client, made, after="", planned_on=later.isoformat()).status_code == 422, "nothing new was said"


def test_a_crew_is_offered_its_own_steps_and_says_that_it_is_done(client: Client) -> None:
    made = make_signalement()
    client.force_login(emile(service=made.service))
    page = client.get(made.get_absolute_url()).content.decode()
    assert 'value="to_check"' in page and 'value="declined"' not in page and 'value="forwarded"' not in page
    assert answer(client, made, after="declined", public_text="Non.", closing="cannot").status_code == 422
    assert answer(client, made, after="to_check", public_text="Rebouché ce matin.").status_code == 302
    line = made.evenements.last()
    assert (line.actor_role, line.after) == ("crew", "to_check")
    assert "Pour clore : le motif" not in client.get(made.get_absolute_url()).content.decode()


def test_a_regulator_answers_for_every_service(client: Client) -> None:
    made = make_signalement("lampadaire-eteint")
    client.force_login(farida())
    assert answer(client, made, after="declined", public_text="C’est privé.", closing="private").status_code == 302
    assert made.evenements.last().actor_role == "regulator"


def test_an_agent_of_another_area_reads_and_does_not_answer(client: Client) -> None:
    made = make_signalement()
    client.force_login(bob(made.service, territoire=make_territoire(PLACE_ROYALE, half=0.0001)))
    assert 'name="after"' not in client.get(made.get_absolute_url()).content.decode(), "words alone, no step"
    assert answer(client, made, after="accepted").status_code == 403


def test_why_a_step_was_taken_stays_with_the_services(client: Client) -> None:
    made = make_signalement()
    change_status(made, Status.ACCEPTED, private_text="Le voisin râle.")
    client.force_login(alice())
    page = client.get(made.get_absolute_url()).content.decode()
    assert "pris en charge" in page and "râle" not in page
