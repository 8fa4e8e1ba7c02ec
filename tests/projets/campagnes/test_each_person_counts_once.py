"""While a campaign is open each person counts once, any day, on any device; once it is over nobody adds a voice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from carto.fiches.models import Soutien
from carto.fiches.voices import actions as voices
from carto.fiches.voices.actions import heard
from projets.idees.campagnes.sealing import seal
from projets.idees.models import CampagneKey, Emargement, Idee
from tests.people import alice, charlie
from tests.projets.campagnes.samples import end, make_campagne
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db


def say(client: Client, idee: Idee, **more: str) -> str:
    """What the page answers to « moi aussi »."""
    answer = client.post(
        reverse("fiches:voice", args=[idee.uuid]), {"geste": "too"} | more, headers={"accept": "application/json"}
    )
    return answer.json().get("message", "") or answer.json()["title"]


def test_a_second_voice_is_refused_on_another_device_and_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    idee, person = make_idee(campagne=make_campagne()), alice()
    phone, computer = Client(), Client()
    phone.force_login(person)
    computer.force_login(person)
    assert "merci" in say(phone, idee)
    tomorrow = voices.timezone.now() + timedelta(days=1)
    monkeypatch.setattr(voices.timezone, "now", lambda: tomorrow)
    assert say(computer, idee) == "Vous l’aviez déjà dit : c’est noté."
    assert heard(idee).people == 2  # its author, and Alice once


def test_no_gesture_says_whose_it_is_even_while_it_is_open() -> None:
    idee, person = make_idee(campagne=make_campagne()), alice()
    client = Client()
    client.force_login(person)
    say(client, idee)
    voice = Soutien.objects.get()
    assert (voice.person, voice.mark, voice.account) == (None, "", True)
    assert (voice.created_at.minute, voice.created_at.second) == (0, 0)
    assert len(Emargement.objects.get().digest) == 64


def test_a_voice_is_taken_back_and_given_again_by_whoever_gave_it_alone() -> None:
    idee, mine, other = make_idee(campagne=make_campagne()), Client(), Client()
    mine.force_login(alice())
    other.force_login(charlie())
    say(mine, idee)
    say(other, idee, annuler="1")
    assert Soutien.objects.count() == 1
    say(mine, idee, annuler="1")
    assert not Soutien.objects.exists() and not Emargement.objects.exists()
    assert "merci" in say(mine, idee)
    assert "geste" in mine.get(idee.get_absolute_url()).content.decode()


def test_a_browser_without_account_counts_once_a_day() -> None:
    idee, stranger = make_idee(campagne=make_campagne()), Client()
    assert "merci" in say(stranger, idee)
    assert say(stranger, idee) == "Vous l’aviez déjà dit : c’est noté."
    assert Soutien.objects.get().account is False


def test_once_it_is_over_no_voice_is_added_nor_taken() -> None:
    campagne = make_campagne()
    idee, client = make_idee(campagne=campagne), Client()
    client.force_login(alice())
    say(client, idee)
    end(campagne)  # the clock is enough, whatever the worker does
    assert "n’est plus possible" in say(client, idee)
    say(client, idee, annuler="1")
    seal(campagne)
    assert "n’est plus possible" in say(client, idee)
    assert Soutien.objects.count() == 1 and not CampagneKey.objects.exists()


def test_outside_a_campaign_nothing_changes() -> None:
    idee, client, person = make_idee(), Client(), alice()
    client.force_login(person)
    say(client, idee)
    assert Soutien.objects.get().person == person and not Emargement.objects.exists()


def test_two_campaigns_do_not_know_one_another() -> None:
    first, second = make_campagne(), make_campagne(slug="autre")
    one, two = (make_idee(campagne=each) for each in (first, second))
    client = Client()
    client.force_login(alice())
    say(client, one)
    say(client, two)
    assert Emargement.objects.values("digest").distinct().count() == 2
    assert len({bytes(key) for key in CampagneKey.objects.values_list("key", flat=True)}) == 2


def test_whoever_signed_an_idea_is_not_counted_twice() -> None:
    person, client = alice(), Client()
    idee = make_idee(campagne=make_campagne(), author=person)
    client.force_login(person)
    say(client, idee)
    assert not Soutien.objects.exists() and heard(idee).people == 1
