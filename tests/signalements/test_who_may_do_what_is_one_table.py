"""The permission matrix: role × own or other service, area and crew × what one sees and does, over real addresses."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from carto.comptes.models import Crew, Role, RoleName, Service, User
from carto.fiches.models import Photo, Visibility
from carto.territoires.models import Territoire
from signalements.desk.rights import acting_role, readable, scope, sees_contacts
from signalements.forwarding.actions import forward
from signalements.joining import may_join
from signalements.models import Signalement
from signalements.subtasks.actions import give
from signalements.workflow import Actor, Status, ways
from tests.factories import make_territoire
from tests.people import alice, bob, denise, emile, farida
from tests.places import CHATEAU, JARDIN_DES_PLANTES
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class City:
    """Two services, two quartiers, two crews of one service."""

    roads: Service
    here: Territoire
    north: Crew
    reports: dict[str, Signalement]


def moderator() -> User:
    person = User.objects.create_user("mo@exemple.fr", name="Mo")
    Role.objects.create(user=person, name=RoleName.MODERATOR)
    return person


PEOPLE: dict[str, Callable[[City], User | None]] = {
    "agent": lambda city: bob(city.roads),
    "agent of here": lambda city: bob(city.roads, territoire=city.here),
    "agent with contacts": lambda city: bob(city.roads, contacts=True),
    "crew": lambda city: emile(city.roads),
    "crew north": lambda city: emile(city.roads, crew=city.north),
    "crew north of here": lambda city: emile(city.roads, crew=city.north, territoire=city.here),
    "regulator": lambda city: farida(),
    "regulator of here": lambda city: farida(territoire=city.here),
    "référente": lambda city: denise(city.here),
    "moderator": lambda city: moderator(),
    "resident": lambda city: alice(),
    "visitor": lambda city: None,
}
MINE, OTHER_SERVICE, OTHER_AREA, OTHER_CREW = REPORTS = ("mine", "other service", "other area", "other crew")
# Which of the four each sees at the desk, and as what they act on those; nothing and nobody for the others.
SEES: dict[str, tuple[set[str], str]] = {
    "agent": ({MINE, OTHER_AREA, OTHER_CREW}, "agent"),
    "agent of here": ({MINE, OTHER_CREW}, "agent"),
    "agent with contacts": ({MINE, OTHER_AREA, OTHER_CREW}, "agent"),
    "crew": ({MINE, OTHER_AREA, OTHER_CREW}, "crew"),
    "crew north": ({MINE, OTHER_AREA}, "crew"),
    "crew north of here": ({MINE}, "crew"),
    "regulator": (set(REPORTS), "regulator"),
    "regulator of here": ({MINE, OTHER_SERVICE, OTHER_CREW}, "regulator"),
}
REACHES_REPORTERS = {"agent with contacts"}
OFFICE = {"agent", "regulator"}


@pytest.fixture
def city() -> City:
    here, there = make_territoire(CHATEAU), make_territoire(JARDIN_DES_PLANTES, half=0.001, name="Malakoff")
    assert here.pk != there.pk

    def report(code: str, geom: Point, crew: Crew | None = None) -> Signalement:
        made = make_signalement(code, geom)
        Signalement.objects.filter(pk=made.pk).update(crew=crew)
        return Signalement.objects.get(pk=made.pk)

    mine = report("trou-chaussee", CHATEAU)
    crews = [Crew.objects.create(code=name, name=name, service=mine.service) for name in ("nord", "sud")]
    Signalement.objects.filter(pk=mine.pk).update(crew=crews[0])
    reports = {
        MINE: Signalement.objects.get(pk=mine.pk),
        OTHER_SERVICE: report("lampadaire-eteint", CHATEAU),
        OTHER_AREA: report("trou-chaussee", JARDIN_DES_PLANTES, crews[0]),
        OTHER_CREW: report("trou-chaussee", CHATEAU, crews[1]),
    }
    return City(mine.service, here, crews[0], reports)


@pytest.mark.parametrize("who", PEOPLE)
def test_each_sees_and_does_what_the_table_says(city: City, client: Client, who: str) -> None:
    person, (seen, role) = PEOPLE[who](city), SEES.get(who, (set(), ""))
    if person:
        client.force_login(person)
        assert set(scope(person)) == {city.reports[name] for name in seen} == set(readable(person))
    for name, report in city.reports.items():
        if person:
            _acts(person, report, who, role if name in seen else "")
        _answers(client, report, role if name in seen else "")
        refused = 302 if who == "visitor" else 403
        office = 200 if role in OFFICE and name in seen else 404 if role and name not in seen else refused
        _forwards_and_gives(client, report, office, reads=name in seen)
        moderates = who == "moderator"
        assert client.get(f"/signalements/{report.uuid}/reunir/").status_code == (
            200 if moderates or office == 200 else refused
        )
        photo = Photo.objects.create(fiche=report, fiche_uuid=report.uuid)
        looks = 200 if moderates or office == 200 else 404 if role in OFFICE else refused
        assert client.get(f"/moderation/photos/{photo.pk}/").status_code == looks


def _acts(person: User, report: Signalement, who: str, role: str) -> None:
    """The rights by themselves."""
    assert acting_role(person, report) == role
    assert sees_contacts(person, report) == (who in REACHES_REPORTERS and bool(role))
    assert may_join(person, report) == (who == "moderator" or role in OFFICE)


def _answers(client: Client, report: Signalement, role: str) -> None:
    """From the public page: the steps of that role, taken under its name; 403 for everybody else."""
    page = client.get(report.get_absolute_url()).content.decode()
    offered = {status for status in Status if f'<option value="{status.value}">' in page}
    assert offered == (set(ways(Status.RECEIVED, role)) if role else set())
    answered = client.post(f"/signalements/{report.uuid}/repondre/", {"seen": "received", "after": "accepted"})
    assert answered.status_code == (302 if role else 403)
    lines = report.evenements.filter(after="accepted").values_list("actor_role", flat=True)
    assert list(lines) == ([role] if role else [])


def _forwards_and_gives(client: Client, report: Signalement, office: int, *, reads: bool) -> None:
    """A link and a task, made by hand: their addresses answer `office`; a crew that sees the case reads the task."""
    link = forward(report, "Enedis", person=None, role="agent")
    task = give(report, "Couper", service=Service.objects.create(code=f"s{report.pk}"), person=None, role="agent")
    sent = 302 if office == 200 else office
    assert client.get(f"/transmis/depuis/{report.uuid}/").status_code == office
    assert client.get(f"/bureau/taches/pour/{report.uuid}/").status_code == office
    assert client.post(f"/transmis/lien/{link.pk}/renouveler/").status_code == sent
    assert client.get(f"/bureau/taches/{task.pk}/").status_code == (200 if reads else office)
    assert client.post(f"/bureau/taches/{task.pk}/", {"state": "done", "outcome": "Fait."}).status_code == sent
    task.refresh_from_db()
    assert (task.state == "done") == (office == 200)


def test_what_is_no_ones_work_any_more_is_seen_by_nobody(city: City) -> None:
    person = farida()
    for hidden in (Visibility.WITHDRAWN, Visibility.REMOVED, Visibility.BINNED, Visibility.DRAFT):
        Signalement.objects.update(visibility=hidden)
        assert not scope(person).exists() and not readable(person).exists()


def test_the_highest_role_speaks(city: City) -> None:
    person = emile(city.roads)
    Role.objects.create(user=person, name=RoleName.AGENT, service=city.roads, territoire=city.here)
    assert acting_role(person, city.reports[MINE]) == Actor.AGENT
    assert acting_role(person, city.reports[OTHER_AREA]) == Actor.CREW
    Role.objects.create(user=person, name=RoleName.REGULATOR)
    assert {acting_role(person, report) for report in city.reports.values()} == {Actor.REGULATOR}
