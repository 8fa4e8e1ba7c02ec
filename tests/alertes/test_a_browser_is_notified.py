"""Web push without identity: a real VAPID exchange with a push service on loopback, encrypted for one browser alone."""

import io
import json
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from carto.alertes import push
from carto.alertes.errors import Undelivered
from carto.alertes.models import Abonnement, Message
from carto.alertes.outbox import send_due
from carto.fiches.actions import digest, record
from carto.fiches.models import Fiche, SecretLink, What
from tests.alertes.conftest import Clock
from tests.alertes.postbox import Worker
from tests.alertes.pushservice import Browser, PushService
from tests.factories import make_fiche
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key(settings: Settings, tmp_path: Path) -> str:
    """The house's key, in a folder of the test's."""
    settings.CARTO_VAR = tmp_path
    settings.CARTO_PUSH_SUBJECT = "mailto:carte@exemple.fr"
    call_command("make_push_key", stdout=io.StringIO())
    return push.public_key()


@pytest.fixture
def service(settings: Settings) -> Iterator[PushService]:
    """A push service, which tests alone may name."""
    settings.CARTO_PUSH_LOOPBACK = True
    service = PushService().start()
    yield service
    service.stop()


def _subscribe(fiche: Fiche, service: PushService, browser: Browser, **said: str) -> tuple[int, dict[str, str]]:
    told = json.dumps({"endpoint": f"{service.origin}/envoi/abc", "keys": browser.keys()})
    answer = Client().post(f"/fiches/{fiche.uuid}/suivre/notification/", {"souscription": told} | said)
    return answer.status_code, answer.json()


def test_the_key_is_made_once_for_its_owner_alone(key: str) -> None:
    again = io.StringIO()
    call_command("make_push_key", stdout=again)
    assert again.getvalue().strip() == key == push.public_key()
    assert stat.S_IMODE(push.key_path().stat().st_mode) == 0o600


def test_a_notification_is_signed_encrypted_and_read_by_its_browser(
    service: PushService, worker: Worker, clock: Clock, key: str
) -> None:
    fiche, browser = make_fiche(title="Lampadaire éteint"), Browser()
    status, told = _subscribe(fiche, service, browser)
    assert status == 201 and told["regler"].startswith("/abonnements/")
    record(fiche, What.ANSWER, role="agent", public_text="Appelez Alice au 06 01 02 03 04.")
    worker.work()
    (delivery,) = service.deliveries
    claims = delivery.claims()
    assert claims["aud"] == service.origin
    assert claims["sub"] == "mailto:carte@exemple.fr"
    assert time.time() < claims["exp"] <= time.time() + 24 * 3600
    assert claims["key"] == key
    assert delivery.headers["content-encoding"] == "aes128gcm" and int(delivery.headers["ttl"]) > 0
    assert delivery.headers["topic"] == fiche.uuid.hex
    said = browser.read(delivery.body)
    assert said == {
        "title": "Lampadaire éteint", "body": "Une réponse est arrivée", "url": f"/fiches/{fiche.uuid}/",
        "tag": fiche.uuid.hex, "lang": "fr",
    }  # fmt: skip
    assert len(delivery.body) < 4096 and b"Lampadaire" not in delivery.body
    assert Message.objects.get().sent_at is not None


def test_nothing_is_stored_that_says_who_follows(service: PushService, clock: Clock) -> None:
    fiche = make_fiche()
    _subscribe(fiche, service, Browser())
    _subscribe(fiche, service, Browser())
    followed = Abonnement.objects.get()
    assert (followed.person, followed.email, followed.is_reporter) == (None, "", False)


def test_whoever_holds_the_secret_is_notified_with_a_way_back_in(
    service: PushService, worker: Worker, clock: Clock
) -> None:
    fiche, browser = make_signalement(), Browser()
    Fiche.objects.filter(pk=fiche.pk).update(visibility="waiting")
    SecretLink.objects.create(fiche=fiche, digest=digest("s" * 43))
    told = json.dumps({"endpoint": f"{service.origin}/envoi/abc", "keys": browser.keys()})
    address = f"/fiches/{fiche.uuid}/suivre/notification/"
    assert Client().post(address, {"souscription": told}).status_code == 404
    _subscribe(fiche, service, browser, secret="s" * 43)
    record(fiche, What.ASKED, role="agent", public_text="Quel étage ?")
    worker.work()
    assert Client().get(browser.read(service.deliveries[0].body)["url"]).status_code == 200


