"""The same address gives the same number on the map's counts, in the downloads and in the API."""

import csv
import io
import json

import pytest
from django.test import Client

from carto.fiches.filters import Filters
from carto.fiches.models import Visibility
from carto.territoires.models import Level
from tests.factories import make_fiche, make_territoire, make_theme
from tests.people import alice
from tests.places import CHATEAU, COMMERCE, REZE

pytestmark = pytest.mark.django_db
VIEW = "?couches=signalements,idees&themes=voirie&etapes=new"


def _some() -> None:
    make_fiche(CHATEAU)
    make_fiche(COMMERCE, kind="idee", title="=HYPERLINK(evil)", demonstration=True)
    make_fiche(COMMERCE, kind="idee", stage="done")
    make_fiche(REZE, kind="equipement")
    make_fiche(REZE, theme=make_theme("sport"))
    make_fiche(REZE, visibility=Visibility.WAITING)


def _body(client: Client, address: str) -> str:
    return b"".join(client.get(address).streaming_content).decode()


def test_one_number_everywhere(client: Client) -> None:
    _some()
    assert len(list(csv.DictReader(io.StringIO(_body(client, f"/donnees/fiches.csv{VIEW}"))))) == 2
    assert len(json.loads(_body(client, f"/donnees/fiches.geojson{VIEW}"))["features"]) == 2
    assert client.get(f"/donnees/fiches.csv{VIEW}")["X-Total-Count"] == "2"
    assert client.get(f"/api/v1/fiches/{VIEW}").json()["count"] == 2
    assert ">2<" in client.get(f"/donnees/{VIEW}").content.decode()


def test_nothing_that_waits_is_given_out(client: Client) -> None:
    _some()
    assert client.get("/api/v1/fiches/").json()["count"] == 5
    assert len(json.loads(_body(client, "/donnees/fiches.geojson"))["features"]) == 5
    assert Filters().fiches().count() == 5


def test_demonstration_is_said_in_every_download(client: Client) -> None:
    _some()
    marked = [row["demonstration"] for row in csv.DictReader(io.StringIO(_body(client, f"/donnees/fiches.csv{VIEW}")))]
    assert sorted(marked) == ["False", "True"]
    features = client.get(f"/api/v1/fiches/{VIEW}").json()["results"]["features"]
    assert sorted(feature["properties"]["demonstration"] for feature in features) == [False, True]


def test_a_title_is_never_run_as_a_formula(client: Client) -> None:
    _some()
    titles = [row["title"] for row in csv.DictReader(io.StringIO(_body(client, f"/donnees/fiches.csv{VIEW}")))]
    assert "'=HYPERLINK(evil)" in titles


def test_only_who_signed_is_named_and_never_by_address(client: Client) -> None:
    make_fiche(author=alice())
    make_fiche()
    features = client.get("/api/v1/fiches/").json()["results"]["features"]
    assert {feature["properties"]["author"] for feature in features} == {"Alice L.", None}
    assert "exemple.fr" not in _body(client, "/donnees/fiches.csv") + _body(client, "/donnees/fiches.geojson")


def test_the_list_of_the_api_costs_the_same_whatever_its_length(client: Client, django_assert_max_num_queries) -> None:  # noqa: ANN001
    for _turn in range(12):
        make_fiche(author=None)
    with django_assert_max_num_queries(2):
        client.get("/api/v1/fiches/")


@pytest.mark.parametrize(
    "query",
    [
        "couches=licornes",
        "etapes=lost",
        "depuis=hier",
        "cadre=1,2,3",
        "cadre=nan,0,1,1",
        "themes=%00",
        "jusqua=0001-01-01",
    ],
)
def test_a_filter_that_cannot_be_is_a_problem_in_french(client: Client, query: str) -> None:
    for address in ("/api/v1/fiches/", "/donnees/fiches.csv", "/donnees/fiches.geojson"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert "Certaines valeurs ne conviennent pas." in answer.json()["title"]
    assert client.get(f"/donnees/?{query}").status_code == 400


def test_the_schema_is_served_and_names_every_collection(client: Client) -> None:
    schema = client.get("/api/v1/schema/", {"format": "json"}).content.decode()
    for name in ("fiches", "signalements", "idees", "equipements", "opportunites", "territoires", "themes"):
        assert f"/api/v1/{name}/" in schema


def test_a_metropole_holds_the_fiches_of_its_communes(client: Client) -> None:
    whole = make_territoire(CHATEAU, Level.METROPOLE, half=0.5, code="244400404", name="Nantes Métropole")
    make_territoire(CHATEAU, Level.COMMUNE, half=0.02, code="44109", name="Nantes", parent=whole)
    make_fiche(CHATEAU)
    make_fiche(REZE)
    for code, count in (("244400404", 1), ("44109", 1), ("44143", 0)):
        assert client.get(f"/api/v1/fiches/?territoire={code}").json()["count"] == count
