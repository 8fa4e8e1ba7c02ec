"""An agent chooses, the streets order, everything is planned for the day; what cannot go is told, never lost."""

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.comptes.models import Crew, Service, User
from carto.fiches.models import What
from signalements.actions import change_status
from signalements.models import Tournee
from signalements.workflow import Closing, Status
from tests.people import bob, charlie, emile, farida
from tests.places import CHATEAU, COMMERCE, ILE_DE_NANTES, PLACE_ROYALE
from tests.signalements.rounds.samples import FOUR, make_tournee, north_crew, taken_up, tomorrow
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
NEW = "/bureau/tournees/nouvelle/"


@pytest.fixture
def crew() -> Crew:
    return north_crew(make_signalement())


@pytest.fixture
def agent(client: Client, crew: Crew) -> Client:
    client.force_login(bob(crew.service))
    return client


def form(*chosen: object, **changes: object) -> dict[str, object]:
    day = tomorrow().isoformat()
    uuids = [str(each.uuid) for each in chosen]
    return {"choisis": uuids, "day": day, "vehicle": "foot", "preparer": "1"} | changes


def test_what_was_chosen_is_ordered_planned_and_told_to_the_services(agent: Client, crew: Crew) -> None:
    chosen = [taken_up(place) for place in FOUR]
    asked = agent.get(NEW, {"choisis": ",".join(str(each.uuid) for each in chosen)})
    assert asked.content.decode().count('name="choisis"') == 4
    answer = agent.post(NEW, form(*chosen, crew=crew.pk))
    tournee = Tournee.objects.get()
    assert answer["Location"] == f"/bureau/tournees/{tournee.uuid}/"
    order = [stop.signalement.geom.tuple for stop in tournee.stops.select_related("signalement")]
    assert order == [place.tuple for place in (CHATEAU, PLACE_ROYALE, COMMERCE, ILE_DE_NANTES)]
    for each in chosen:
        each.refresh_from_db()
        assert (each.get_status(), each.planned_on, each.crew) == (Status.PLANNED, tomorrow(), crew)
        line = each.evenements.get(what=What.ROUND)
        assert (line.public_text, line.actor_role) == ("", "agent")
        assert tournee.name in line.private_text
    page = agent.get(answer["Location"]).content.decode()
    assert "au lieu de" in page
    assert "À vol d’oiseau" in page


def test_what_cannot_go_on_a_round_is_told(agent: Client) -> None:
    good, closed = taken_up(), taken_up(COMMERCE)
    change_status(closed, Status.TREATED, closing=Closing.MENDED)
    page = agent.post(NEW, form(good, closed), follow=True).content.decode()
    assert f"{closed.number} est déjà clos." in page
    assert Tournee.objects.get().stops.count() == 1
    twice = agent.post(NEW, form(good))
    assert twice.status_code == 422
    assert f"{good.number} est déjà dans la tournée" in html.unescape(twice.content.decode())


def test_nothing_that_can_go_is_refused_with_what_was_typed(agent: Client) -> None:
    answer = agent.post(NEW, form(name="Tournée du lundi"))
    assert answer.status_code == 422
    assert "Tournée du lundi" in answer.content.decode()
    assert "Choisissez au moins un signalement." in answer.content.decode()
    past = agent.post(NEW, form(taken_up(), day="2020-01-01"))
    assert past.status_code == 422
    assert "Ce jour est passé" in past.content.decode()
    assert not Tournee.objects.exists()


def test_the_most_pressing_around_a_place_are_proposed(agent: Client, crew: Crew) -> None:
    near, far, new = taken_up(PLACE_ROYALE), taken_up(ILE_DE_NANTES), make_signalement(geom=COMMERCE)
    pressing = taken_up(COMMERCE, priority=1)
    make_tournee(bob_again(), CHATEAU)
    page = agent.get(NEW, {"combien": "2"}).content.decode()
    assert pressing.number in page
    assert page.count('name="choisis"') == 2
    assert page.index(pressing.number) < page.index(near.number)
    everything = agent.get(NEW, {"combien": "50"}).content.decode()
    assert far.number in everything
    assert new.number not in everything, "nobody has taken it up"
    assert everything.count('name="choisis"') == 3, "what is on a round is not proposed again"
    wrong = agent.get(NEW, {"combien": "0"})
    assert wrong.status_code == 422


