"""« Est-ce l’un de ceux-ci ? »: the bench or lamp near a point, its doors and streets, and what a key means."""

from uuid import UUID

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.fiches.models import Visibility
from carto.fiches.nearby import OBJECTS, chosen, objects_near, places_near
from carto.territoires.models import Adresse, Lieu, Rue
from tests.factories import make_fiche
from tests.places import CHATEAU, COMMERCE, COURS_DES_50_OTAGES, PARIS

pytestmark = pytest.mark.django_db
METRE = 0.000009  # of latitude, in degrees


def north(metres: float, of: Point = COURS_DES_50_OTAGES) -> Point:
    """That many metres north of a place."""
    return Point(of.x, of.y + metres * METRE, srid=4326)


def make_lieu(osm_id: str, nature: str, metres: float, name: str = "") -> Lieu:
    """Something of the base map, north of the Cours des 50 Otages."""
    return Lieu.objects.create(osm_id=osm_id, nature=nature, name=name, geom=north(metres))


def test_objects_are_named_in_words_nearest_first() -> None:
    make_lieu("node/2", "highway=street_lamp", 12)
    make_lieu("node/1", "amenity=bench", 5)
    make_lieu("node/3", "railway=tram_stop", 20, "50 Otages")
    make_lieu("node/4", "amenity=bench", 200)
    told = [(choice.key, choice.label, choice.told) for choice in objects_near(COURS_DES_50_OTAGES)]
    assert told == [
        ("node/1", "Banc", "à 5 m"),
        ("node/2", "Lampadaire", "à 12 m"),
        ("node/3", "50 Otages", "arrêt de tram, à 20 m"),
    ]


def test_a_row_of_trees_does_not_hide_the_bench() -> None:
    for rank in range(12):
        make_lieu(f"node/{rank}", "natural=tree", 1 + rank)
    make_lieu("node/99", "amenity=bench", 30)
    found = objects_near(COURS_DES_50_OTAGES)
    assert [choice.label for choice in found] == ["Arbre", "Arbre", "Banc"]
    assert len(found) <= OBJECTS


def test_a_public_facility_is_an_object_too_when_it_is_public() -> None:
    shown = make_fiche(north(10), kind="equipement", title="Toilettes du Cours")
    hidden = make_fiche(north(8), kind="equipement", title="Brouillon", visibility=Visibility.DRAFT)
    assert [choice.key for choice in objects_near(COURS_DES_50_OTAGES)] == [f"equipement/{shown.uuid}"]
    with pytest.raises(ValidationError):
        chosen(f"equipement/{hidden.uuid}")


def test_doors_and_streets_are_a_place_without_a_map() -> None:
    Adresse.objects.create(code="a1", number="12", street="Cours des 50 Otages", city="Nantes", geom=north(15))
    Adresse.objects.create(code="a2", number="90", street="Cours des 50 Otages", city="Nantes", geom=north(400))
    line = LineString((-1.5565, 47.2150), (-1.5556, 47.2198))
    Rue.objects.create(code="cours", name="Cours des 50 Otages", geom=MultiLineString(line, srid=4326))
    assert [(choice.kind, choice.label) for choice in places_near(COURS_DES_50_OTAGES)] == [
        ("adresse", "12 Cours des 50 Otages"),
        ("rue", "Cours des 50 Otages"),
    ]


def test_the_page_asks_for_them_as_json(client: Client) -> None:
    make_lieu("node/1", "amenity=bench", 50)
    place = {"lon": COURS_DES_50_OTAGES.x, "lat": COURS_DES_50_OTAGES.y}
    assert client.get("/fiches/autour/", place).json() == {"choix": []}
    wider = client.get("/fiches/autour/", place | {"precision": "80"}).json()["choix"]
    assert [(each["key"], each["label"], each["detail"], each["osm_id"]) for each in wider] == [
        ("node/1", "Banc", "à 50 m", "node/1")
    ]


def test_words_are_understood_as_places_to_choose_from(client: Client) -> None:
    Lieu.objects.create(osm_id="node/5", nature="place=square", name="Place Royale", geom=COMMERCE)
    found = client.get("/fiches/autour/", {"q": "place royal"}).json()["choix"]
    assert found[0]["label"] == "Place Royale"
    assert found[0]["key"] == f"{COMMERCE.x:.7f},{COMMERCE.y:.7f}"


@pytest.mark.parametrize("words", ["place\0royale", "%_%", "'; drop table", "é" * 5000, "\ud83d\ude00"])
def test_hostile_words_are_only_words(client: Client, words: str) -> None:
    assert client.get("/fiches/autour/", {"q": words.encode("utf-8", "ignore").decode()}).status_code in {200, 400}


@pytest.mark.parametrize(
    "query", [{}, {"lon": "NaN", "lat": "1"}, {"lon": PARIS.x, "lat": PARIS.y}, {"lon": "\0", "lat": "47"}]
)
def test_a_place_that_cannot_be_is_a_problem_in_words(client: Client, query: dict[str, object]) -> None:
    answer = client.get("/fiches/autour/", query)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("precision", ["-4", "²", "9" * 40, "\0"])
def test_a_precision_that_cannot_be_widens_nothing(client: Client, precision: str) -> None:
    query = {"lon": CHATEAU.x, "lat": CHATEAU.y, "precision": precision}
    assert client.get("/fiches/autour/", query).status_code == 200


@pytest.mark.parametrize(
    "key", ["node/404", "way/x", "equipement/", f"equipement/{UUID(int=7)}", "2.35,48.85", "1;2", "\0"]
)
def test_a_key_that_means_nothing_is_refused_in_words(key: str) -> None:
    with pytest.raises(ValidationError):
        chosen(key)


def test_what_is_near_costs_the_same_whatever_there_is() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            objects_near(COURS_DES_50_OTAGES)
        return len(queries)

    before = cost()
    for rank in range(30):
        make_lieu(f"node/{rank}", "amenity=bench", rank)
        make_fiche(north(rank), kind="equipement", title=f"Équipement {rank}")
    assert cost() == before
