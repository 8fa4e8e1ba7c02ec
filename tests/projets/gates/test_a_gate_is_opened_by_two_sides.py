"""At the end of a phase residents and service both say yes; nobody ticks it, and a stranger reads what is missing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.fiches.models import What
from projets.opportunites.choosing.balloting import read_papers
from projets.opportunites.choosing.casting import enter_paper
from projets.opportunites.gates import actions, meetings
from projets.opportunites.gates.reading import gate_of, is_passed, residents_of
from projets.opportunites.gates.tasks import settle_gates
from projets.opportunites.models import Objection, Opportunite, Passage
from projets.opportunites.opening.actions import go_to_phase
from projets.opportunites.referents.actions import set_aside
from projets.opportunites.referents.rights import Hand
from tests.people import bob, gwenola
from tests.projets.choosing.samples import at, ended
from tests.projets.gates.samples import carried, heard, make_gate, make_meeting, page_of

pytestmark = pytest.mark.django_db


def _next(client: Client, topic: object, reason: str = "La suite.") -> int:
    return client.post(f"/opportunites/{topic.uuid}/phase/", {"after": "expertise", "reason": reason}).status_code


def test_both_sides_open_it_and_one_goes_on_in_plain_words(client: Client) -> None:
    topic, _hand = carried(client)
    poll = heard(topic)
    sent = {"summary": "Il fait chaud à midi.", "consultation": poll.pk, "reunion": ""}
    assert "pas encore proposé" in page_of(topic) and "Pas encore proposé" in page_of(topic, "passage/")
    assert client.post(f"/opportunites/{topic.uuid}/passage/ecrire/", sent | {"consultation": ""}).status_code == 422
    assert client.post(f"/opportunites/{topic.uuid}/passage/ecrire/", sent).status_code == 302
    told = page_of(topic, "passage/")
    for said in (
        "Il fait chaud à midi.",
        "Le résultat de la consultation vient le",
        "pas encore répondu",
        "Des arbres",
    ):
        assert said in told
    assert told.count("Pas encore") >= 2 and "coût non dit" in told

    agent = Client()
    agent.force_login(bob())
    address = f"/opportunites/{topic.uuid}/passage/service/"
    assert agent.post(address, {"yes": "oui", "said": " "}).status_code == 422
    assert agent.post(address, {"yes": "non", "said": "Il manque le plan des réseaux."}).status_code == 302
    assert "Pas encore, parce que : Il manque le plan" in page_of(topic)
    assert agent.post(address, {"yes": "oui", "said": "Le plan est là."}).status_code == 302
    assert agent.post(address, {"yes": "non", "said": "Finalement non."}).status_code == 409
    gate = Passage.objects.get()
    assert (gate.service.name, gate.passed_at, is_passed(topic)) == ("Voirie", None, False)
    assert _next(client, topic, "") == 422

    with at(ended(poll)):
        told = page_of(topic, "passage/")
        assert "Le passage est franchi" in told and told.count("Oui</p>") == 2
        assert "20 points" in told, "what each option obtained stands beside its cost"
        assert is_passed(topic) and gate_of(topic).passed_at
        assert "franchi le" in page_of(topic)
        assert _next(client, topic) == 302
    last = topic.evenements.filter(what=What.STATUS).last()
    assert last.public_text == "La suite." and not last.public_text.startswith("Passage non franchi")
    lines = topic.evenements.filter(what__in=(What.CONSULTED, What.OPENED)).values_list("public_text", flat=True)
    assert any("habitants et service ont dit oui" in line for line in lines)


def test_a_mass_that_is_not_reached_says_who_is_missing_and_does_not_count(client: Client) -> None:
    topic, hand = carried(client)
    poll = heard(topic, enough=False)
    gate = make_gate(topic, hand, consultation=poll)
    actions.speak(gate, Hand(bob(), "agent"), "Oui.", yes=True)
    with at(ended(poll)):
        settle_gates(0)
        assert "La masse n’est pas atteinte ; il manque : 1 personne" in page_of(topic, "passage/")
        assert not is_passed(topic) and _next(client, topic, "") == 422
    gate.refresh_from_db()
    assert (gate.residents_at, gate.passed_at) == (None, None)


def test_the_worker_opens_it_when_nobody_reads() -> None:
    topic, hand = carried()
    poll = heard(topic)
    gate = make_gate(topic, hand, consultation=poll)
    actions.speak(gate, Hand(bob(), "agent"), "Oui.", yes=True)
    with at(ended(poll) + timedelta(days=1)):
        assert settle_gates(0) == 1 and settle_gates(0) == 0
    gate.refresh_from_db()
    assert gate.residents_at and gate.passed_at


def test_no_mass_asked_is_nobody_s_yes() -> None:
    topic, hand = carried()
    poll = heard(topic, quorum=0)
    gate = make_gate(topic, hand, consultation=poll)
    with at(ended(poll)):
        assert "Aucune masse" in residents_of(gate).missing


def test_by_consent_each_objection_to_what_came_first_is_answered_first(client: Client) -> None:
    topic, hand = carried(client)
    poll = heard(topic, method="consent", quorum=0.1)
    papers = read_papers(poll, "centre", "A=- B=- C=-\nA=+", "A : trop d’ombre l’hiver\nB : trop laid\nC : rien")
    enter_paper(poll, "L-1", "Marché", papers, person=None, role="facilitator")
    make_gate(topic, hand, consultation=poll)
    with at(ended(poll)):
        told = page_of(topic, "passage/")
        assert "1 objection attend sa réponse." in told and "trop d’ombre" in told and "trop laid" not in told
        first, other = Objection.objects.get(text__startswith="trop d’ombre"), Objection.objects.get(text="trop laid")
        address = f"/opportunites/{topic.uuid}/passage/objections/"
        assert client.post(f"{address}{other.pk}/", {"said": "Peu importe."}).status_code == 404
        assert client.post(f"{address}{first.pk}/", {"said": ""}).status_code == 422
        assert client.post(f"{address}{first.pk}/", {"said": "Ils perdent leurs feuilles."}).status_code == 302
        assert client.post(f"{address}{first.pk}/", {"said": "Encore."}).status_code == 409
        told = page_of(topic, "passage/")
    assert "Ils perdent leurs feuilles." in told and "Oui</p>" in told


def test_a_meeting_stands_for_it_once_it_is_told() -> None:
    topic, hand = carried()
    meeting = make_meeting(topic, days=-1)
    gate = make_gate(topic, hand, reunion=meeting)
    assert "n’a pas encore son compte rendu" in page_of(topic, "passage/")
    agent = bob()
    actions.speak(gate, Hand(agent, "agent"), "Oui.", yes=True)
    meetings.tell(meeting, hand, at=meeting.at, place=meeting.place, came=0, outcome="Personne.")
    assert not is_passed(topic), "nobody came: nobody said yes"
    topic.passages.all().delete()
    again = make_meeting(topic, days=-1)
    gate = make_gate(topic, hand, reunion=again)
    actions.speak(gate, Hand(agent, "agent"), "Oui.", yes=True)
    meetings.tell(again, hand, at=again.at, place=again.place, came=34, outcome="On passe à la suite.")
    assert is_passed(topic)
    told = page_of(topic, "passage/")
    assert "34 personnes sont venues." in told and "On passe à la suite." in told and "Salle Bretagne" in told


def test_said_otherwise_the_service_is_asked_anew_and_after_the_residents_nothing_changes(client: Client) -> None:
    topic, hand = carried(client)
    poll, meeting = heard(topic), make_meeting(topic)
    gate = make_gate(topic, hand, reunion=meeting)
    actions.speak(gate, Hand(bob(), "agent"), "Oui.", yes=True)
    address = f"/opportunites/{topic.uuid}/passage/ecrire/"
    assert client.post(address, {"summary": "Autrement.", "consultation": poll.pk, "reunion": ""}).status_code == 302
    gate.refresh_from_db()
    assert (gate.service_at, gate.reunion, gate.consultation) == (None, None, poll)
    assert "Le service est de nouveau attendu." in page_of(topic)
    both = {"summary": "Deux.", "consultation": poll.pk, "reunion": meeting.pk}
    assert client.post(address, both).status_code == 422, "one way, not two"
    with at(ended(poll)):
        actions.settle(gate)
        assert client.post(address, {"summary": "Trop tard.", "consultation": poll.pk}).status_code == 409


def test_going_back_or_leaving_without_it_makes_another_one(client: Client) -> None:
    topic, hand = carried(client)
    first = make_gate(topic, hand, reunion=make_meeting(topic))
    with pytest.raises(ValidationError, match="déjà proposé"):
        make_gate(topic, hand, reunion=None)
    go_to_phase(topic, "expertise", hand, reason="Les plans d’abord.", ends=None)
    first.refresh_from_db()
    assert first.left_at and gate_of(topic) is None
    go_to_phase(topic, "diagnosis", hand, reason="On a oublié les écoles.", ends=None)
    assert gate_of(topic) is None, "what was proposed the first time is not what is asked now"
    again = make_gate(topic, hand, reunion=make_meeting(topic))
    assert gate_of(topic) == again
    assert "jamais franchi" in page_of(topic, "passage/")


def test_who_speaks_for_the_service(client: Client) -> None:
    agent, other = bob(), gwenola()
    topic, hand = carried(carrier_service=agent.roles.get().service)
    address = f"/opportunites/{topic.uuid}/passage/service/"
    make_gate(topic, Hand(agent, "agent", agent.roles.get().service), reunion=make_meeting(topic))
    for person, status in ((None, 302), (hand.person, 404), (other, 404), (agent, 200)):
        client.logout()
        if person is not None:
            client.force_login(person)
        assert client.get(address).status_code == status, person
        written = client.post(f"/opportunites/{topic.uuid}/passage/ecrire/", {"summary": ""}).status_code
        assert written == (422 if person == agent else status if person != hand.person else 404), (
            "the pen is its carrier's"
        )
    client.force_login(other)
    by_person, _hand = carried()
    make_gate(by_person, hand, reunion=make_meeting(by_person))
    assert client.get(f"/opportunites/{by_person.uuid}/passage/service/").status_code == 200, "one that acts there"


def test_the_page_of_a_topic_asks_as_much_with_three_meetings_as_with_none(client: Client) -> None:
    topic, hand = carried()
    Opportunite.objects.filter(pk=topic.pk).update(status="diagnosis")
    topic.refresh_from_db()
    asked, page = [], ""
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(topic.get_absolute_url()).content.decode()
        asked.append(len(queries))
        if "Salle Bretagne" not in page:
            for days in (2, 3, -4):
                make_meeting(topic, days=days)
            make_gate(topic, hand, reunion=make_meeting(topic, days=5))
    assert asked[0] == asked[1]
    assert "Salle Bretagne" in page and "habitants :" in page


def test_a_topic_that_is_set_aside_leaves_its_gate() -> None:
    topic, hand = carried()
    meeting = make_meeting(topic, -1)
    gate = make_gate(topic, hand, reunion=meeting)
    set_aside(topic, hand, reason="Le chantier du tram d’abord.", until=timezone.localdate() + timedelta(days=9))
    meetings.tell(meeting, hand, at=meeting.at, place=meeting.place, came=4, outcome="Oui.")
    actions.settle_due()
    gate.refresh_from_db()
    assert gate.left_at is not None and gate.residents_at is None
