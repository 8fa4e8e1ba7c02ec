"""A crew that closed the wrong one takes it back: nobody found it broken again, so it counts nowhere as reopened."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from carto.comptes.models import Crew, User
from carto.fiches.models import What
from signalements.actions import change_status
from signalements.figures import columns
from signalements.joining import join
from signalements.models import Satisfaction, Signalement, Stop, Tournee
from signalements.outcome.actions import contest
from signalements.workflow import Closing, Status
from tests.people import bob, emile
from tests.places import CHATEAU, COMMERCE
from tests.signalements.rounds.samples import address_of, gesture, make_tournee, north_crew
from tests.signalements.samples import make_signalement, photo

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def crew() -> Crew:
    return north_crew(make_signalement())


@pytest.fixture
def agent(crew: Crew) -> User:
    return bob(crew.service)


@pytest.fixture
def tournee(agent: User, crew: Crew) -> Tournee:
    return make_tournee(agent, CHATEAU, COMMERCE, crew=crew)


@pytest.fixture
def mover(client: Client, crew: Crew) -> Client:
    client.force_login(emile(service=crew.service, crew=crew))
    return client


def first_of(tournee: Tournee) -> Stop:
    return tournee.stops.select_related("signalement", "tournee").first()


def fresh(stop: Stop) -> Signalement:
    return Signalement.objects.get(pk=stop.signalement_id)


def figures(client: Client) -> dict:
    columns.forget()
    today = date.today().isoformat()
    told = client.get("/signalements/chiffres.json", {"du": today, "au": today}).json()["ensemble"]
    columns.forget()
    return told


def test_it_is_where_it_was_and_no_figure_says_reopened(mover: Client, tournee: Tournee) -> None:
    stop = first_of(tournee)
    due, before = fresh(stop).due_at, figures(mover)
    assert mover.post(address_of(stop), gesture("done", photos=photo()), headers=JSON).status_code == 200
    assert figures(mover)["traites"] == 1
    assert mover.post(address_of(stop), gesture("undo"), headers=JSON).status_code == 200
    stored = fresh(stop)
    assert (stored.status, stored.closing, stored.reopenings) == ("planned", "", 0)
    assert (stored.planned_on, stored.due_at) == (tournee.day, due), "the promise was made once"
    assert figures(mover) == before
    stop.refresh_from_db()
    assert (stop.outcome, stop.before) == ("", {})


def test_the_history_tells_both_and_the_queue_of_the_reopened_stays_empty(
    mover: Client, tournee: Tournee, agent: User
) -> None:
    stop = first_of(tournee)
    mover.post(address_of(stop), gesture("not_found"))
    mover.post(address_of(stop), gesture("undo"))
    lines = list(stop.signalement.evenements.filter(what=What.STATUS).order_by("pk"))[-2:]
    assert [(line.before, line.after) for line in lines] == [("planned", "treated"), ("treated", "planned")]
    assert "Une erreur est corrigée" in lines[1].public_text
    assert (lines[1].actor_role, lines[1].person.name) == ("crew", "Émile")
    assert "Tournée des essais" in lines[1].private_text
    assert not stop.signalement.evenements.filter(after=Status.REOPENED.value).exists()
    mover.force_login(agent)
    assert stop.signalement.number not in mover.get("/bureau/", {"file": "rouverts"}).content.decode()


def test_closed_again_it_is_treated_once_with_the_delay_of_the_last_time(mover: Client, tournee: Tournee) -> None:
    stop = first_of(tournee)
    for outcome in ("done", "undo", "done"):
        mover.post(address_of(stop), gesture(outcome))
    told = figures(mover)
    assert (told["traites"], told["rouverts"], told["clos_une_fois"]) == (1, 0, 1)


def test_one_that_waited_for_an_answer_waits_again_with_its_clock_stopped(mover: Client, tournee: Tournee) -> None:
    stop = first_of(tournee)
    change_status(stop.signalement, Status.WAITING, role="agent", public_text="De quel côté ?", what=What.ASKED)
    waiting = fresh(stop)
    for outcome in ("done", "undo"):
        mover.post(address_of(stop), gesture(outcome))
    stored = fresh(stop)
    assert (stored.status, stored.paused_at, stored.due_at) == ("waiting", waiting.paused_at, waiting.due_at)


def test_those_joined_to_it_go_back_too(mover: Client, tournee: Tournee, agent: User) -> None:
    stop, other = first_of(tournee), make_signalement()
    join(other, stop.signalement, by=agent, role="agent")
    for outcome in ("done", "undo"):
        mover.post(address_of(stop), gesture(outcome))
    other.refresh_from_db()
    assert (other.status, other.reopenings) == ("planned", 0)


def test_once_contested_it_is_a_reopening_and_stays_one(mover: Client, tournee: Tournee) -> None:
    stop = first_of(tournee)
    mover.post(address_of(stop), gesture("done"))
    contest(fresh(stop), "Le trou est encore là.")
    mover.post(address_of(stop), gesture("undo"))
    assert (fresh(stop).status, fresh(stop).reopenings) == ("reopened", 1)
    assert figures(mover)["rouverts"] == 1


def test_once_judged_or_closed_by_another_a_crew_leaves_it_to_the_desk(
    mover: Client, tournee: Tournee, agent: User
) -> None:
    stop = first_of(tournee)
    mover.post(address_of(stop), gesture("done"))
    judged = fresh(stop)
    verdict = Satisfaction.objects.create(signalement=judged, satisfied=False, treated_at=judged.treated_at)
    refused = mover.post(address_of(stop), gesture("undo"), headers=JSON)
    assert refused.status_code == 409 and "le bureau peut rouvrir" in refused.json()["title"]
    verdict.delete()
    change_status(judged, Status.REOPENED, person=agent, role="agent", public_text="À revoir.")
    change_status(judged, Status.TREATED, person=agent, role="agent", closing=Closing.MENDED)
    assert mover.post(address_of(stop), gesture("undo"), headers=JSON).status_code == 409
    assert fresh(stop).status == "treated"


def test_an_agent_who_undoes_what_a_crew_closed_reopens_it(mover: Client, tournee: Tournee, agent: User) -> None:
    stop = first_of(tournee)
    mover.post(address_of(stop), gesture("done"))
    mover.force_login(agent)
    mover.post(address_of(stop), gesture("undo"))
    assert (fresh(stop).status, fresh(stop).reopenings) == ("reopened", 1)


def test_the_day_after_it_is_the_desk_that_reopens(mover: Client, tournee: Tournee) -> None:
    stop = first_of(tournee)
    mover.post(address_of(stop), gesture("done"))
    Stop.objects.filter(pk=stop.pk).update(done_at=timezone.now() - timedelta(days=1))
    assert mover.post(address_of(stop), gesture("undo"), headers=JSON).status_code == 409
