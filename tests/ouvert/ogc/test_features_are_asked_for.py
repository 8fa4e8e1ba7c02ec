"""Where, when, how many and in which coordinates: what comes is what lies there, once, page after page."""

import json

import pyproj
import pytest
from django.test import Client

from tests.factories import make_territoire
from tests.ouvert.ogc.samples import collection, features, three_ideas, titles
from tests.people import alice
from tests.places import CHATEAU
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
ITEMS = "/ogc/collections/idees/items"
CRS = "http://www.opengis.net/def/crs/"


def test_pages_follow_each_other_and_hold_each_feature_once(client: Client) -> None:
    three_ideas()
    seen, address, pages = [], f"{ITEMS}?limit=1", 0
    while address:
        told = collection(client, address)
        seen += [each["id"] for each in told["features"]]
        assert told["numberReturned"] == 1
        address = next((link["href"] for link in told["links"] if link["rel"] == "next"), "")
        assert ("numberMatched" in told) == (pages == 0)
        pages += 1
    assert (len(seen), len(set(seen)), pages) == (3, 3, 3)


def test_a_frame_keeps_what_lies_in_it_whatever_its_coordinates(client: Client) -> None:
    three_ideas()
    west, south, east, north = -1.551, 47.215, -1.548, 47.217
    assert titles(client, bbox=f"{west},{south},{east},{north}") == {"Un banc"}
    assert titles(client, bbox=f"{west},{south},0,{east},{north},9") == {"Un banc"}
    turned = {"bbox": f"{south},{west},{north},{east}", "bbox-crs": f"{CRS}EPSG/0/4326"}
    assert titles(client, **turned) == {"Un banc"}
    metres = {"bbox": "355800,6689400,355900,6689500", "bbox-crs": f"{CRS}EPSG/0/2154"}
    assert titles(client, **metres) == {"Un banc"}
    assert titles(client, bbox="170,40,-1.549,48") == {"Un banc", "L’ombre d'un arbre"}


def test_coordinates_come_in_the_system_and_the_order_asked_for(client: Client) -> None:
    make_idee(CHATEAU, author=alice())
    here = {
        name: _first(client, f"{CRS}{name}") for name in ("OGC/1.3/CRS84", "EPSG/0/4326", "EPSG/0/2154", "EPSG/0/3857")
    }
    assert here["OGC/1.3/CRS84"] == [-1.5497, 47.2161]
    assert here["EPSG/0/4326"] == [47.2161, -1.5497]
    for srid in (2154, 3857):
        there = pyproj.Transformer.from_crs(4326, srid, always_xy=True).transform(CHATEAU.x, CHATEAU.y)
        assert here[f"EPSG/0/{srid}"] == pytest.approx(there, abs=0.02)
    answer = client.get(ITEMS, {"crs": f"{CRS}EPSG/0/2154"})
    assert answer["Content-Crs"] == f"<{CRS}EPSG/0/2154>"


def _first(client: Client, crs: str) -> list[float]:
    return features(client, ITEMS, crs=crs)[0]["geometry"]["coordinates"]


def test_a_period_keeps_what_was_made_in_it(client: Client) -> None:
    three_ideas()
    assert titles(client, datetime="2026-05-02") == {"L’ombre d'un arbre"}
    assert titles(client, datetime="2026-05-03T12:00:00Z") == {"Un jeu"}
    assert titles(client, datetime="2026-05-02/..") == {"L’ombre d'un arbre", "Un jeu"}
    assert titles(client, datetime="/2026-05-01") == {"Un banc"}


def test_a_property_is_asked_for_by_its_name(client: Client) -> None:
    three_ideas()
    assert titles(client, stage="new", title="Un jeu") == {"Un jeu"}
    assert titles(client, created_at="2026-05-01") == {"Un banc"}
    assert titles(client, demonstration="true") == set()
    assert titles(client, title="L’ombre d'un arbre") == {"L’ombre d'un arbre"}


@pytest.mark.parametrize(
    "params",
    [{"bbox": "1,2,3"}, {"bbox": "a,b,c,d"}, {"bbox": "nan,0,1,1"}, {"bbox": "0,5,1,1"}, {"bbox": "1e300,0,1e301,1"},
     {"bbox": "0,0,1,1", "bbox-crs": "EPSG:4326"}, {"crs": "http://exemple.test/"}, {"limit": "0"}, {"limit": "²"},
     {"limit": "-1"}, {"datetime": "hier"}, {"datetime": "2026-05-03/2026-05-01"}, {"datetime": ".."},
     {"inconnu": "1"}, {"apres": "rien"}, {"filter-lang": "cql2-json"}, {"demonstration": "peut-être"},
     {"precision_m": "1e9"}, {"title": "a\x00"}, {"f": "xml"}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_words(client: Client, params: dict[str, str]) -> None:
    answer = client.get(ITEMS, params)
    assert answer.status_code == 400
    assert answer.json()["title"]


def test_what_is_not_public_is_nowhere(client: Client) -> None:
    hidden = make_idee(title="Brouillon", visibility="draft")
    assert titles(client) == set()
    assert client.get(f"{ITEMS}/{hidden.uuid}").status_code == 404
    for key in ("rien", "0", "%00", hidden.pk):
        assert client.get(f"{ITEMS}/{key}").status_code == 404
    assert client.get("/ogc/collections/comptes/items").status_code == 404


def test_one_feature_has_its_address(client: Client) -> None:
    idee = make_idee(title="Un banc")
    told = client.get(f"{ITEMS}/{idee.uuid}").json()
    assert (told["id"], told["properties"]["title"]) == (str(idee.uuid), "Un banc")
    assert {link["rel"] for link in told["links"]} == {"self", "alternate", "collection"}


def test_the_ground_can_be_asked_for_too(client: Client) -> None:
    make_territoire(name="Centre-Ville", code="44109-01")
    told = features(client, "/ogc/collections/quartiers/items", bbox="-1.55,47.215,-1.549,47.217")
    assert [each["properties"]["name"] for each in told] == ["Centre-Ville"]
    assert features(client, "/ogc/collections/communes/items") == []


def test_a_page_of_a_thousand_takes_as_many_queries_as_a_page_of_one(
    client: Client, django_assert_num_queries: object
) -> None:
    three_ideas()
    for limit in ("1", "1000"):
        with django_assert_num_queries(2):
            answer = client.get(ITEMS, {"limit": limit})
            json.loads(b"".join(answer.streaming_content))
