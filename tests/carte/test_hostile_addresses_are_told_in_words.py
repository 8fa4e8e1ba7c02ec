"""A wrong parameter answers 400 with a French page or document, and the good ones are kept."""

import pytest
from django.test import Client

from tests.factories import make_fiche
from tests.places import CHATEAU, PARIS

pytestmark = pytest.mark.django_db

WRONG = [
    "couches=tout",
    "couches=%00",
    "etapes=bientot",
    "depuis=hier",
    "depuis=2026-13-45",
    "depuis=9999-12-31",
    "jusqua=0001-01-01",
    "cadre=1,2,3",
    "cadre=nan,nan,nan,nan",
    "cadre=2,1,-2,-1",
    "themes=" + "x" * 2000,
    "territoire=" + "x" * 200,
    "territoire=%00",
]


@pytest.mark.parametrize("query", WRONG)
@pytest.mark.parametrize("path", ["/", "/liste/", "/comptes/"])
def test_a_wrong_filter_is_a_400_that_keeps_the_others(client: Client, path: str, query: str) -> None:
    make_fiche()
    answer = client.get(
        f"{path}?couches=signalements&{query}" if "couches" not in query else f"{path}?themes=voirie&{query}"
    )
    assert answer.status_code == 400
    if path == "/comptes/":
        assert answer.json()["total"] == 1 and answer.json()["erreurs"]
        return
    assert "Le reste de vos choix est gardé" in answer.content.decode()
    assert answer.context["panel"].total == 1


PLACES = [
    "",
    "?lat=47.2",
    "?lat=x&lon=y",
    "?lat=nan&lon=nan",
    "?lat=inf&lon=0",
    "?lat=-1.55&lon=47.21",
    f"?lat={PARIS.y}&lon={PARIS.x}",
]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_cannot_be_is_told(client: Client, place: str) -> None:
    answer = client.get(f"/autour/{place}")
    assert answer.status_code == 400
    assert answer.context["errors"]


def test_swapped_axes_are_named(client: Client) -> None:
    answer = client.get(f"/autour/?lat={CHATEAU.x}&lon={CHATEAU.y}")
    assert "inversées" in answer.content.decode()


@pytest.mark.parametrize("osm_id", ["node/1' OR 1=1", "node/" + "9" * 40, "<b>", "chose/12"])
def test_an_odd_object_of_the_base_map_is_left_out(client: Client, osm_id: str) -> None:
    answer = client.get("/autour/", {"lat": CHATEAU.y, "lon": CHATEAU.x, "osm_id": osm_id})
    assert answer.status_code == 200
    assert answer.context["spot"].osm_id == ""


def test_names_from_the_address_are_shown_as_text(client: Client) -> None:
    answer = client.get("/autour/", {"lat": CHATEAU.y, "lon": CHATEAU.x, "nom": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert" in answer.content.decode()


@pytest.mark.parametrize("uuid", ["x", "00000000-0000-0000-0000-000000000000", "%00", "1" * 500])
def test_a_fiche_that_is_not_on_the_map_is_said(client: Client, uuid: str) -> None:
    answer = client.get(f"/?fiche={uuid}")
    assert answer.status_code == 400
    assert "n’est plus sur la carte" in answer.content.decode()


def test_a_fiche_that_waits_is_not_opened(client: Client) -> None:
    fiche = make_fiche(visibility="waiting")
    assert client.get(f"/?fiche={fiche.uuid}").context["opened"] is None


@pytest.mark.parametrize("words", ["", "%00", "a" * 5000, "'; DROP TABLE fiches_fiche; --", "%", "\u202e"])
def test_the_search_page_takes_any_words(client: Client, words: str) -> None:
    assert client.get("/recherche/", {"q": words}).status_code == 200
