"""A message becomes an idea, or says why not; and the answer goes back by the door that it came by."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from carto.fiches.actions import digest, record
from carto.fiches.models import What
from projets.idees.inbox.receiving import receive
from projets.idees.inbox.recordings import by_code
from projets.idees.inbox.tasks import forget_senders
from projets.idees.inbox.voices import read_voice
from projets.idees.models import Channel, Depeche, DepecheState, Enregistrement, Idee
from tests.alertes.postbox import Postbox, Worker
from tests.alertes.pushservice import PushService
from tests.people import bob, charlie, hugo
from tests.places import CHATEAU
from tests.projets.inbox.test_messages_arrive_by_every_door import voice
from tests.projets.samples import load_palette

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(client: Client) -> Client:
    """Hugo, at the inbox."""
    client.force_login(hugo())
    return client


def _sms(text: str = "+ d'arbres ici") -> Depeche:
    return receive(Channel.SMS, text, sender="+33612345678", external_id="sms-1")[0]


def _place(client: Client, depeche: Depeche, **fields: str) -> int:
    load_palette()
    told = {
        "uuid": str(uuid4()), "secret": "s" * 40, "autocollant": "arbre", "text": depeche.text,
        "longitude": str(CHATEAU.x), "latitude": str(CHATEAU.y),
    }  # fmt: skip
    return client.post(f"/boite/{depeche.uuid}/", told | fields).status_code


def test_a_stranger_does_not_read_the_inbox(client: Client) -> None:
    depeche = _sms()
    addresses = ("/boite/", f"/boite/{depeche.uuid}/", "/boite/recopier/")
    assert {client.get(address).status_code for address in addresses} == {302}
    client.force_login(charlie())
    assert {client.get(address).status_code for address in addresses} == {403}


def test_an_sms_becomes_an_idea_and_its_sender_gets_the_link_by_sms(
    facilitator: Client, gateway: PushService, worker: Worker
) -> None:
    depeche = _sms()
    assert "d’arbres ici" in facilitator.get("/boite/").content.decode().replace("&#x27;", "’")
    assert _place(facilitator, depeche) == 302
    idee = Idee.objects.get()
    assert (idee.origin, idee.author, idee.text) == ("sms", None, "+ d'arbres ici")
    worker.work()
    told = json.loads(gateway.deliveries[-1].body)
    assert told["to"] == "+33612345678" and "/suivre/ssss" in told["text"]
    assert facilitator.get(told["text"][told["text"].index("/suivre/") :]).status_code == 200
    depeche.refresh_from_db()
    assert depeche.state == DepecheState.PLACED and depeche.replies.get().sent_at


def test_the_service_s_answer_goes_back_by_sms(facilitator: Client, gateway: PushService, worker: Worker) -> None:
    _place(facilitator, _sms())
    worker.work()
    record(Idee.objects.get(), What.ANSWER, role="agent", person=bob(), public_text="Quatre arbres en novembre.")
    worker.work()
    assert json.loads(gateway.deliveries[-1].body)["text"] == "Quatre arbres en novembre."


def test_a_letter_is_answered_by_a_letter_in_its_thread(
    facilitator: Client, post_office: Postbox, worker: Worker
) -> None:
    depeche, _new = receive(Channel.MAIL, "Un banc", sender="alice@exemple.fr", external_id="<7@exemple.fr>")
    facilitator.post(f"/boite/{depeche.uuid}/decider/", {"faire": "ecarter", "r-reason": "C’est à Rezé."})
    worker.work()
    message = post_office.to("alice@exemple.fr")[0]
    assert message["In-Reply-To"] == "<7@exemple.fr>" and message["Auto-Submitted"] == "auto-replied"
    assert "C’est à Rezé." in message.get_content()


def test_an_answer_that_cannot_leave_is_seen_and_tried_again(
    facilitator: Client, gateway: PushService, worker: Worker
) -> None:
    gateway.status = 503
    _place(facilitator, _sms())
    with pytest.raises(Exception, match="refuse"):
        worker.work()
    assert "n’a pas pu partir" in facilitator.get("/boite/").content.decode()


def test_two_who_decide_at_once_make_one_idea(facilitator: Client) -> None:
    depeche = _sms()
    assert _place(facilitator, depeche) == 302 and _place(facilitator, depeche) == 302
    assert Idee.objects.count() == 1


def test_without_a_reason_nothing_is_set_aside(facilitator: Client) -> None:
    depeche = _sms()
    facilitator.post(f"/boite/{depeche.uuid}/decider/", {"faire": "ecarter", "r-reason": " "})
    depeche.refresh_from_db()
    assert depeche.state == DepecheState.WAITING


def test_what_its_sender_takes_back_is_erased(facilitator: Client) -> None:
    depeche = _sms("Je suis au 06 12 34 56 78")
    facilitator.post(f"/boite/{depeche.uuid}/decider/", {"faire": "retirer", "r-reason": "Elle a rappelé."})
    depeche.refresh_from_db()
    assert (depeche.text, depeche.sender, depeche.state) == ("", "", DepecheState.WITHDRAWN)


def test_a_refused_form_keeps_what_was_typed(facilitator: Client) -> None:
    depeche = _sms()
    told = {
        "uuid": str(uuid4()),
        "secret": "s" * 40,
        "text": "Tout ce que j’ai compris",
        "longitude": "2",
        "latitude": "1",
    }
    answer = facilitator.post(f"/boite/{depeche.uuid}/", told)
    assert answer.status_code == 422 and "Tout ce que j’ai compris" in answer.content.decode()


def _recorded() -> tuple[Depeche, Enregistrement]:
    depeche, _new = receive(Channel.VOICE, "", sender="0612345678", external_id="v1")
    found = read_voice(voice())
    held = Enregistrement.objects.create(
        depeche=depeche, file=found.file, seconds=found.seconds, digest=digest("voix:ABCD2345")
    )
    return depeche, held


def test_a_voice_is_heard_by_those_who_animate_then_by_all_when_a_person_says_so(
    facilitator: Client, client: Client
) -> None:
    depeche, held = _recorded()
    assert facilitator.get(f"/boite/voix/{held.uuid}/ecouter/")["Content-Type"] == "audio/wav"
    told = {"v-transcription": "Je rêve d’une fontaine.", "v-shown": "on"}
    facilitator.post(f"/boite/voix/{held.uuid}/", told)
    assert "Je rêve d’une fontaine." in facilitator.get(f"/boite/{depeche.uuid}/").content.decode()
    assert facilitator.get(f"/boite/voix/{held.uuid}/entendre/").status_code == 404
    _place(facilitator, depeche, text="Je rêve d’une fontaine.")
    client.logout()
    assert client.get(f"/boite/voix/{held.uuid}/entendre/").status_code == 200
    assert client.get(f"/boite/voix/{held.uuid}/ecouter/").status_code == 302
    assert "Dit de vive voix" in client.get(Idee.objects.get().get_absolute_url()).content.decode()


def test_whoever_spoke_takes_the_voice_back_with_the_code(client: Client) -> None:
    _depeche, held = _recorded()
    path = held.file.path
    assert client.post("/boite/voix/retirer/", {"code": "ZZZZ9999"}).status_code == 422
    assert by_code("abcd-2345") == held
    assert client.post("/boite/voix/retirer/", {"code": "abcd 2345"}).status_code == 200
    held.refresh_from_db()
    assert not held.file and held.state == "withdrawn"
    assert path


def test_the_sender_is_forgotten_once_it_has_served(facilitator: Client, settings: Settings) -> None:
    _place(facilitator, _sms())
    Depeche.objects.update(qualified_at="2026-01-01T00:00:00Z")
    Depeche.objects.get().replies.update(at="2026-01-01T00:00:00Z")
    assert forget_senders(timestamp=0) == 1
    assert Depeche.objects.get().sender == ""


def test_the_list_costs_the_same_for_two_and_for_twenty(facilitator: Client) -> None:
    counts = []
    for ranks in (range(2), range(2, 20)):
        for rank in ranks:
            receive(Channel.SMS, f"idée {rank}", sender="1", external_id=str(rank))
        with CaptureQueriesContext(connection) as asked:
            facilitator.get("/boite/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
