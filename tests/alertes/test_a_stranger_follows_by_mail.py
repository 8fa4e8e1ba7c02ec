"""Anybody follows any fiche by mail: the owner of the address confirms, and stops with one tap."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from carto.alertes.forgetting import forget
from carto.alertes.models import Abonnement
from carto.alertes.tokens import CONFIRM, MANAGE, STOP_ALL, token
from carto.fiches.actions import digest, record
from carto.fiches.models import Fiche, SecretLink, Visibility, What
from tests.alertes.conftest import Clock
from tests.alertes.postbox import Postbox, Worker, text_of
from tests.factories import make_fiche
from tests.people import alice, charlie

pytestmark = pytest.mark.django_db
CHARLIE = "charlie@exemple.fr"


def _follow(client: Client, fiche: Fiche, email: str = CHARLIE, **said: str) -> int:
    return client.post(f"/fiches/{fiche.uuid}/suivre/", {"email": email, "rhythm": "now"} | said).status_code


def _confirmed(fiche: Fiche, clock: Clock, email: str = CHARLIE, **fields: object) -> Abonnement:
    return Abonnement.objects.create(fiche=fiche, channel="mail", email=email, confirmed_at=clock.now, **fields)


def test_nothing_is_sent_before_the_owner_of_the_address_has_said_yes(
    client: Client, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    fiche = make_fiche(kind="idee", title="Un banc à l’ombre")
    assert _follow(client, fiche) == 200
    record(fiche, What.ANSWER, role="agent", public_text="Bonne idée.")
    worker.work()
    (question,) = postbox.messages
    assert "est-ce bien vous" in str(question["Subject"])
    link = re.search(r"https://carte\.exemple\.fr(/abonnements/\S+/confirmer/)", text_of(question))[1]
    assert client.get(link).status_code == 200
    assert Abonnement.objects.get().confirmed_at is None, "a mail program that opens every link confirms nothing"
    assert client.post(link).status_code == 302
    record(fiche, What.ANSWER, role="agent", public_text="Le banc est commandé.")
    worker.work()
    assert postbox.subjects()[1:] == ["Un banc à l’ombre : une réponse est arrivée"]
    assert f"/fiches/{fiche.uuid}/" in text_of(postbox.messages[1]), "a stranger gets the public page"
    assert not SecretLink.objects.exists()


@pytest.mark.parametrize("kind", ["signalement", "idee", "equipement", "opportunite"])
def test_every_kind_is_followed(client: Client, postbox: Postbox, worker: Worker, clock: Clock, kind: str) -> None:
    fiche = make_fiche(kind=kind, title="Place Royale")
    _confirmed(fiche, clock)
    record(fiche, What.COMMENT, role="resident", public_text="Merci !")
    worker.work()
    assert postbox.subjects() == ["Place Royale : un nouveau commentaire"]


def test_an_own_verified_address_needs_no_confirmation(client: Client, postbox: Postbox, worker: Worker) -> None:
    person, fiche = charlie(), make_fiche()
    person.emailaddress_set.create(email=CHARLIE, verified=True, primary=True)
    client.force_login(person)
    assert _follow(client, fiche, email="") == 302
    worker.work()
    assert postbox.messages == []
    assert Abonnement.objects.get().confirmed_at is not None and Abonnement.objects.get().person == person


def test_somebody_signed_in_cannot_follow_at_another_s_address_without_asking(client: Client) -> None:
    client.force_login(alice())  # no verified address: as a stranger
    _follow(client, make_fiche())
    followed = Abonnement.objects.get()
    assert (followed.confirmed_at, followed.person) == (None, None)


def test_asking_twice_says_the_same_and_writes_once(client: Client, postbox: Postbox, worker: Worker) -> None:
    fiche = make_fiche()
    first = client.post(f"/fiches/{fiche.uuid}/suivre/", {"email": CHARLIE})
    second = client.post(f"/fiches/{fiche.uuid}/suivre/", {"email": CHARLIE.upper()})
    said = [re.search(r"<main.*</main>", page.content.decode().lower(), re.DOTALL)[0] for page in (first, second)]
    assert said[0] == said[1]
    worker.work()
    assert len(postbox.messages) == 1


def test_a_mailbox_is_not_filled_with_questions(client: Client, postbox: Postbox, worker: Worker) -> None:
    for _turn in range(8):
        _follow(client, make_fiche())
    worker.work()
    assert len(postbox.messages) == 5


def test_one_network_does_not_ask_without_end(client: Client) -> None:
    fiche = make_fiche()
    answers = [_follow(client, fiche, email=f"a{turn}@exemple.fr") for turn in range(31)]
    assert answers[-2:] == [200, 429]


@pytest.mark.parametrize("email", ["", "charlie", "a@b\r\nBcc: tous@exemple.fr", "x" * 300 + "@exemple.fr"])
def test_what_is_no_address_is_refused_in_words(client: Client, email: str) -> None:
    page = client.post(f"/fiches/{make_fiche().uuid}/suivre/", {"email": email})
    assert page.status_code == 422 and "errorlist" in page.content.decode()


def test_what_is_not_public_is_followed_only_by_who_holds_its_secret(client: Client) -> None:
    fiche = make_fiche(visibility=Visibility.WAITING)
    SecretLink.objects.create(fiche=fiche, digest=digest("s" * 43))
    assert _follow(client, fiche) == 404
    assert _follow(client, fiche, secret="t" * 43) == 404
    assert _follow(client, fiche, secret="s" * 43) == 200
    assert Abonnement.objects.get().is_reporter


def test_one_tap_stops_without_a_cookie(clock: Clock) -> None:
    followed = _confirmed(make_fiche(), clock)
    other = _confirmed(make_fiche(), clock)
    strict = Client(enforce_csrf_checks=True)
    address = f"/abonnements/{token(followed, MANAGE)}/arreter/"
    assert strict.get(address).status_code == 200
    assert Abonnement.objects.count() == 2, "opening the link only shows a button"
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Abonnement.objects.all()) == [other]
    for again in (strict.get(address), strict.post(address)):
        assert again.status_code == 200 and "C’est arrêté" in again.content.decode()


def test_the_link_of_a_digest_stops_all_of_that_address(clock: Clock) -> None:
    followed = _confirmed(make_fiche(), clock)
    _confirmed(make_fiche(), clock)
    kept = _confirmed(make_fiche(), clock, email="alice@exemple.fr")
    Client().post(f"/abonnements/{token(followed, STOP_ALL)}/arreter/")
    assert list(Abonnement.objects.all()) == [kept]


def test_a_link_serves_its_own_purpose_and_no_other(client: Client, clock: Clock) -> None:
    followed = _confirmed(make_fiche(), clock)
    confirm, forged = token(followed, CONFIRM), signing.dumps(followed.pk, salt="autre")
    for text in (confirm, forged, token(followed, MANAGE)[:-1], "x"):
        assert client.get(f"/abonnements/{text}/").status_code == 404
        assert client.post(f"/abonnements/{text}/arreter/").status_code == 404
    assert client.get(f"/abonnements/{token(followed, MANAGE)}/confirmer/").status_code == 404
    assert Abonnement.objects.count() == 1


def test_rhythm_and_quiet_hours_are_chosen(client: Client, clock: Clock) -> None:
    followed = _confirmed(make_fiche(), clock)
    address = f"/abonnements/{token(followed, MANAGE)}/"
    page = client.get(address)
    assert page["Referrer-Policy"] == "strict-origin" and page["X-Robots-Tag"] == "noindex"
    chosen = {"rhythm": "weekly", "quiet_from": "20:00", "quiet_until": "09:30"}
    assert "C’est noté" in client.post(address, chosen, follow=True).content.decode()
    followed.refresh_from_db()
    assert (followed.rhythm, f"{followed.quiet_from:%H:%M}", f"{followed.quiet_until:%H:%M}") == (
        "weekly", "20:00", "09:30",
    )  # fmt: skip
    wrong = client.post(address, {"rhythm": "hourly", "quiet_from": "25:00", "quiet_until": ""})
    assert wrong.status_code == 422


def test_an_unconfirmed_address_is_forgotten_after_a_week(client: Client, clock: Clock) -> None:
    fiche = make_fiche()
    _follow(client, fiche)
    forget(clock.now + timedelta(days=6))
    assert Abonnement.objects.count() == 1
    forget(clock.now + timedelta(days=8))
    assert not Abonnement.objects.exists()


def test_an_address_is_forgotten_a_year_after_all_is_said(clock: Clock) -> None:
    settled, going_on = make_fiche(stage="done"), make_fiche()
    for fiche in (settled, going_on):
        record(fiche, What.ANSWER, role="agent", public_text="Voilà.")
    _confirmed(settled, clock)
    kept = _confirmed(going_on, clock)
    forget(clock.now + timedelta(days=360))
    assert Abonnement.objects.count() == 2
    forget(clock.now + timedelta(days=370))
    assert list(Abonnement.objects.all()) == [kept]
