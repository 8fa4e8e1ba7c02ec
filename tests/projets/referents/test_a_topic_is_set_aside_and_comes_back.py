"""Set aside with a public reason and a day; woken by the day, by whoever answers for the place, or by the residents."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carto.comptes.models import User
from carto.territoires.models import Population
from projets.opportunites.models import Opportunite, Sommeil
from projets.opportunites.referents.actions import settle_due
from projets.opportunites.referents.waking import FEWEST, MOST, SHARE, threshold
from tests.factories import make_territoire
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.referents.samples import in_days, make_candidat, make_topic

WHY = "Le chantier du tram passe d’abord."


def aside(client: Client, topic: Opportunite, **changes: str) -> int:
    """Denise, signed in, sets it aside for a month."""
    sent = {"reason": WHY, "until": in_days(30)} | changes
    return client.post(f"/referent/sujets/{topic.uuid}/mettre-de-cote/", sent).status_code


@pytest.fixture
def topic(client: Client, db: None) -> Opportunite:
    """A topic where a thousand people live, and Denise, its référente, signed in."""
    quartier = make_territoire(CHATEAU)
    Population.objects.create(territoire=quartier, year=2021, count=1000, source="Insee")
    client.force_login(denise(quartier))
    return make_topic(scale="quartier")


def test_it_takes_a_reason_and_a_day_to_come(client: Client, topic: Opportunite) -> None:
    for wrong in ({"reason": "  "}, {"until": in_days(0)}, {"until": in_days(900)}, {"until": "demain"}):
        assert aside(client, topic, **wrong) == 422
    assert aside(client, topic) == 302
    assert aside(client, topic) == 409, "it sleeps already"
    sleep = Sommeil.objects.get()
    assert (sleep.needed, sleep.inhabitants, sleep.role, sleep.by.name) == (5, 1000, "referent", "Denise R.")
    client.logout()
    page = client.get(topic.get_absolute_url()).content.decode()
    for said in (WHY, "si 5 personnes le redemandent", "Un habitant sur 200", "Personne ne l’a encore redemandé."):
        assert said in page


def test_a_candidate_set_aside_has_a_page_too_and_leaves_the_desk(client: Client, topic: Opportunite) -> None:
    candidat = make_candidat(topic.quartier)
    sent = {"reason": WHY, "until": in_days(30)}
    client.post(f"/referent/candidates/{candidat.pk}/mettre-de-cote/", sent)
    candidat.refresh_from_db()
    assert (candidat.opportunite.status, candidat.opportunite.put_by) == ("set_aside", "computed")
    desk = client.get("/referent/")
    assert desk.context["asleep"] == [candidat.opportunite]
    assert not any(found for _scale, found in desk.context["scales"])


def test_residents_have_it_back_once_they_are_as_many_as_was_said(client: Client, topic: Opportunite) -> None:
    aside(client, topic)
    client.logout()
    address = f"/opportunites/{topic.uuid}/redemander/"
    for rank in range(3):  # without an account: told apart by their browsers
        browser = Client(HTTP_USER_AGENT=f"navigateur {rank}", REMOTE_ADDR=f"203.0.{rank}.9")
        assert [browser.post(address).status_code, browser.post(address).status_code] == [302, 302]
    person = User.objects.create_user("voisine@exemple.fr", name="Voisine")
    client.force_login(person)
    client.post(address), client.post(address)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "4 personnes le redemandent." in page and "Il en manque 1." in page
    client.post(address, {"annuler": "1"})
    assert "3 personnes le redemandent." in client.get(topic.get_absolute_url()).content.decode()
    client.post(address)
    last = Client(HTTP_USER_AGENT="le dernier", REMOTE_ADDR="198.51.100.7")
    assert last.post(address).status_code == 302
    topic.refresh_from_db()
    assert (topic.status, topic.stage, Sommeil.objects.get().ended_by) == ("spotted", "new", "residents")
    line = topic.evenements.filter(what="status").last()
    assert (line.actor_role, line.person) == ("resident", None)
    assert "5 personnes ont redemandé ce sujet" in line.public_text
    assert last.post(address).status_code == 409, "it is awake"
    assert not topic.soutiens.exists(), "the next sleep counts anew"


def test_who_answers_for_the_place_wakes_it_with_words(client: Client, topic: Opportunite) -> None:
    address = f"/referent/sujets/{topic.uuid}/reveiller/"
    assert client.post(address, {"reason": "Le tram est fini."}).status_code == 409
    aside(client, topic)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Le tram est fini."}).status_code == 302
    topic.refresh_from_db()
    assert (topic.status, Sommeil.objects.get().ended_by) == ("spotted", "person")
    assert "Réponse promise pour le" in Client().get(topic.get_absolute_url()).content.decode(), (
        "the clock starts again"
    )


def test_its_day_wakes_it_when_somebody_reads_and_no_job_runs(client: Client, topic: Opportunite) -> None:
    aside(client, topic)
    Sommeil.objects.update(until=timezone.localdate())
    assert "Le jour prévu est venu" in Client().get(topic.get_absolute_url()).content.decode()
    topic.refresh_from_db()
    assert (topic.status, Sommeil.objects.get().ended_by) == ("spotted", "date")
    assert topic.evenements.filter(what="status").last().actor_role == "system"
    assert settle_due() == 0
    aside(client, topic)
    Sommeil.objects.filter(ended_at=None).update(until=timezone.localdate() - timedelta(days=3))
    assert settle_due() == 1


def test_to_carry_what_sleeps_ends_its_sleep(client: Client, topic: Opportunite) -> None:
    aside(client, topic)
    assert client.post(f"/referent/sujets/{topic.uuid}/porter/", {"reason": "J’y vais."}).status_code == 302
    assert Sommeil.objects.get().ended_by == "carried"


@given(scale=st.sampled_from(sorted(MOST)), people=st.none() | st.integers(0, 2_000_000))
def test_the_number_is_within_its_bounds_and_never_falls_as_people_grow(scale: str, people: int | None) -> None:
    told = threshold(scale, people)
    assert FEWEST <= told.needed <= MOST[scale]
    if people is not None:
        assert told.needed <= threshold(scale, people + SHARE).needed


@pytest.mark.django_db
def test_words_made_of_blanks_wake_nothing(topic: Opportunite) -> None:
    from projets.opportunites.referents.actions import wake
    from projets.opportunites.referents.rights import Hand

    with pytest.raises(ValidationError):
        wake(topic, Hand(User.objects.get(), "referent"), "  ")
