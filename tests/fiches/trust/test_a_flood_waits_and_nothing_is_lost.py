"""Many sendings from one network: first the device works, then a person looks. All are stored, none is refused."""

import json
import re

import pytest
from django.test import Client

from carto.fiches.models import Evenement, Fiche, Retenue, Rule, Visibility, Visit, What
from carto.fiches.trust import counting, proof
from carto.fiches.trust.levels import Limit, Sending
from carto.fiches.trust.proof import challenge
from tests.fiches.trust.sendings import REPORT, SCHOOL, send, solve, spot
from tests.people import bob
from tests.signalements.samples import filled, load_content

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Content; the third sending is suspect and the fifth held, so that a test need not send hundreds."""
    load_content()
    window = counting.BY_PLACE.within
    monkeypatch.setattr(counting, "BY_NETWORK", {sending: (Limit(window, 3, 5),) for sending in Sending})
    monkeypatch.setattr(counting, "BY_PLACE", Limit(window, 50, 60))
    monkeypatch.setattr(proof, "COST", 20)  # the tests have no robot to tire


def test_a_flood_goes_from_calm_to_suspicion_to_waiting_and_all_is_stored(client: Client) -> None:
    sent = [send(client, place=spot(rank)) for rank in range(6)]
    assert [each.visibility for each in sent] == ["public"] * 2 + ["waiting"] * 4
    details = list(Retenue.objects.order_by("pk").values_list("rule", "detail"))
    assert [detail.startswith("Preuve attendue") for _rule, detail in details] == [True, True, False, False]
    assert {rule for rule, _detail in details} == {Rule.FLOOD}
    assert Fiche.objects.count() == 6


def test_another_network_is_not_concerned(client: Client) -> None:
    for rank in range(6):
        send(client, place=spot(rank))
    assert send(client, "203.0.113.9").visibility == "public"
    assert send(client, "192.0.2.99").visibility == "waiting"  # the same /24


def test_many_at_one_spot_are_noticed_before_the_network_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BY_PLACE", Limit(counting.BY_PLACE.within, 2, 9))
    assert [send(client).visibility for _turn in range(2)] == ["public", "waiting"]
    assert "au même endroit" in Retenue.objects.get().detail


def test_an_agent_who_enters_what_people_tell_is_not_counted(client: Client) -> None:
    client.force_login(bob())
    assert {send(client, place=spot(rank)).visibility for rank in range(7)} == {"public"}
    assert not Visit.objects.exists()


def test_the_author_is_told_why_it_waits_and_that_it_keeps_its_place(client: Client) -> None:
    for rank in range(4):
        send(client, place=spot(rank))
    form = filled()
    page = client.get(client.post(REPORT, form, REMOTE_ADDR=SCHOOL).url).content.decode()
    assert "Une personne regarde avant que cela paraisse" in page
    assert "Beaucoup d’envois" in page and "à sa place dans la file" in page
    event = Evenement.objects.get(fiche__uuid=form["uuid"], what=What.HELD)
    assert (event.actor_role, event.person) == ("system", None)
    assert "la place dans la file est gardée" in event.public_text
    assert "data-challenge" not in page  # held for a person: no device can help
    fiche = Fiche.objects.get(uuid=form["uuid"])
    assert client.get(fiche.get_absolute_url()).status_code == 404
    assert fiche.number and fiche.signalement.status == "received" and fiche.signalement.service.code == "voirie"


def test_a_device_that_has_worked_publishes_what_it_was_suspected_for(client: Client) -> None:
    for rank in range(2):
        send(client, place=spot(rank))
    form = filled()
    page = client.get(client.post(REPORT, form, REMOTE_ADDR=SCHOOL).url).context
    fiche = Fiche.objects.get(uuid=form["uuid"])
    assert fiche.visibility == Visibility.WAITING
    solution = solve(json.loads(page["challenge"]))
    anybody = Client(enforce_csrf_checks=True)
    assert anybody.post("/fiches/epreuve/", {"altcha": solution}).status_code == 204
    fiche.refresh_from_db()
    assert fiche.visibility == Visibility.PUBLIC
    assert fiche.evenements.last().what == What.PUBLISHED
    assert anybody.post("/fiches/epreuve/", {"altcha": solution}).status_code == 400  # once


def test_a_program_may_work_before_it_sends(client: Client) -> None:
    for rank in range(2):
        send(client, place=spot(rank))
    form = filled()
    given = client.get("/fiches/epreuve/", {"pour": form["uuid"]}).json()
    client.post(REPORT, form | {"altcha": solve(given)}, REMOTE_ADDR=SCHOOL)
    assert Fiche.objects.get(uuid=form["uuid"]).visibility == Visibility.PUBLIC


def test_a_proof_is_good_for_one_thing_once(client: Client) -> None:
    for rank in range(2):
        send(client, place=spot(rank))
    form = filled()
    solution = solve(challenge(form["uuid"]))
    assert send(client, altcha=solution).visibility == "waiting"  # worked out for another
    client.post(REPORT, form | {"altcha": solution}, REMOTE_ADDR=SCHOOL)
    assert Fiche.objects.get(uuid=form["uuid"]).visibility == "public"


@pytest.mark.parametrize("rubbish", ["", "x", "e30=", "bnVsbA==", "W10=", "é", "A" * 5000, "eyJjaGFsbGVuZ2UiOjF9"])
def test_rubbish_proves_nothing_and_loses_nothing(client: Client, rubbish: str) -> None:
    for rank in range(2):
        send(client, place=spot(rank))
    assert send(client, altcha=rubbish).visibility == "waiting"
    answer = client.post("/fiches/epreuve/", {"altcha": rubbish})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_challenge_is_for_something(client: Client) -> None:
    assert client.get("/fiches/epreuve/", {"pour": "rien"}).status_code == 400


def test_the_same_report_sent_twice_under_suspicion_stays_as_it_is(client: Client) -> None:
    form = filled()
    client.post(REPORT, form, REMOTE_ADDR=SCHOOL)
    for _turn in range(4):
        assert client.post(REPORT, form, REMOTE_ADDR=SCHOOL).status_code == 302
    assert Fiche.objects.get().visibility == Visibility.PUBLIC
    assert not Retenue.objects.exists()


def test_passages_tell_neither_who_nor_which_fiche(client: Client) -> None:
    send(client)
    rows = list(Visit.objects.values_list("pk", "mark", "at"))
    assert len(rows) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", mark) for _pk, mark, _at in rows)
    assert all(at.minute % 5 == 0 and (at.second, at.microsecond) == (0, 0) for _pk, _mark, at in rows)
    assert all(pk > 2**40 for pk, _mark, _at in rows)
