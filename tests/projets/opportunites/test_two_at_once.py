"""Two people, or one who taps twice: what is done once on a topic is done once, and the other one reads why."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from carto.comptes.models import User
from carto.fiches.models import Soutien
from projets.opportunites.models import (
    Decision,
    Famille,
    Interpellation,
    Livraison,
    Opportunite,
    Passage,
    Rangement,
    Reponse,
    Siege,
    Talent,
)
from projets.opportunites.referents.rights import Hand
from tests.factories import make_territoire
from tests.people import bob, charlie, denise
from tests.places import CHATEAU
from tests.projets.deciding.samples import announced, gate_passed, written
from tests.projets.gates.samples import make_gate, make_meeting
from tests.projets.phases.samples import make_table, put
from tests.projets.referents.samples import in_days, make_topic

pytestmark = pytest.mark.django_db(transaction=True)
Sending = tuple[str, dict[str, Any]]


def _at_once(person: User, *sendings: Sending) -> list[int]:
    """The statuses of sendings of one person that leave together."""
    ready = Barrier(len(sendings))

    def send(sending: Sending) -> int:
        client = Client(raise_request_exception=False)
        client.force_login(person)
        try:
            ready.wait(timeout=20)
            return client.post(*sending).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sendings)) as hands:
        return sorted(hands.map(send, sendings))


def _topic(person: User, **fields: Any) -> Opportunite:
    return make_topic(**({"status": "construction", "stage": "in_progress", "carrier": person} | fields))


def test_what_is_done_once_is_done_once() -> None:
    hand = Hand(denise(make_territoire(CHATEAU)), "referent")
    agent, stranger = bob(), charlie()
    topic = _topic(hand.person)
    base = topic.get_absolute_url()
    argument = put(topic, "pour", "De l’ombre à midi.").commentaire
    family = Famille.objects.create(opportunite=topic, title="L’ombre", summary="Il fait chaud.", side="pour")
    filed = (f"{base}arguments/ranger/", {f"argument_{argument.pk}": family.pk})
    table = make_table(topic)
    seat = (f"{base}tablees/{table.pk}/asseoir/", {"signed": "yes", "name": ""})
    gate = make_gate(topic, hand, reunion=make_meeting(topic))
    yes = (f"{base}passage/service/", {"yes": "oui", "said": "Cela nous va."})
    skill = ("/opportunites/talents/moi/", {"words": "Je parle turc."})
    answered = (f"{base}reponses/", {"quoi": f"mot-{argument.pk}", "verdict": "taken", "reason": "On plante."})
    told: dict[str, tuple[User, Sending, Callable[[], int]]] = {
        "an argument is filed": (hand.person, filed, Rangement.objects.count),
        "a seat is taken": (stranger, seat, Siege.objects.count),
        "the service says yes": (agent, yes, gate.opportunite.evenements.filter(what="answer").count),
        "a skill is told": (agent, skill, Talent.objects.count),
        "an author is answered": (hand.person, answered, Reponse.objects.count),
    }
    for name, (person, sending, count) in told.items():
        statuses = _at_once(person, sending, sending)
        assert statuses[0] == 302 and statuses[1] < 500, (name, statuses)
        assert count() == 1, name
    assert Passage.objects.get().service_at is not None


def test_a_second_tap_without_an_account_takes_no_second_seat() -> None:
    table = make_table(make_topic(status="contribution", stage="in_progress"), turn=None)
    address = f"/opportunites/{table.opportunite.uuid}/tablees/{table.pk}/"
    sending = Client().get(address).context["form"]["uuid"].value()
    taken = [Client().post(f"{address}asseoir/", {"name": "Zoé", "uuid": str(sending)}) for _tap in range(2)]
    assert taken[0]["Location"] == taken[1]["Location"] and Siege.objects.count() == 1
    assert Client().get(taken[1]["Location"]).status_code == 200


def test_a_family_goes_or_holds_an_argument() -> None:
    person = denise(make_territoire(CHATEAU))
    topic = _topic(person)
    base = topic.get_absolute_url()
    argument = put(topic, "pour", "De l’ombre à midi.").commentaire
    for _again in range(3):
        family = Famille.objects.create(opportunite=topic, title="L’ombre", summary="Il fait chaud.", side="pour")
        Rangement.objects.all().delete()
        filed = (f"{base}arguments/ranger/", {f"argument_{argument.pk}": family.pk})
        dropped = (f"{base}arguments/familles/{family.pk}/", {"enlever": "1"})
        assert max(_at_once(person, filed, dropped)) < 500
        assert Famille.objects.filter(pk=family.pk).exists() is Rangement.objects.exists()


def test_a_decision_is_taken_questioned_and_delivered_once() -> None:
    person, stranger = denise(make_territoire(CHATEAU)), charlie()
    topic = _topic(person)
    base, client = topic.get_absolute_url(), Client()
    client.force_login(person)
    gate_passed(topic)
    client.post(f"{base}decision/annoncer/", announced())
    client.post(f"{base}decision/ecrire/", written())
    taken = _at_once(person, *[(f"{base}decision/prendre/", {})] * 2)
    assert taken == [302, 302], "whoever taps twice finds it taken"
    assert Decision.objects.exclude(taken_at=None).count() == topic.evenements.filter(what="decided").count() == 1
    challenge = Interpellation.objects.create(decision=Decision.objects.get(), needed=5)
    assert _at_once(stranger, *[(f"{base}decision/questionner/rejoindre/", {})] * 2) == [302, 302]
    assert Soutien.objects.count() == 1
    kept = {"outcome": "kept", "words": "Les bus passent."}
    assert max(_at_once(person, *[(f"{base}decision/questionner/repondre/", kept)] * 2)) < 500
    challenge.refresh_from_db()
    assert challenge.outcome == "kept" and not Soutien.objects.exists()
    there = {"delivered_on": in_days(0), "text": "C’est planté.", "cout-TOTAL_FORMS": 0, "cout-INITIAL_FORMS": 0}
    assert max(_at_once(person, *[(f"{base}realisation/realisee/", there)] * 2)) < 500
    assert Livraison.objects.count() == 1
