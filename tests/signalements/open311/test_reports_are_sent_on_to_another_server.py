"""What a linked service receives goes to its server, as often as it takes; what becomes of it there comes back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from carto.comptes.models import Service
from carto.fiches.models import Fiche, Visibility
from signalements.models import Categorie, RemoteCode, RemoteServer, Sending, Signalement
from signalements.open311 import client, pulling, sending
from signalements.open311.pieces import case_piece
from signalements.workflow import Status
from tests.people import bob, charlie
from tests.signalements.open311.stub import Stub, one_request, one_update, stub_server
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
State = Sending.State


@pytest.fixture
def stub(settings: Settings) -> Iterator[Stub]:
    """The other server, in our own network."""
    settings.CARTO_INSIDE_HOSTS = ["127.0.0.1"]
    with stub_server() as server:
        yield server


@pytest.fixture
def one(content: None) -> Signalement:
    """A report that the road service has received."""
    return make_signalement(text="Gros trou.", answers={"danger": "non", "objets": ["sacs", "meubles"]})


@pytest.fixture
def server(stub: Stub, one: Signalement) -> RemoteServer:
    """The département, to whom the road service hands over."""
    made = RemoteServer.objects.create(
        name="Le département", url=stub.url, service=one.service, api_key="leur-cle", jurisdiction="dept.fr"
    )
    RemoteCode.objects.create(server=made, categorie=one.categorie, code="007")
    return made


def turn(minutes: float = 0) -> Sending:
    """One turn of the worker, that many minutes from now."""
    now = timezone.now() + timedelta(minutes=minutes)
    sending.gather(now)
    sending.send_due(now)
    return Sending.objects.get()


def test_it_is_sent_once_without_the_person_and_its_history_says_so(
    stub: Stub, one: Signalement, server: RemoteServer
) -> None:
    stub.says("POST requests.xml", one_request("D-12"))
    sent = turn()
    assert (sent.state, sent.external_id, sent.error) == (State.SENT, "D-12", "")
    turn()
    [(_what, told)] = stub.asked
    assert (
        told["service_code"] == ["007"] and told["jurisdiction_id"] == ["dept.fr"] and told["api_key"] == ["leur-cle"]
    )
    assert told["attribute[danger]"] == ["non"] and told["attribute[objets][]"] == ["sacs", "meubles"]
    assert told["description"][0].startswith("Gros trou.") and one.number in told["description"][0]
    assert not {"email", "phone", "first_name", "last_name", "media_url"} & set(told)
    one.refresh_from_db()
    assert one.get_status() is Status.FORWARDED
    line = one.evenements.get(what="status")
    assert line.public_text == "Transmis à Le département, qui l’a reçu sous le numéro D-12."
    assert line.actor_role == "system"


def test_what_is_held_joined_for_show_or_old_is_not_sent(stub: Stub, one: Signalement, server: RemoteServer) -> None:
    for change in ({"visibility": Visibility.WAITING}, {"visibility": Visibility.JOINED}, {"demonstration": True}):
        Fiche.objects.filter(pk=one.pk).update(**({"visibility": Visibility.PUBLIC} | change))
        assert sending.gather(timezone.now()) == 0
    Fiche.objects.filter(pk=one.pk).update(demonstration=False)
    Signalement.objects.filter(pk=one.pk).update(reported_at=timezone.now() - timedelta(days=15))
    assert sending.gather(timezone.now()) == 0
    assert stub.asked == []


def test_a_token_is_asked_about_until_it_is_a_number(stub: Stub, server: RemoteServer) -> None:
    stub.says("POST requests.xml", one_request(token="jeton 1"))
    stub.says("GET tokens/jeton%201.xml", one_request(token="jeton 1"))
    assert turn().state == State.TOKEN
    waiting = turn(6)
    assert (waiting.state, waiting.attempts) == (State.TOKEN, 1)
    stub.says("GET tokens/jeton%201.xml", one_request("D-13"))
    arrived = turn(60)
    assert (arrived.state, arrived.external_id) == (State.SENT, "D-13")
    assert [what for what, _told in stub.asked].count("POST requests.xml") == 1


def test_a_failure_is_tried_again_ever_later_and_given_up_after_two_days(stub: Stub, server: RemoteServer) -> None:
    stub.says("POST requests.xml", "<errors><error><description>en panne</description></error></errors>", 503)
    begun = timezone.now()
    first = turn()
    assert (first.state, first.attempts) == (State.WAITING, 1)
    assert first.error == "Réponse 503. en panne"
    assert timedelta(minutes=4) < first.next_at - begun < timedelta(minutes=6)
    turn(3)
    assert len(stub.asked) == 1
    for _more in sending.WAITS:
        Sending.objects.update(next_at=timezone.now())
        last = turn()
    assert (last.state, last.attempts) == (State.FAILED, 7)
    assert timedelta(days=2) <= sum(sending.WAITS, timedelta(hours=1)) <= timedelta(days=2, hours=12)


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_not_insisted_on(stub: Stub, server: RemoteServer, status: int) -> None:
    said = "<errors><error><code>403</code><description>Clé inconnue</description></error></errors>"
    stub.says("POST requests.xml", said, status)
    refused = turn()
    assert (refused.state, refused.error) == (State.FAILED, f"Réponse {status}. Clé inconnue")


def test_a_category_without_a_code_there_is_told_without_a_call(
    stub: Stub, one: Signalement, server: RemoteServer
) -> None:
    RemoteCode.objects.all().delete()
    failed = turn()
    assert failed.state == State.FAILED and "Trou dans la chaussée" in failed.error
    assert stub.asked == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<html><p>Bienvenue", "Réponse illisible"), ("", "Réponse illisible"), ("<service_requests/>", "ni numéro"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "Réponse illisible"), ("[]", "Réponse illisible"),
        ("<?xml version='1.0' encoding='inconnu'?><a/>", "Réponse illisible"),
        ("<a>" + "b" * (client.LONGEST + 1) + "</a>", "trop longue"),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_a_failure_to_try_again(
    stub: Stub, server: RemoteServer, body: str, why: str
) -> None:
    stub.says("POST requests.xml", body)
    failed = turn()
    assert failed.state == State.WAITING and why in failed.error


def test_a_redirection_is_not_followed(stub: Stub, server: RemoteServer) -> None:
    with stub_server() as inside:
        stub.says("POST requests.xml", "", 302, Location=f"{inside.url}requests.xml")
        assert turn().state == State.FAILED
        assert inside.asked == []


def test_a_private_or_plain_address_is_not_called_unless_the_settings_name_it(
    stub: Stub, server: RemoteServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CARTO_INSIDE_HOSTS = []
    assert turn().state == State.FAILED
    monkeypatch.setattr("carto.outward.is_public", lambda address: False)
    RemoteServer.objects.update(url=stub.url.replace("http://", "https://"))
    sending.again(Sending.objects.get())
    assert turn().state == State.FAILED
    assert stub.asked == []


def test_silence_is_a_failure(stub: Stub, server: RemoteServer, monkeypatch: pytest.MonkeyPatch) -> None:
    stub.says("POST requests.xml", one_request("D-1"))
    stub.pause = 0.5
    monkeypatch.setattr(client, "PATIENCE", (0.2, 0.1))
    assert turn().error == "Serveur injoignable : ReadTimeout"


def test_an_answer_that_drips_is_a_failure(stub: Stub, server: RemoteServer, monkeypatch: pytest.MonkeyPatch) -> None:
    stub.says("POST requests.xml", one_request("D-1"))
    stub.drip = 0.02
    monkeypatch.setattr(client, "ENOUGH", 0.3)
    assert turn().error == "Réponse trop lente."


def test_one_that_has_gone_to_another_service_is_not_sent(stub: Stub, one: Signalement, server: RemoteServer) -> None:
    sending.gather(timezone.now())
    Signalement.objects.filter(pk=one.pk).update(service=Service.objects.exclude(pk=one.service_id).first())
    assert "un autre service" in turn().error and stub.asked == []


def test_a_server_that_is_down_is_asked_once_a_turn(stub: Stub, one: Signalement, server: RemoteServer) -> None:
    make_signalement()
    sending.gather(timezone.now())
    stub.says("POST requests.xml", "", 500)
    assert sending.send_due(timezone.now()) == 1
    assert len(stub.asked) == 1


def sent(stub: Stub) -> None:
    """It has arrived, under D-12."""
    stub.says("POST requests.xml", one_request("D-12"))
    turn()


def test_what_is_done_there_is_to_be_checked_here_and_told_once(
    stub: Stub, one: Signalement, server: RemoteServer
) -> None:
    sent(stub)
    stub.says("GET servicerequestupdates.xml", one_update("D-12", "CLOSED", "Rebouché ce matin."))
    assert pulling.pull_all(timezone.now()) == 1
    assert pulling.pull_all(timezone.now()) == 0
    one.refresh_from_db()
    line = one.evenements.order_by("pk").last()
    assert one.get_status() is Status.TO_CHECK
    assert (line.actor_role, line.public_text) == ("partner", "Le département : Rebouché ce matin.")
    assert "closed" in line.private_text


def test_words_that_change_nothing_are_an_answer(stub: Stub, one: Signalement, server: RemoteServer) -> None:
    sent(stub)
    stub.says("GET servicerequestupdates.xml", one_update("D-12", "open", "Nous passerons mardi."))
    pulling.pull_all(timezone.now())
    line = one.evenements.order_by("pk").last()
    assert (line.what, line.public_text) == ("answer", "Le département : Nous passerons mardi.")


def test_a_server_without_updates_is_asked_about_its_requests(
    stub: Stub, one: Signalement, server: RemoteServer
) -> None:
    sent(stub)
    told = "<requests><request><service_request_id>D-12</service_request_id><status>{}</status></request></requests>"
    stub.says("GET requests.xml", told.format("open"))
    assert pulling.pull_all(timezone.now()) == 0
    stub.says("GET requests.xml", told.format("closed"))
    assert (pulling.pull_all(timezone.now()), pulling.pull_all(timezone.now())) == (1, 0)
    one.refresh_from_db()
    assert one.get_status() is Status.TO_CHECK


def test_updates_of_others_and_nonsense_are_left(stub: Stub, server: RemoteServer) -> None:
    sent(stub)
    stub.says("GET servicerequestupdates.xml", one_update("X-99", "closed", "?"))
    assert pulling.pull_all(timezone.now()) == 0
    stub.says("GET servicerequestupdates.xml", one_update("D-12", "", "", update_id=""))
    assert pulling.pull_all(timezone.now()) == 0


def test_a_pull_that_fails_is_said_on_the_server_and_goes_on_from_where_it_was(
    stub: Stub, server: RemoteServer
) -> None:
    sent(stub)
    stub.says("GET servicerequestupdates.xml", "", 500)
    pulling.pull_all(timezone.now())
    server.refresh_from_db()
    assert server.error.startswith("Réponse 500") and server.pulled_until is None
    stub.says("GET servicerequestupdates.xml", "<service_request_updates/>")
    pulling.pull_all(timezone.now())
    server.refresh_from_db()
    assert server.error == "" and server.pulled_until is not None


def test_the_desk_sees_the_failure_and_tries_again(
    stub: Stub, one: Signalement, server: RemoteServer, client: Browser
) -> None:
    stub.says("POST requests.xml", "<errors><error><description>Clé inconnue</description></error></errors>", 403)
    failed = turn()
    client.force_login(bob(one.service))
    page = client.get("/bureau/echanges/envois/").content.decode()
    assert "Clé inconnue" in page and one.number in page and "Le département" in page
    answer = client.post(f"/bureau/echanges/envois/{failed.pk}/reessayer/", {"retour": "//ailleurs.fr"})
    assert (answer.status_code, answer["Location"]) == (302, "/bureau/echanges/envois/")
    stub.says("POST requests.xml", one_request("D-14"))
    assert turn().state == State.SENT


def test_another_service_neither_sees_nor_sends(
    stub: Stub, one: Signalement, server: RemoteServer, client: Browser
) -> None:
    failed = turn()
    client.force_login(charlie())
    assert client.get("/bureau/echanges/envois/").status_code == 403
    other = Service.objects.exclude(pk=one.service_id).first()
    client.force_login(bob(other))
    assert one.number not in client.get("/bureau/echanges/envois/").content.decode()
    assert client.post(f"/bureau/echanges/envois/{failed.pk}/reessayer/").status_code == 404
    assert client.post(f"/bureau/echanges/envois/{one.uuid}/vers/{server.pk}/").status_code == 404


def test_an_old_one_is_sent_by_hand(stub: Stub, one: Signalement, server: RemoteServer, client: Browser) -> None:
    Signalement.objects.filter(pk=one.pk).update(reported_at=timezone.now() - timedelta(days=99))
    stub.says("POST requests.xml", one_request("D-15"))
    client.force_login(bob(one.service))
    client.post(f"/bureau/echanges/envois/{one.uuid}/vers/{server.pk}/")
    assert turn().external_id == "D-15"


def test_a_service_that_is_not_linked_sends_nothing(stub: Stub, server: RemoteServer) -> None:
    other = Categorie.objects.exclude(service=server.service).first()
    make_signalement(other.code)
    sending.gather(timezone.now())
    assert Sending.objects.count() == 1


def test_the_page_of_a_case_says_where_it_went_and_where_it_may_go(
    stub: Stub, one: Signalement, server: RemoteServer, rf: RequestFactory
) -> None:
    def drawn() -> str:
        return render_to_string("signalements/open311/_case.html", case_piece(rf.get("/bureau/x/"), one))

    assert "Envoyer à Le département" in drawn()
    stub.says("POST requests.xml", one_request("D-16"))
    turn()
    assert "n° D-16 chez eux" in drawn() and "Envoyer à" not in drawn()
    Sending.objects.all().delete()
    RemoteServer.objects.update(active=False)
    assert case_piece(rf.get("/"), one) == {}
