"""Anybody questions a decision; enough people, by a rule said beforehand, start a clock; the answer is public."""

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime

from carto.fiches.models import Commentaire, Soutien
from carto.territoires.models import Population
from carto.working_days import due_after
from projets.opportunites.models import Decision, Interpellation, Opportunite
from projets.opportunites.referents.waking import threshold
from tests.people import alice, charlie
from tests.projets.choosing.samples import at
from tests.projets.deciding.samples import announced, decided, last, signed_in, written
from tests.projets.referents.samples import in_days

ASKED = "Pourquoi déplacer l’arrêt devant l’école, alors qu’on n’en a jamais parlé ?"
ANSWER = {"words": "L’arrêt gêne la plantation : les mesures sont publiées.", "expected_on": ""}


@pytest.fixture
def topic(client: Client, db: None) -> Opportunite:
    """Decided, at the scale of a quartier of a thousand people; Denise, who carries it, is signed in."""
    topic = signed_in(client, scale="quartier")
    Population.objects.create(territoire=topic.quartier, year=2021, count=1000, source="Insee")
    decided(topic)
    return topic


def browser(rank: int) -> Client:
    """Somebody without an account, told from others by their browser."""
    return Client(HTTP_USER_AGENT=f"navigateur {rank}", REMOTE_ADDR=f"203.0.{rank}.9")


def ask(client: Client, topic: Opportunite, **changes: str) -> int:
    """Put the question."""
    sent = {"uuid": str(uuid4()), "text": ASKED} | changes
    return client.post(f"/opportunites/{topic.uuid}/decision/questionner/", sent).status_code


def reach(topic: Opportunite) -> Interpellation:
    """Asked by one, joined by the four others that it takes."""
    assert ask(browser(0), topic) == 302
    for rank in range(1, 5):
        assert browser(rank).post(f"/opportunites/{topic.uuid}/decision/questionner/rejoindre/").status_code == 302
    return Interpellation.objects.get()


def test_rule_and_clock_are_said_before_and_enough_people_start_it(client: Client, topic: Opportunite) -> None:
    base = f"/opportunites/{topic.uuid}/decision/"
    said = browser(9).get(f"{base}questionner/").content.decode()
    assert "À partir de 5 personnes, une réponse est due." in said
    assert f"en {settings.CARTO_QUESTION_DAYS} jours ouvrés" in said
    assert threshold("quartier", 1000).needed == 5
    assert browser(9).post(f"{base}questionner/rejoindre/").status_code == 409, "nothing to join yet"
    person, signed = alice(), Client()
    signed.force_login(person)
    assert ask(signed, topic, text="  ") == 422
    assert ask(signed, topic, text="Appelez Mme Le Goff au 06 12 34 56 78.") == 422, "public at once: nobody is named"
    assert ask(signed, topic, named="yes") == 302
    assert Commentaire.objects.get().author == person
    assert ask(browser(0), topic) == 409, "one at a time"
    for rank in (1, 1, 2, 3):
        browser(rank).post(f"{base}questionner/rejoindre/")
    signed.post(f"{base}questionner/rejoindre/")
    page = browser(8).get(base).content.decode()
    assert "4 personnes la questionnent." in page and "Il en manque 1" in page and ASKED[:20] in page
    assert Interpellation.objects.get().due_at is None
    browser(4).post(f"{base}questionner/rejoindre/")
    challenge = Interpellation.objects.get()
    assert challenge.due_at == due_after(localtime(challenge.reached_at), settings.CARTO_QUESTION_DAYS)
    line = last(topic, "challenged")
    assert (line.actor_role, line.person) == ("resident", None) and "5 personnes questionnent" in line.public_text
    assert "réponse promise pour le" in browser(8).get(topic.get_absolute_url()).content.decode()


def test_no_row_tells_who_asked_unsigned(topic: Opportunite) -> None:
    for person in (alice(), charlie()):
        client = Client()
        client.force_login(person)
        if ask(client, topic) == 409:
            client.post(f"/opportunites/{topic.uuid}/decision/questionner/rejoindre/")
    assert Commentaire.objects.get().author is None and Interpellation.objects.get().by is None
    first, second = Soutien.objects.order_by("pk")
    assert first.created_at == second.created_at == Interpellation.objects.get().at, "not by the hour"
    assert second.pk - first.pk > 1000, "nor by the order"
    assert not topic.evenements.exclude(person=None).exists()


