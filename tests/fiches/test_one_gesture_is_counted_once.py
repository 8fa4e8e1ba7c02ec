"""« moi aussi », « toujours là », « c’est réparé »: once per person, without an account, undoable."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from carto.fiches.actions import record
from carto.fiches.models import Fiche, Soutien, SoutienKind, Stage, Visibility, What
from carto.fiches.tasks import forget_marks_of_voices
from carto.fiches.voices.actions import Voice, heard, speak
from signalements.joining import join
from signalements.models import Signalement
from tests.factories import make_fiche
from tests.people import alice, bob, charlie
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def say(client: Client, fiche: Fiche, geste: str = "too", **more: str) -> object:
    """The gesture, as the page's button sends it."""
    return client.post(f"/fiches/{fiche.uuid}/soutien/", {"geste": geste} | more)


def browser(name: str) -> Client:
    """Another browser, of another person."""
    return Client(HTTP_USER_AGENT=name)


def test_a_stranger_says_me_too_once_and_takes_it_back(client: Client) -> None:
    fiche = make_signalement()
    answer = say(client, fiche, suite=f"{fiche.get_absolute_url()}#voix")
    assert (answer.status_code, answer.url) == (303, f"{fiche.get_absolute_url()}#voix")
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert "2 personnes le signalent" in page and "Vous avez dit « moi aussi »" in page
    say(client, fiche)
    assert heard(fiche).people == 2
    say(browser("autre"), fiche)
    assert heard(fiche).people == 3
    say(client, fiche, annuler="1")
    assert heard(fiche).people == 2
    assert "Vous avez dit" not in client.get(fiche.get_absolute_url()).content.decode()


def test_an_account_counts_once_whatever_the_browser() -> None:
    fiche, person = make_signalement(), alice()
    for name in ("téléphone", "ordinateur"):
        device = browser(name)
        device.force_login(person)
        say(device, fiche)
    assert Soutien.objects.get().person == person and Soutien.objects.get().mark == ""


def test_what_tells_browsers_apart_is_no_address_differs_by_fiche_and_is_forgotten_after_a_day(client: Client) -> None:
    for fiche in (make_signalement(), make_signalement()):
        say(client, fiche)
    first, second = Soutien.objects.all()
    assert first.mark != second.mark and len(first.mark) == 64 and "127.0.0.1" not in first.mark
    Soutien.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(hours=25))
    assert forget_marks_of_voices(timestamp=0) == 1
    assert set(Soutien.objects.values_list("mark", flat=True)) == {"", second.mark}


def test_the_card_counts_people_and_json_is_answered_when_asked(client: Client) -> None:
    fiche = make_signalement()
    answer = client.post(f"/fiches/{fiche.uuid}/soutien/", {"geste": "too"}, headers={"accept": "application/json"})
    assert answer.json() == {
        "message": "C’est noté, merci : 2 personnes.", "personnes": 2, "dit": "2 personnes", "gestes": ["too"],
    }  # fmt: skip
    assert "2 personnes" in client.get(f"/fiches/{fiche.uuid}/apercu/").content.decode()


def test_mended_takes_still_there_back(client: Client) -> None:
    fiche = make_signalement()
    say(client, fiche, "still")
    assert heard(fiche).still == 1
    say(client, fiche, "gone")
    assert (heard(fiche).still, heard(fiche).gone) == (0, 1)


def test_when_several_say_that_it_is_mended_the_service_is_asked_to_look(client: Client) -> None:
    fiche = make_signalement()
    for person in (bob(), charlie()):
        speak(fiche, SoutienKind.GONE, Voice(person, ""))
    assert not fiche.evenements.filter(what=What.GONE).exists()
    say(browser("a"), fiche, "gone")
    say(browser("b"), fiche, "gone")
    line = fiche.evenements.get(what=What.GONE)
    assert (line.public_text, line.person) == ("3 personnes disent que c’est réparé. Le service va vérifier.", None)
    assert "4 personnes disent que c’est réparé" in client.get(fiche.get_absolute_url()).content.decode()
    record(fiche, What.STATUS, role="agent", after="accepted", public_text="Nous sommes passés.")
    assert heard(fiche).gone == 0, "the service has answered since"


def test_what_is_done_asks_for_no_gesture_and_an_idea_is_not_mended(client: Client) -> None:
    fiche, idea = make_signalement(), make_fiche(kind="idee")
    assert say(client, idea).status_code == 303
    assert say(client, idea, "gone").status_code == 409
    Signalement.objects.filter(pk=fiche.pk).update(stage=Stage.DONE, status="treated")
    assert say(client, fiche).status_code == 409
    assert 'name="geste"' not in client.get(fiche.get_absolute_url()).content.decode()


def test_a_gesture_about_a_joined_one_counts_for_the_one_that_is_kept(client: Client) -> None:
    kept, joined = make_signalement(), make_signalement()
    join(joined, kept)
    say(client, joined)
    assert Soutien.objects.get().fiche_id == kept.pk
    assert heard(kept).people == 3


def test_hostile_gestures_are_refused(client: Client) -> None:
    fiche = make_signalement()
    assert say(client, fiche, "rire").status_code == 400
    assert say(client, fiche, suite="https://ailleurs.example/").url == fiche.get_absolute_url()
    assert client.get(f"/fiches/{fiche.uuid}/soutien/").status_code == 405
    assert say(Client(enforce_csrf_checks=True), fiche).status_code == 403
    Signalement.objects.filter(pk=fiche.pk).update(visibility=Visibility.WAITING)
    assert say(client, fiche).status_code == 404
