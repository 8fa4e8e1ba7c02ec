"""Each address under a topic: who may open it, who is told to sign in, who is refused, who finds nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.utils.timezone import localdate

from carto.comptes.models import Role, RoleName, User
from carto.fiches.models import Fiche
from carto.territoires.models import Territoire
from projets.opportunites.models import Bilan, Interpellation, Opportunite
from projets.opportunites.referents.rights import Hand
from tests.factories import make_territoire
from tests.people import alice, bob, denise, gwenola, hugo
from tests.places import CHATEAU, REZE
from tests.projets.deciding.samples import decided
from tests.projets.gates.samples import make_gate, make_meeting
from tests.projets.opportunites.whole import KEYS, WORDS, address, begun, names
from tests.projets.referents.samples import make_topic

pytestmark = pytest.mark.django_db
EVERYBODY: Final = {
    "sheet_versions", "threads", "threads_csv", "families", "tablees", "tablee", "gate", "meetings",
    "meetings_ics", "meeting_ics", "method", "method_change", "calls", "call_offer", "trials", "trial_observe",
    "decision", "answers", "label", "label_json", "lineage", "experience", "visit", "visit_ask",
}  # fmt: skip
PEN: Final = {
    "sheet", "move", "families_file", "family_new", "family", "gate_write", "meeting_new", "meeting_held",
    "meeting_tell", "meeting_call_off", "method_write", "method_adopt", "method_answer", "call_new", "offer_answer",
    "trial_new", "trial_conclude", "decision_announce", "decision_write", "decision_take", "lineage_tie",
    "visit_stop", "visit_seen",
}  # fmt: skip
PEN_ONCE_DECIDED: Final = {"decision_follow", "challenge_answer", "delivery_steps", "delivery_done"}
PEN_ONCE_DELIVERED: Final = {"experience_edit"}
POSTED: Final = {"open", "want_back", "tablee_sit", "tablee_call_off", "challenge_join"}  # GET is no answer there
ANSWERED: Final = {"thread_say"}  # 409: in this phase nothing is said but under something
NOT_YET: Final = {"challenge", "delivery"}  # everybody’s, once it is decided
OWN: Final = {"tablee_mine", "tablee_seat", "family_contest", "family_settle", "gate_reply"}  # nobody’s here
SPOKEN: Final = {"gate_service", "thread_answer"}


def _past(quartier: Territoire) -> User:
    person = denise(quartier)
    Role.objects.filter(user=person).update(until=localdate() - timedelta(days=1))
    return person


def _admin(_quartier: Territoire) -> User:
    person = User.objects.create_user("admin@exemple.fr", name="Administration")
    Role.objects.create(user=person, name=RoleName.ADMIN)
    return person


def _elsewhere() -> Territoire:
    return make_territoire(REZE, name="Rezé", code="R")


# Who; then what they find: of whoever holds the pen, of the service's word, of an answer to a question.
PEOPLE: Final[dict[str, tuple[Callable[[Territoire], User | None], tuple[int, int, int]]]] = {
    "a stranger": (lambda _quartier: None, (302, 302, 302)),
    "a resident": (lambda _quartier: alice(), (403, 403, 403)),
    "the référente who carries it": (denise, (200, 404, 200)),
    "a référente of elsewhere": (lambda _quartier: denise(_elsewhere()), (404, 404, 403)),
    "an ended mandate": (_past, (403, 403, 403)),
    "an agent": (lambda _quartier: bob(), (404, 200, 200)),
    "an agent of elsewhere": (lambda _quartier: bob(territoire=_elsewhere()), (404, 404, 200)),
    "a facilitator": (lambda _quartier: hugo(), (403, 403, 403)),
    "an admin": (_admin, (403, 403, 403)),
}


def _signed_in(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def test_the_table_knows_every_address() -> None:
    known = [EVERYBODY, PEN, PEN_ONCE_DECIDED, PEN_ONCE_DELIVERED, POSTED, ANSWERED, NOT_YET, OWN, SPOKEN]
    assert sorted(names()) == sorted(name for each in known for name in each)


@pytest.mark.parametrize(("who", "found"), PEOPLE.values(), ids=PEOPLE)
def test_each_person_at_each_address(who: Callable[..., User | None], found: tuple[int, int, int]) -> None:
    quartier = make_territoire(CHATEAU)
    person = who(quartier)
    topic = make_topic(status="construction", stage="in_progress", carrier=person)
    make_gate(topic, Hand(None, "referent"), reunion=make_meeting(topic))
    keys, client = begun(topic), _signed_in(person)
    pen, service, reply = found
    hidden = {302: 302, 403: 403}.get(pen, 404)
    told = dict.fromkeys(EVERYBODY, 200) | dict.fromkeys(PEN, pen) | dict.fromkeys(POSTED, 405)
    told |= dict.fromkeys(PEN_ONCE_DECIDED | PEN_ONCE_DELIVERED, hidden) | dict.fromkeys(NOT_YET, 404)
    told |= {"thread_say": 409, "open": 302 if person is None else 405}
    told |= {"gate_service": service, "thread_answer": reply, "gate_reply": hidden, "family_settle": hidden}
    told |= {"tablee_mine": 404, "tablee_seat": 404, "family_contest": 302 if person is None else 404}
    everybody = set() if pen in {403, 404} else EVERYBODY  # with and without the pen is enough
    got = {name: client.get(address(topic, name, keys)).status_code for name in {*told} - EVERYBODY | everybody}
    assert {name: (got[name], told[name]) for name in got if got[name] != told[name]} == {}
    writes = pen == 200
    for name, refused in (("tablees", 404), ("answers", 403), ("tablee_call_off", 404)):
        assert client.post(address(topic, name, keys)).status_code == (422 if writes else refused), name


def test_what_a_service_carries_is_written_by_its_own_agents() -> None:
    quartier = make_territoire(CHATEAU)
    agent, other, referente = bob(), gwenola(), denise(quartier)
    topic = make_topic(status="construction", stage="in_progress", carrier_service=agent.roles.get().service)
    keys = begun(topic)
    for person, status in ((agent, 200), (other, 404), (referente, 404)):
        client = _signed_in(person)
        got = {name: client.get(address(topic, name, keys)).status_code for name in PEN - {"gate_write"}}
        assert {name: found for name, found in got.items() if found != status} == {}, person


def test_once_decided_then_delivered_only_the_pen_goes_on() -> None:
    referente, resident = denise(make_territoire(CHATEAU)), alice()
    topic = make_topic(status="construction", stage="in_progress", carrier=referente)
    Interpellation.objects.create(decision=decided(topic), needed=5)
    for person, status in ((referente, 200), (resident, 403)):
        client = _signed_in(person)
        for name in PEN_ONCE_DECIDED:
            assert client.get(address(topic, name, {})).status_code == status, name
        assert {client.get(address(topic, name, {})).status_code for name in NOT_YET} == {200}
    Opportunite.objects.filter(pk=topic.pk).update(status="delivered")
    assert _signed_in(referente).get(address(topic, "experience_edit", {})).status_code == 200
    assert {_signed_in(referente).get(address(topic, name, {})).status_code for name in PEN_ONCE_DECIDED} == {404}


def test_what_is_of_another_topic_is_not_found_under_this_one() -> None:
    referente = denise(make_territoire(CHATEAU))
    mine, other = (make_topic(status="construction", stage="in_progress", carrier=referente) for _each in range(2))
    begun(mine)
    keys, client = begun(other), _signed_in(referente)
    before = _rows(other)
    for name in KEYS:
        for method in (client.get, client.post):
            assert method(address(mine, name, keys)).status_code in {404, 405}, name
    for name in ("sous", "idee"):
        assert client.get(f"{address(mine, 'thread_say', {})}?{name}={keys['question']}").status_code == 404
    sent = {f"argument_{argument}": keys["family"] for argument in mine.propos.values_list("commentaire", flat=True)}
    assert client.post(address(mine, "families_file", {}), sent).status_code == 422
    assert _rows(other) == before


def _rows(topic: Opportunite) -> list[Any]:
    return [
        list(rows.values())
        for rows in (topic.familles, topic.reunions, topic.tablees, topic.appels, topic.essais, topic.methodes)
    ]


@pytest.mark.parametrize("visibility", ["draft", "withdrawn", "binned"])
def test_a_hidden_topic_is_hidden_at_every_address(visibility: str) -> None:
    referente = denise(make_territoire(CHATEAU))
    topic = make_topic(title=WORDS, question=WORDS, status="delivered", stage="done", carrier=referente)
    keys = begun(topic)
    Bilan.objects.create(opportunite=topic, worked=WORDS, did_not="x", otherwise="x", changed="x", signed=WORDS)
    Fiche.objects.filter(pk=topic.pk).update(visibility=visibility)
    stranger, pen = Client(), _signed_in(referente)
    for client, methods in ((stranger, (stranger.get,)), (pen, (pen.get, pen.post))):
        for name in names():
            for method in methods:
                answer = method(address(topic, name, keys))
                assert answer.status_code in {302, 404, 405, 410}, name
                assert answer.status_code != 302 or "/compte/" in answer["Location"], name
                assert answer.status_code == 302 or WORDS not in answer.content.decode(), name
        for page in (
            "/opportunites/", "/opportunites/experiences/", "/opportunites/attendent/", "/consultations/",
            "/alertes/lieu/?partout=1", "/alertes/lieu/flux.atom?partout=1", "/alertes/lieu/agenda.ics?partout=1",
            f"/fiches/{topic.uuid}/suivi.atom", f"/ogc/collections/opportunites/items/{topic.uuid}", "/referent/",
        ):  # fmt: skip
            assert WORDS not in client.get(page).content.decode(), page
