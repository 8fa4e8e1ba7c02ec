"""A topic put by anybody, with or without an account: one queue, one clock in working days, silence is said."""

import secrets
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from projets.opportunites.models import Opportunite
from tests.factories import make_territoire, make_theme
from tests.people import alice, bob, denise
from tests.places import CHATEAU
from tests.projets.referents.samples import make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place() -> None:
    """A quartier and a theme."""
    make_territoire(CHATEAU, name="Centre-Ville"), make_theme("espaces-verts", name="Espaces verts")


def filled(**changes: Any) -> dict[str, Any]:
    """What the form sends."""
    return {
        "uuid": str(uuid.uuid4()), "secret": secrets.token_urlsafe(32), "title": "L’ombre au château",
        "question": "Où mettre de l’ombre ?", "theme": "espaces-verts", "scale": "quartier",
        "longitude": f"{CHATEAU.x}", "latitude": f"{CHATEAU.y}",
    } | changes  # fmt: skip


def test_without_an_account_it_waits_for_its_answer_like_the_city_s_own(client: Client) -> None:
    assert client.get("/opportunites/proposer/").status_code == 200
    form = filled()
    seen = client.post("/opportunites/proposer/", form | {"etape": "apercu"})
    assert seen.status_code == 200 and not Opportunite.objects.exists()
    assert client.post("/opportunites/proposer/", form, follow=True).status_code == 200, (
        "the page by which it is followed"
    )
    client.post("/opportunites/proposer/", form)
    topic = Opportunite.objects.get()
    assert (topic.status, topic.put_by, topic.author, topic.visibility) == ("spotted", "resident", None, "public")
    for person, put_by in ((alice(), "resident"), (bob(), "service"), (denise(topic.quartier), "referent")):
        client.force_login(person)
        client.post("/opportunites/proposer/", filled(named="yes"))
        newest = Opportunite.objects.latest("created_at")
        assert (newest.put_by, newest.author) == (put_by, person)
        assert newest.evenements.get(what="submitted").actor_role == {"service": "agent"}.get(put_by, put_by)
    client.logout()
    page = client.get("/opportunites/attendent/")
    assert len(page.context["owed"]) == 4
    assert len({each.due_at for each in page.context["owed"]}) == 1, "one clock"
    assert f"{settings.CARTO_QUESTION_DAYS} jours ouvrés" in page.content.decode()
    assert "Réponse promise pour le" in client.get(topic.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"question": " "}, {"theme": "rien"}, {"theme": "\x00"}, {"theme": "x" * 300}, {"scale": "pays"},
        {"longitude": "", "latitude": ""}, {"longitude": "200"}, {"uuid": "x"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, wrong: dict[str, str]) -> None:
    answer = client.post("/opportunites/proposer/", filled(**wrong, text="Il fait chaud."))
    assert answer.status_code == 422
    assert "Il fait chaud." in answer.content.decode()
    assert not Opportunite.objects.exists()


def test_words_that_tell_who_somebody_is_are_shown_first_then_wait(client: Client) -> None:
    form = filled(text="Appelez Mme Dupont au 06 12 34 56 78.")
    assert client.post("/opportunites/proposer/", form).status_code == 422
    assert client.post("/opportunites/proposer/", form | {"sure": "on"}).status_code == 302
    topic = Opportunite.objects.get()
    assert topic.visibility == "waiting"
    assert topic.title not in client.get("/opportunites/attendent/").content.decode()


def test_silence_is_shown_to_everybody(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    topic = make_topic(title="Oubliée", waiting_since=timezone.now() - timedelta(days=60))
    make_topic(title="Récente")
    page = client.get("/opportunites/attendent/")
    assert [each.topic.title for each in page.context["owed"]] == ["Oubliée", "Récente"]
    assert page.context["late"] == 1
    assert "sans réponse depuis" in page.content.decode()
    assert "Personne n’a encore répondu" in client.get(topic.get_absolute_url()).content.decode()
    for _more in range(5):
        make_topic()
    with django_assert_num_queries(2):
        client.get("/opportunites/attendent/")


def test_the_ways_lead_there_from_the_list_of_topics(client: Client) -> None:
    page = client.get("/opportunites/").content.decode()
    for way in ("proposer", "attendent", "referents"):
        assert f'href="/opportunites/{way}/"' in page
    assert 'href="/referent/"' in page