def test_lateness_is_shown_and_the_answer_is_public(client: Client, topic: Opportunite) -> None:
    challenge, base = reach(topic), f"/opportunites/{topic.uuid}/decision/"
    with pytest.raises(DatabaseError), transaction.atomic():
        Interpellation.objects.update(due_at=timezone.now() + timedelta(days=90))
    past = timezone.now() + timedelta(days=60)
    with at(past), patch("carto.promised.current", return_value=past):
        assert "en retard de" in browser(8).get(base).content.decode()
    assert client.post(f"{base}questionner/repondre/", ANSWER | {"outcome": ""}).status_code == 422
    assert client.post(f"{base}questionner/repondre/", ANSWER | {"outcome": "kept", "words": ""}).status_code == 422
    assert client.post(f"{base}questionner/repondre/", ANSWER | {"outcome": "kept"}).status_code == 302
    challenge.refresh_from_db()
    assert (challenge.outcome, challenge.by.name, challenge.role) == ("kept", "Denise R.", "referent")
    page = browser(8).get(base).content.decode()
    assert "La décision est maintenue, avec ses raisons." in page and "les mesures sont publiées" in page
    assert not topic.soutiens.exists(), "the next question counts anew"
    assert client.get(f"{base}questionner/repondre/").status_code == 404
    assert ask(browser(7), topic) == 302, "until it is delivered, it can be questioned again"
    Commentaire.objects.order_by("pk").last().delete()
    assert "retirés par la modération" in browser(8).get(base).content.decode()


def test_nobody_steps_over_the_answer_that_is_owed(client: Client, topic: Opportunite) -> None:
    base, challenge = f"/opportunites/{topic.uuid}/decision/", reach(topic)
    client.post(f"{base}annoncer/", announced())
    client.post(f"{base}ecrire/", written())
    taken = client.post(f"{base}prendre/")
    aside = client.post(f"/referent/sujets/{topic.uuid}/mettre-de-cote/", {"reason": "Plus tard.", "until": in_days(9)})
    for answer in (taken, aside):
        assert answer.status_code in {409, 422} and "questionnée" in answer.content.decode()
    topic.refresh_from_db()
    assert topic.status == "decided" and Decision.objects.filter(taken_at=None).count() == 1
    client.post(f"{base}questionner/repondre/", ANSWER | {"outcome": "kept"})
    challenge.refresh_from_db()
    assert challenge.answered_at is not None
    assert client.post(f"{base}prendre/").status_code == 302


def test_adjusted_another_decision_is_announced_which_will_replace_it(client: Client, topic: Opportunite) -> None:
    reach(topic)
    address = f"/opportunites/{topic.uuid}/decision/questionner/repondre/"
    assert client.post(address, ANSWER | {"outcome": "adjusted"}).status_code == 422, "it says when"
    soon = (timezone.localdate() + timedelta(days=8)).isoformat()
    assert client.post(address, ANSWER | {"outcome": "adjusted", "expected_on": soon}).status_code == 302
    draft = Decision.objects.get(taken_at=None)
    assert draft.announced_at and draft.replaces.taken_at and draft.text == draft.replaces.text
    assert "à la place de celle-ci" in browser(8).get(f"/opportunites/{topic.uuid}/decision/").content.decode()


def test_reopened_it_is_worked_on_again_and_a_delivered_one_is_not_questioned(
    client: Client, topic: Opportunite
) -> None:
    reach(topic)
    address = f"/opportunites/{topic.uuid}/decision/questionner/"
    assert client.post(f"{address}repondre/", ANSWER | {"outcome": "reopened"}).status_code == 302
    topic.refresh_from_db()
    assert (topic.status, topic.phase_starts) == ("construction", timezone.localdate())
    assert "les mesures sont publiées" in last(topic, "status").public_text
    assert ask(browser(6), topic) == 409
    Opportunite.objects.update(status="delivered")
    late = browser(6).post(address, {"uuid": str(uuid4()), "text": ASKED})
    assert (
        late.status_code == 409 and "ne se questionne plus" in late.content.decode() and ASKED in late.content.decode()
    )
    topic.refresh_from_db()
    assert Interpellation.objects.count() == 1
