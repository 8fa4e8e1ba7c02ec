"""`three` 0.8.0 (Code for America) on a live server, and our own client on our own server, both ways."""

import itertools
import uuid
from datetime import date, timedelta
from types import ModuleType

import pytest
from django.utils import timezone
from jsonschema import validate
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from carto.fiches.models import Photo
from signalements.actions import change_status
from signalements.models import Categorie, RemoteCode, RemoteServer, Sending, Signalement
from signalements.open311 import pulling, sending
from signalements.workflow import Status
from tests.signalements.open311.samples import DEFINITION, DISCOVERY, ERRORS, RECEIVED, REQUESTS, SERVICES, make_key
from tests.signalements.samples import make_signalement, photo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The client as PyPI has it; it was written for Python 2, where this function was called otherwise."""
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    import three

    return three


def test_a_client_not_ours_reads_reports_and_follows(live_server: LiveServer, three: ModuleType) -> None:
    client = three.Three(f"{live_server.url}/open311/v2/", api_key=make_key(), jurisdiction="nantes.fr")
    validate(client.discovery(), DISCOVERY)
    validate(client.services(), SERVICES)
    validate(client.services("depot-sauvage"), DEFINITION)
    received = client.post(
        "depot-sauvage", lat="47.2166", long="-1.5562", name="Alice L.", email="alice@exemple.fr",
        phone="02 40 00 00 00", description="Un canapé.", media=photo().file,
        **{"attribute[origine]": "rue", "attribute[objets][]": ["meubles", "sacs"]},
    )  # fmt: skip
    validate(received, RECEIVED)
    one = Signalement.objects.get(number=received[0]["service_request_id"])
    assert one.answers == {"origine": "rue", "objets": ["meubles", "sacs"]}
    assert (one.contact.name, Photo.objects.get().fiche_id) == ("Alice L.", one.pk)
    today = date.today()
    found = client.requests("depot-sauvage", status="open", count=10)
    validate(found, REQUESTS)
    span = [(today + timedelta(days=days)).strftime("%m-%d-%Y") for days in (-3, 2)]
    assert client.requests(between=span) == client.request(one.number) == found
    assert client.token(str(one.uuid)) == [{"token": str(one.uuid), "service_request_id": one.number}]
    validate(client.request("S-0"), ERRORS)
    client.api_key = "fausse"
    assert client.post("depot-sauvage", lat="47.2166", long="-1.5562")[0]["code"] == "403"


def test_two_cities_of_ours_hand_over_and_hear_back(
    live_server: LiveServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CARTO_INSIDE_HOSTS = ["localhost", "127.0.0.1"]
    monkeypatch.setattr(sending, "identity", lambda one: str(uuid.uuid5(one.uuid, "there")))  # here both share a base
    here = make_signalement("depot-sauvage", text="Un canapé.", answers={"origine": "rue", "objets": ["meubles"]})
    assert Categorie.objects.get(code="tags-affiches").service != Categorie.objects.get(code="trou-chaussee").service
    server = RemoteServer.objects.create(
        name="La ville voisine", url=f"{live_server.url}/open311/v2/", service=here.service, api_key=make_key()
    )
    RemoteCode.objects.create(server=server, categorie=here.categorie, code="depot-sauvage")
    now = timezone.now()
    sending.gather(now)
    Signalement.objects.filter(pk=here.pk).update(reported_at=now - timedelta(days=1))
    assert sending.send_due(now) == 1
    sent = Sending.objects.get()
    there = Signalement.objects.get(number=sent.external_id)
    assert (sent.state, there.answers) == (Sending.State.SENT, here.answers)
    assert there.text.startswith("Un canapé.") and here.number in there.text
    change_status(there, Status.TREATED, closing="mended", public_text="Enlevé ce matin.")
    assert pulling.pull_all(timezone.now() + timedelta(minutes=1)) == 1
    here.refresh_from_db()
    assert here.get_status() is Status.TO_CHECK
    assert here.evenements.order_by("pk").last().public_text == "La ville voisine : Enlevé ce matin."
