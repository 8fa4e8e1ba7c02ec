"""Signed webhooks: each public line once, to who asked for it, again when it fails; never anything internal."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from carto.fiches.actions import record
from carto.fiches.models import What
from signalements.actions import change_status
from signalements.hooks.sending import MOST_ATTEMPTS, forget, new_secret, send_due
from signalements.models import Delivery, Webhook
from signalements.workflow import Status
from tests.alertes.pushservice import PushService
from tests.factories import make_fiche
from tests.people import bob, farida
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


@pytest.fixture
def listener(settings: Settings) -> Iterator[PushService]:
    """Another system, on loopback."""
    settings.CARTO_PUSH_LOOPBACK = True
    service = PushService(status=200).start()
    yield service
    service.stop()


def make_hook(listener: PushService, **fields: object) -> Webhook:
    """An address that hears everything, unless told otherwise."""
    told = {"name": "Partenaire", "url": f"{listener.origin}/crochet", "secret": new_secret()}
    return Webhook.objects.create(**(told | fields))


def heard(listener: PushService) -> list[dict]:
    """What it was told."""
    return [json.loads(delivery.body) for delivery in listener.deliveries]


def test_a_step_is_told_once_and_its_signature_can_be_checked(listener: PushService) -> None:
    signalement, hook = make_signalement(), make_hook(listener)
    change_status(signalement, Status.ACCEPTED, person=bob(), public_text="Nous passons mardi.", private_text="secret")
    assert send_due(timezone.now()) == 1 and send_due(timezone.now()) == 0
    told, delivery = heard(listener)[-1], listener.deliveries[-1]
    assert told["type"] == "fiche.status" and told["data"]["after"] == "accepted"
    assert told["data"]["text"] == "Nous passons mardi." and told["data"]["number"] == signalement.number
    assert "secret" not in json.dumps(told) and "Bob" not in json.dumps(told)
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    signed = f"{delivery.headers['webhook-id']}.{delivery.headers['webhook-timestamp']}.".encode() + delivery.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert delivery.headers["webhook-signature"] == f"v1,{expected}"


def test_what_the_services_write_for_themselves_is_told_to_nobody(listener: PushService) -> None:
    signalement = make_signalement()
    make_hook(listener)
    record(signalement, What.NOTED, role="agent", private_text="Voir avec le voisin.")
    record(signalement, What.REACHED, role="agent")
    record(signalement, What.ROUTED, role="system", private_text="Règle 3")
    hidden = make_fiche(visibility="waiting")
    record(hidden, What.ANSWER, role="agent", public_text="Bonjour")
    assert Delivery.objects.count() == 0


def test_who_asked_for_some_things_hears_only_those(listener: PushService) -> None:
    make_hook(listener, kinds=["idee"], whats=["answer"])
    for fiche in (make_fiche(kind="idee"), make_fiche()):
        record(fiche, What.ANSWER, role="agent", public_text="Bonjour")
        record(fiche, What.CORRECTED, role="resident")
    send_due(timezone.now())
    assert [(told["data"]["kind"], told["type"]) for told in heard(listener)] == [("idee", "fiche.answer")]


def test_a_failure_is_kept_tried_again_and_at_last_given_up(listener: PushService) -> None:
    make_hook(listener)
    record(make_fiche(), What.ANSWER, role="agent", public_text="Bonjour")
    listener.status = 500
    now = timezone.now()
    assert send_due(now) == 0
    delivery = Delivery.objects.get()
    assert delivery.state == "waiting" and delivery.attempts == 1 and delivery.answer.startswith("500")
    assert delivery.next_at > now and send_due(now) == 0, "not at once"
    for _try in range(MOST_ATTEMPTS - 1):
        Delivery.objects.update(next_at=now)
        send_due(now)
    delivery.refresh_from_db()
    assert delivery.state == "failed" and delivery.attempts == MOST_ATTEMPTS
    assert forget(now + timedelta(days=60)) == 1


def test_it_does_not_follow_a_redirection_nor_enter_a_private_network(
    listener: PushService, settings: Settings
) -> None:
    hook = make_hook(listener)
    record(make_fiche(), What.ANSWER, role="agent", public_text="Bonjour")
    listener.status, listener.elsewhere = 302, "http://127.0.0.1:1/"
    assert send_due(timezone.now()) == 0
    settings.CARTO_PUSH_LOOPBACK = False
    for url in (hook.url, "https://10.0.0.1/", "https://localhost/x", "file:///etc/passwd"):
        Webhook.objects.update(url=url)
        Delivery.objects.update(next_at=timezone.now(), state="waiting")
        assert send_due(timezone.now()) == 0
        assert "refusée" in Delivery.objects.get().answer
    assert len(listener.deliveries) == 1


def test_a_regulator_adds_one_sees_what_failed_and_tries_again(client: Client, listener: PushService) -> None:
    client.force_login(farida())
    refused = client.post("/bureau/echanges/", {"name": "SIG", "url": "http://10.0.0.1/"})
    assert refused.status_code == 422 and "https publique" in refused.content.decode()
    page = client.post("/bureau/echanges/", {"name": "SIG", "url": f"{listener.origin}/x"}, follow=True)
    hook = Webhook.objects.get()
    assert hook.secret in page.content.decode()
    assert hook.secret not in client.get("/bureau/echanges/").content.decode(), "once"
    listener.status = 503
    record(make_fiche(), What.ANSWER, role="agent", public_text="Bonjour")
    send_due(timezone.now())
    told = client.get(f"/bureau/echanges/{hook.pk}/").content.decode()
    assert "503" in told and "Essayer encore" in told
    listener.status = 200
    client.post(f"/bureau/echanges/{hook.pk}/essayer/{Delivery.objects.get().pk}/")
    assert send_due(timezone.now()) == 1
    client.post(f"/bureau/echanges/{hook.pk}/activer/", {"active": "non"})
    record(make_fiche(), What.ANSWER, role="agent", public_text="Bonjour")
    assert Delivery.objects.count() == 1, "it listens no longer"


def test_only_regulators_sit_there(client: Client) -> None:
    assert client.get("/bureau/echanges/").status_code == 302
    client.force_login(bob())
    assert client.get("/bureau/echanges/").status_code == 403
