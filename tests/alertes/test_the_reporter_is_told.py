"""Whoever reports hears of it: an acknowledgement with number, who answers and until when, then each step."""

import re

import pytest
from django.test import Client

from carto.alertes.models import Abonnement, Message
from carto.alertes.tasks import send_due
from carto.fiches.actions import record, submit
from carto.fiches.models import SecretLink, Visibility, What
from signalements.actions import change_status, prepare
from signalements.models import Categorie, Signalement
from signalements.workflow import Status
from tests.alertes.conftest import Clock
from tests.alertes.postbox import Postbox, Worker, header, html_of, text_of
from tests.people import alice, bob
from tests.places import CHATEAU
from tests.signalements.samples import filled, load_content, make_signalement

pytestmark = pytest.mark.django_db


def _report(client: Client, email: str = "Alice@exemple.fr") -> Signalement:
    load_content()
    answer = client.post("/signaler/", filled(email=email))
    assert answer.status_code == 302, answer.content.decode()
    return Signalement.objects.get()


def _link(text: str, path: str) -> str:
    return re.search(rf"https://carte\.exemple\.fr(/{path}/[^\s>]+)", text)[1]


def test_alice_gets_number_service_date_and_a_fresh_secret_link(
    client: Client, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    signalement = _report(client)
    worker.work()
    (letter,) = postbox.messages
    text = text_of(letter)
    assert letter["To"] == "alice@exemple.fr"
    assert header(letter, "Subject").startswith(f"{signalement.number} : c’est bien reçu")
    for said in (signalement.number, signalement.service.name, "Réponse attendue d’ici le", "Merci, c’est bien reçu."):
        assert said in text, said
        assert said in html_of(letter) or said == "Merci"
    page = Client().get(_link(text, "suivre"))
    assert page.status_code == 200 and signalement.number in page.content.decode()
    assert SecretLink.objects.count() == 2, "the form's own, and the letter's: only their digests"


def test_the_letter_says_that_it_is_automatic_and_how_to_stop(
    client: Client, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    _report(client)
    worker.work()
    (letter,) = postbox.messages
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert header(letter, "List-Unsubscribe").startswith("<https://carte.exemple.fr/abonnements/")


def test_an_acknowledgement_does_not_wait_for_the_morning(
    client: Client, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    clock.at("2026-11-26T23:30")
    _report(client)
    worker.work()
    assert len(postbox.messages) == 1


def test_each_step_is_told_once_with_the_words_of_the_service(
    client: Client, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    signalement = _report(client)
    change_status(signalement, Status.ACCEPTED, person=bob(), public_text="Nous passons mardi.")
    worker.work()
    worker.work()
    _received, step = postbox.messages
    assert header(step, "Subject") == f"{signalement.title} : c’est maintenant « pris en charge »"
    assert "Nous passons mardi." in text_of(step)
    assert "<blockquote>Nous passons mardi.</blockquote>" in html_of(step)
    assert "Bob" not in text_of(step)
    assert Message.objects.filter(sent_at=None).count() == 0


def test_a_question_comes_with_a_link_to_answer(client: Client, postbox: Postbox, worker: Worker, clock: Clock) -> None:
    signalement = _report(client)
    record(signalement, What.ASKED, role="agent", public_text="De quel côté de la rue ?")
    worker.work()
    asked = text_of(postbox.messages[-1])
    assert "De quel côté de la rue ?" in asked and "Pour répondre, sans compte :" in asked
    assert Client().get(_link(asked, "suivre")).status_code == 200


def test_what_one_act_writes_in_two_lines_is_one_letter(
    client: Client, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    signalement = _report(client)
    worker.work()
    record(signalement, What.STATUS, role="agent", before="received", after="treated")
    record(signalement, What.ANSWER, role="agent", public_text="C’est rebouché.")
    worker.work()
    assert len(postbox.messages) == 2
    assert "c’est maintenant « traité »" in text_of(postbox.messages[1])
    assert "C’est rebouché." in text_of(postbox.messages[1])


def test_a_signed_report_is_told_at_the_account_s_verified_address(
    client: Client, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    person = alice()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    make_signalement(author=person)
    worker.work()
    assert [letter["To"] for letter in postbox.messages] == ["alice@exemple.fr"]
    assert Abonnement.objects.get().person == person


def test_an_account_without_a_verified_address_is_not_written_to(postbox: Postbox, worker: Worker) -> None:
    make_signalement(author=alice())
    worker.work()
    assert not Abonnement.objects.exists() and postbox.messages == []


def test_an_anonymous_report_of_somebody_signed_in_ties_nothing_to_the_account(client: Client) -> None:
    load_content()
    client.force_login(alice())
    client.post("/signaler/", filled(named=""))
    assert Signalement.objects.get().author is None
    assert not Abonnement.objects.exists()


def test_alice_is_not_told_of_what_she_did_herself(postbox: Postbox, worker: Worker, clock: Clock) -> None:
    person = alice()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    signalement = make_signalement(author=person)
    record(signalement, What.COMMENT, role="resident", person=person, public_text="Encore plus large ce matin.")
    worker.work()
    assert postbox.subjects() == [f"{signalement.number} : c’est bien reçu ({signalement.title})"]


def test_what_waits_for_the_moderation_is_told_to_its_sender_alone(
    client: Client, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    signalement = _report(client)
    Signalement.objects.filter(pk=signalement.pk).update(visibility=Visibility.WAITING)
    Abonnement.objects.create(fiche=signalement, channel="mail", email="charlie@exemple.fr", confirmed_at=clock.now)
    record(signalement, What.STATUS, role="agent", before="received", after="accepted")
    worker.work()
    assert postbox.to("charlie@exemple.fr") == []
    assert len(postbox.to("alice@exemple.fr")) == 2


def test_ten_acknowledgements_a_day_then_one_letter_a_day(postbox: Postbox, worker: Worker, clock: Clock) -> None:
    load_content()
    categorie = Categorie.objects.select_related("service", "theme").get(code="bruit")
    for _turn in range(12):
        submit(prepare(categorie, geom=CHATEAU), email="alice@exemple.fr")
    worker.work()
    assert len(postbox.messages) == 10
    clock.at("2026-11-27T08:00")
    send_due(0)
    assert postbox.subjects()[10:] == ["2 nouvelles de ce que vous suivez"]