def test_several_news_are_one_notification(service: PushService, worker: Worker, clock: Clock) -> None:
    clock.at("2026-11-26T23:00")
    browser = Browser()
    for title in ("Tag", "Nid-de-poule"):
        fiche = make_fiche(title=title)
        _subscribe(fiche, service, browser)
        record(fiche, What.ANSWER, role="agent", public_text="Oui.")
    worker.work()
    assert service.deliveries == []
    clock.at("2026-11-27T08:00")
    send_due(clock.now)
    (delivery,) = service.deliveries
    said = browser.read(delivery.body)
    assert (said["title"], said["body"]) == ("2 nouvelles de ce que vous suivez", "Nid-de-poule · Tag")


@pytest.mark.parametrize(("status", "left"), [(410, 0), (404, 0), (500, 1), (429, 1), (302, 1)])
def test_a_browser_that_is_gone_is_forgotten_and_a_tired_service_tried_again(
    service: PushService, worker: Worker, clock: Clock, status: int, left: int
) -> None:
    service.status, service.elsewhere = status, f"{service.origin}/ailleurs" if status == 302 else ""
    fiche = make_fiche()
    _subscribe(fiche, service, Browser())
    record(fiche, What.ANSWER, role="agent")
    worker.work()
    assert Abonnement.objects.count() == left
    assert [delivery.path for delivery in service.deliveries] == ["/envoi/abc"], "no redirection is followed"
    assert list(Message.objects.values_list("attempts", flat=True)) == [1] * left


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.exemple.fr/a",
        "https://127.0.0.1/a",
        "https://10.0.0.8/a",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/a",
        "https://[::ffff:10.0.0.1]/a",
        "https://localhost/a",
        "https://postgis/a",
        "https://push.exemple.fr:5432/a",
        "https://alice:secret@push.exemple.fr/a",
        "http://127.0.0.1:8000/a",
        "file:///etc/passwd",
        "https://push.exemple.fr/" + "a" * 1000,
        "pas une adresse",
        7,
        None,
    ],
)
def test_an_address_that_no_push_service_has_is_refused_in_words(endpoint: object) -> None:
    told = json.dumps({"endpoint": endpoint, "keys": Browser().keys()})
    answer = Client().post(f"/fiches/{make_fiche().uuid}/suivre/notification/", {"souscription": told})
    assert answer.status_code == 422 and "notification" in answer.json()["title"]
    assert not Abonnement.objects.exists()


@pytest.mark.parametrize(
    "told", ["", "{", "[]", "7", '{"endpoint": "https://push.exemple.fr/a"}', '{"keys": {}}', "[" * 5000]
)
def test_what_is_no_subscription_is_refused(told: str) -> None:
    answer = Client().post(f"/fiches/{make_fiche().uuid}/suivre/notification/", {"souscription": told})
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "keys", [{}, {"p256dh": "", "auth": ""}, {"p256dh": "é", "auth": "?"}, {"p256dh": "A" * 87, "auth": "A" * 22}, []]
)
def test_keys_that_encrypt_nothing_are_refused(keys: object) -> None:
    told = json.dumps({"endpoint": "https://push.exemple.fr/a", "keys": keys})
    answer = Client().post(f"/fiches/{make_fiche().uuid}/suivre/notification/", {"souscription": told})
    assert answer.status_code == 422


def test_a_name_that_leads_into_a_private_network_is_not_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        address = ("127.0.0.1", inside.getsockname()[1])
        family = (socket.AF_INET, socket.SOCK_STREAM, 6, "", address)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: [family])
        with pytest.raises(Undelivered):
            push.send("https://push.exemple.fr/a", Browser().keys(), {"title": "Secret"}, topic="a")
        reached, _from = inside.accept()
        assert reached.recv(100) == b"", "the connection is closed before a word is said"


def test_without_a_key_push_is_not_offered(settings: Settings, tmp_path: Path) -> None:
    settings.CARTO_VAR = tmp_path / "vide"
    fiche = make_fiche()
    assert Client().post(f"/fiches/{fiche.uuid}/suivre/notification/", {"souscription": "{}"}).status_code == 404
