"""« Pas pour nous »: a reason, a clock that still runs, and an end to going to and fro."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from carto.comptes.models import User
from carto.fiches.models import What
from signalements.actions import change_status
from signalements.models import Signalement
from signalements.routing.actions import bounce, dispatch
from signalements.routing.path import between_two, is_pinned, moves
from signalements.routing.pieces import case_piece
from signalements.workflow import Status
from tests.people import bob, charlie, emile, farida
from tests.signalements.routing.samples import content, crew, rule, service
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
QUEUE = "/bureau/regles/renvois/"


@pytest.fixture
def signalement() -> Signalement:
    content()
    return make_signalement()


def _there_and_back(signalement: Signalement, farida: User, bob: User, *codes: str) -> None:
    for code in codes:
        dispatch(signalement, service(code), "Pour vous, je crois.", person=farida)
        bounce(signalement, "Toujours pas.", person=bob, role="agent")


def test_it_leaves_the_service_with_its_reason_and_its_clock_still_runs(
    client: Client, signalement: Signalement
) -> None:
    promised = signalement.due_at
    client.force_login(bob())
    address = f"{QUEUE}{signalement.uuid}/pas-pour-nous/"
    assert client.post(address, {"reason": "  "}).status_code == 422
    assert client.post(address, {"reason": "C’est une conduite d’eau."}).status_code == 302
    signalement.refresh_from_db()
    assert (signalement.service.code, signalement.bounces, signalement.due_at) == ("regulation", 1, promised)
    assert signalement.paused_at is None
    line = signalement.evenements.get(what=What.BOUNCED)
    assert (line.before, line.actor_role, line.private_text) == ("voirie", "agent", "C’est une conduite d’eau.")
    assert line.public_text == ""
    assert client.post(address, {"reason": "Encore."}).status_code == 404, "it is no longer theirs"
    assert "conduite" not in client.get(signalement.get_absolute_url()).content.decode()


def test_the_regulator_sends_it_on_with_a_reason(client: Client, signalement: Signalement) -> None:
    bounce(signalement, "C’est une conduite d’eau.", person=bob(), role="agent")
    client.force_login(farida())
    page = client.get(QUEUE).content.decode()
    assert signalement.number in page
    assert "C’est une conduite d’eau." in page
    address, pipes = f"{QUEUE}{signalement.uuid}/orienter/", crew("reseau", "eau")
    told = {"service": "eau", "crew": "reseau", "reason": "Une conduite, dit la voirie.", "suite": QUEUE}
    assert client.post(address, told | {"crew": "inconnue"}).status_code == 422
    assert client.post(address, told | {"service": "voirie"}).status_code == 409
    assert client.post(address, told).url == QUEUE
    signalement.refresh_from_db()
    assert (signalement.service.code, signalement.crew) == ("eau", pipes)
    line = signalement.evenements.filter(what=What.ROUTED).latest("pk")
    assert (line.before, line.after, line.private_text) == ("regulation", "eau", "Une conduite, dit la voirie.")
    assert line.public_text == "Reçu maintenant par : Eau et assainissement."
    assert signalement.number not in client.get(QUEUE).content.decode()


def test_between_two_services_it_is_pinned_to_the_regulator(signalement: Signalement) -> None:
    agent, regulator = bob(), farida()
    bounce(signalement, "Pas pour nous.", person=agent, role="agent")
    _there_and_back(signalement, regulator, agent, "eau")
    way = moves(signalement.evenements.all())
    assert between_two(way) == ("eau", "voirie")
    dispatch(signalement, service("voirie"), "C’est bien à vous.", person=regulator)
    with pytest.raises(ValidationError, match="allers-retours"):
        bounce(signalement, "Non.", person=agent, role="agent")
    bounce(signalement, "Je le reprends.", person=regulator, role="regulator")
    assert signalement.service.code == "regulation"


def test_the_same_service_twice_is_a_loop_too_and_three_in_all_are_enough(signalement: Signalement) -> None:
    agent, regulator = bob(), farida()
    bounce(signalement, "Pas pour nous.", person=agent, role="agent")
    assert not is_pinned(moves(signalement.evenements.all()))
    _there_and_back(signalement, regulator, agent, "voirie")
    assert between_two(moves(signalement.evenements.all())) == ("voirie", "voirie")
    other = make_signalement("bruit")
    for code in ("tranquillite", "eau", "hygiene"):
        other.evenements.create(what=What.BOUNCED, actor_role="agent", before=code, after="regulation")
        other.evenements.create(what=What.ROUTED, actor_role="system", before="regulation", after="accueil")
    assert is_pinned(moves(other.evenements.all()))


def test_what_is_closed_or_already_there_is_not_sent_back(signalement: Signalement) -> None:
    agent = bob()
    bounce(signalement, "Pas pour nous.", person=agent, role="agent")
    with pytest.raises(ValidationError, match="déjà"):
        bounce(signalement, "Pas pour nous.", person=agent, role="agent")
    closed = make_signalement("bruit")
    change_status(closed, Status.TREATED, closing="mended", role="agent")
    with pytest.raises(ValidationError, match="clos"):
        bounce(closed, "Pas pour nous.", person=agent, role="agent")


def test_strangers_crews_of_others_and_agents_do_not_sort(client: Client, signalement: Signalement) -> None:
    for person in (charlie(), emile(crew=crew("centre", "proprete"))):
        client.force_login(person)
        assert client.post(f"{QUEUE}{signalement.uuid}/pas-pour-nous/", {"reason": "Non."}).status_code in (403, 404)
        assert client.get(QUEUE).status_code == 403
    client.force_login(bob())
    assert client.post(f"{QUEUE}{signalement.uuid}/orienter/", {"service": "eau", "reason": "x"}).status_code == 403


def test_the_case_says_why_it_came_and_which_rules_nearly_held() -> None:
    content()
    rule("Trous pressants", "voirie", "trou-chaussee", priority=1)
    rule("Le dimanche", "eau", "trou-chaussee", weekdays=[6])
    rule("Bruit", "tranquillite", "bruit")
    signalement = make_signalement()
    request = RequestFactory().get("/bureau/")
    request.user = bob()
    piece = case_piece(request, signalement)
    assert piece["why"].startswith("Règle 1 « Trous pressants » : catégorie « Trou dans la chaussée ».")
    assert [(rank, name) for rank, name, _said in piece["near"]] == [(2, "Le dimanche"), (3, "Bruit")]
    assert piece["bounce_form"] and not piece["dispatch_form"]
    rule_less = make_signalement("fuite-eau")
    request.user = farida()
    assert "Aucune règle" in case_piece(request, rule_less)["why"]


def test_the_queue_costs_the_same_for_one_and_for_five(client: Client, signalement: Signalement) -> None:
    agent = bob()
    client.force_login(farida())
    bounce(signalement, "Pas pour nous.", person=agent, role="agent")
    with CaptureQueriesContext(connection) as few:
        client.get(QUEUE)
    for _turn in range(4):
        bounce(make_signalement("bruit"), "Pas pour nous.", person=agent, role="agent")
    with CaptureQueriesContext(connection) as many:
        assert client.get(QUEUE).status_code == 200
    assert len(many) == len(few)
