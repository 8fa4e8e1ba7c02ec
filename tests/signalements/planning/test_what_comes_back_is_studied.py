"""What is said to last, and what comes back at the same spot, is studied street by street beside the crews' work."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.comptes.models import Service
from carto.fiches.models import Visibility, What
from signalements.models import Etude, EtudeItem, Signalement
from signalements.planning.actions import conclude, gather
from signalements.planning.pieces import case_piece
from tests.people import bob, charlie, emile, farida, gwenola
from tests.places import CHATEAU, REZE
from tests.signalements.routing.samples import content, crew
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
PAGE = "/bureau/etudes/"


@pytest.fixture
def studies() -> Service:
    content()
    return Service.objects.update_or_create(code="etudes", defaults={"name": "Études", "planning": True})[0]


def _beside(metres: float) -> Point:
    return Point(CHATEAU.x, CHATEAU.y + metres / 111_320, srid=4326)


def _whys() -> dict[str, str]:
    return dict(EtudeItem.objects.values_list("signalement__number", "why"))


def test_what_is_permanent_or_frequent_is_studied_and_stays_with_its_service(studies: Service) -> None:
    lasting, often = make_signalement(temporality="always"), make_signalement("rue-sale", temporality="often")
    once = make_signalement("fuite-eau", temporality="once")
    assert _whys() == {lasting.number: "always", often.number: "often"}
    assert lasting.service.code == "voirie"
    assert lasting.due_at
    note = lasting.evenements.get(what=What.NOTED)
    assert "fréquence : permanent" in note.private_text
    assert not once.evenements.filter(what=What.NOTED).exists()
    etude = Etude.objects.get()
    assert (etude.service, etude.state, etude.items.count()) == (studies, "waiting", 2)


def test_three_of_one_family_within_fifty_metres_in_a_year_are_what_comes_back(studies: Service) -> None:
    year_ago = timezone.now() - timedelta(days=370)
    make_signalement("trou-chaussee", geom=CHATEAU, at=year_ago)
    make_signalement("trou-chaussee", geom=_beside(-80))
    make_signalement("rue-sale", geom=CHATEAU)
    first = make_signalement("trou-chaussee", geom=CHATEAU)
    second = make_signalement("trottoir-abime", geom=_beside(30))
    assert _whys() == {}
    third = make_signalement("plaque-mal-fixee", geom=_beside(20))
    assert set(_whys()) == {first.number, second.number, third.number}
    assert set(_whys().values()) == {"recurrence"}


def test_a_reopening_counts_as_one_more(studies: Service) -> None:
    first = make_signalement(geom=CHATEAU)
    Signalement.objects.filter(pk=first.pk).update(reopenings=1)
    second = make_signalement(geom=CHATEAU)
    assert set(_whys()) == {first.number, second.number}


def test_what_is_reopened_enough_is_gathered_at_night(studies: Service) -> None:
    signalement = make_signalement(geom=CHATEAU)
    Signalement.objects.filter(pk=signalement.pk).update(reopenings=2)
    assert gather(timezone.now() - timedelta(days=2)) == 1
    assert gather(timezone.now() - timedelta(days=2)) == 0
    assert set(_whys()) == {signalement.number}


def test_a_city_without_planners_studies_nothing() -> None:
    content()
    Service.objects.update(planning=False)
    make_signalement(temporality="always")
    assert not Etude.objects.exists()


def test_planners_see_the_fullest_street_first_with_its_rows(client: Client, studies: Service) -> None:
    for _turn in range(3):
        make_signalement("bruit", geom=CHATEAU)
    alone = make_signalement("bruit", geom=REZE, temporality="always")
    Etude.objects.filter(items__signalement=alone).update(place="Rezé")
    client.force_login(gwenola(studies))
    page = client.get(PAGE)
    assert [etude.total for etude in page.context["page"]] in ([4], [3, 1])
    etude = page.context["page"][0]
    assert alone.number in client.get(f"{PAGE}{Etude.objects.get(items__signalement=alone).pk}/").content.decode()
    hidden = etude.items.first().signalement
    Signalement.objects.filter(pk=hidden.pk).update(visibility=Visibility.WAITING, text="Secret")
    assert "Secret" not in client.get(f"{PAGE}{etude.pk}/").content.decode()
    Signalement.objects.filter(pk=hidden.pk).update(visibility=Visibility.BINNED)
    assert hidden.number not in client.get(f"{PAGE}{etude.pk}/").content.decode()


def test_only_planners_and_regulators_open_it(client: Client, studies: Service) -> None:
    make_signalement(temporality="always")
    address = f"{PAGE}{Etude.objects.get().pk}/"
    for person in (bob(), charlie(), emile(crew=crew("centre", "proprete"))):
        client.force_login(person)
        assert client.get(PAGE).status_code == 403
        assert client.post(address, {"state": "refused", "text": "Non."}).status_code == 403
    other = Service.objects.create(code="autres-etudes", name="Autres études", planning=True)
    client.force_login(gwenola(other))
    assert client.get(address).status_code == 404
    client.force_login(farida())
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"state": "", "text": "Bien."}, "Choisissez."),
        ({"state": "waiting", "text": "Bien."}, "n’en est plus là"),
        ({"state": "refused", "text": "   "}, "Écrivez ce que liront"),
        ({"state": "planned", "text": "Bien."}, "à partir de quel jour"),
        ({"state": "planned", "text": "Bien.", "works_on": "2020-01-01"}, "aujourd’hui ou plus tard"),
        ({"state": "planned", "text": "Bien.", "works_on": "bientôt"}, "Une date."),
        ({"state": "opportunity", "text": "Bien."}, "Dites quelle opportunité"),
        ({"state": "opportunity", "text": "Bien.", "opportunite": "O-1"}, "Aucune opportunité publique"),
    ],
)
def test_what_is_not_an_outcome_is_refused(client: Client, studies: Service, told: dict[str, str], said: str) -> None:
    make_signalement(temporality="always")
    client.force_login(gwenola(studies))
    page = client.post(f"{PAGE}{Etude.objects.get().pk}/", told)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert Etude.objects.get().state == "waiting"


def test_after_an_outcome_a_new_report_opens_a_new_study(client: Client, studies: Service) -> None:
    make_signalement(temporality="always")
    first, planner = Etude.objects.get(), gwenola(studies)
    conclude(first, "refused", "Le trottoir est déjà à la norme.", by=planner)
    later = make_signalement(temporality="always")
    second = Etude.objects.get(items__signalement=later)
    assert second != first
    client.force_login(planner)
    assert client.get(f"{PAGE}{second.pk}/").context["earlier"] == [first]
    assert client.post(f"{PAGE}{first.pk}/", {"state": "under_way", "text": "On regarde."}).status_code == 409


def test_the_case_says_that_its_street_is_studied(studies: Service) -> None:
    signalement = make_signalement(temporality="always")
    request = RequestFactory().get("/")
    request.user = bob()
    piece = case_piece(request, signalement)
    assert (piece["etude"].total, piece["others"], piece["opens"]) == (1, 0, False)
    assert case_piece(request, make_signalement("fuite-eau")) == {}


def test_the_pages_cost_the_same_for_one_and_for_many(client: Client, studies: Service) -> None:
    make_signalement(temporality="always", geom=CHATEAU)
    client.force_login(gwenola(studies))
    etude = Etude.objects.get()

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = cost(PAGE), cost(f"{PAGE}{etude.pk}/")
    for rank in range(4):
        make_signalement(temporality="always", geom=CHATEAU)
        Etude.objects.create(service=studies, place=f"Rue {rank}")
    assert (cost(PAGE), cost(f"{PAGE}{etude.pk}/")) == few