def bob_again() -> User:
    """The agent who is signed in."""
    return User.objects.get(email="bob@exemple.fr")


def test_a_round_is_changed_by_hand(agent: Client, crew: Crew) -> None:
    tournee = make_tournee(bob_again())
    edit = f"/bureau/tournees/{tournee.uuid}/modifier/"
    first, second, third, fourth = [stop.pk for stop in tournee.stops.all()]

    def order() -> list[int]:
        return list(tournee.stops.order_by("rank").values_list("pk", flat=True))

    agent.post(edit, {"geste": "descendre", "arret": first})
    assert order() == [second, first, third, fourth]
    agent.post(edit, {"geste": "monter", "arret": fourth})
    assert order() == [second, first, fourth, third]
    tournee.refresh_from_db()
    assert tournee.naive_metres is None, "changed by hand, it is compared with nothing"
    agent.post(edit, {"geste": "suite", "arret": first})
    assert order()[:2] == [second, first]
    agent.post(edit, {"geste": "retirer", "arret": second})
    assert second not in order()
    added = taken_up(COMMERCE)
    agent.post(edit, {"geste": "ajouter", "numero": added.number.lower()})
    assert tournee.stops.count() == 4
    agent.post(edit, {"geste": "ordonner"})
    assert sorted(tournee.stops.values_list("rank", flat=True)) == [1, 2, 3, 4]
    unknown = agent.post(edit, {"geste": "ajouter", "numero": "S-1999-000001"})
    assert unknown.status_code == 422
    assert "S-1999-000001" in unknown.content.decode()
    assert agent.post(edit, {"geste": "monter", "arret": "99999999999999999999"}).status_code == 404
    assert agent.post(edit, {"geste": "danser", "arret": first}).status_code == 422
    agent.post(edit, {"geste": "annuler"})
    assert not Tournee.objects.exists()
    added.refresh_from_db()
    assert added.get_status() is Status.PLANNED


def test_each_sees_the_rounds_of_their_service_and_crew(client: Client, crew: Crew) -> None:
    south = Crew.objects.create(code="sud", name="Équipe sud", service=crew.service)
    other = Service.objects.exclude(pk=crew.service_id).first()
    tournee = make_tournee(bob(crew.service), CHATEAU, crew=crew)
    address = f"/bureau/tournees/{tournee.uuid}/"
    assert client.get(address).status_code == 302
    mover = emile(crew=crew, service=crew.service)
    for person, seen, changes in (
        (mover, 200, 403),
        (farida(), 200, 200),
        (charlie(), 403, 403),
    ):
        client.force_login(person)
        assert client.get(address).status_code == seen
        assert client.get(f"{address}modifier/").status_code == changes
    client.force_login(mover)
    assert client.get(NEW).status_code == 403
    mover.roles.update(crew=south)
    assert client.get(address).status_code == 404, "another crew's"
    mover.roles.update(crew=None, service=other)
    assert client.get(address).status_code == 404, "another service's"
    assert tournee.name not in client.get("/bureau/tournees/").content.decode()


def test_the_pages_ask_the_same_queries_whatever_the_stops(
    agent: Client, crew: Crew, django_assert_num_queries: object
) -> None:
    person = bob_again()
    one, four = make_tournee(person, CHATEAU), make_tournee(person)
    for suffix in ("", "modifier/", "feuille/"):
        agent.get(f"/bureau/tournees/{one.uuid}/{suffix}")
        with CaptureQueriesContext(connection) as asked:
            agent.get(f"/bureau/tournees/{one.uuid}/{suffix}")
        with django_assert_num_queries(len(asked)):
            agent.get(f"/bureau/tournees/{four.uuid}/{suffix}")
