"""What clients are answered: caches, compression, versions, descriptions, and hostile addresses."""

import gzip
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from carto.fiches.models import Fiche, Theme
from carto.territoires.models import Level
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU
from tests.tiles.decode import features, get_tile, tile_at
from tiles.pyramid.entries import fold_versions

pytestmark = pytest.mark.django_db
FOUR = "signalements,idees,equipements,opportunites"


def _versions(client: Client) -> dict[str, int]:
    return client.get("/tuiles/versions.json").json()


def test_a_tile_is_a_vector_tile_that_caches_may_hold_for_a_second(client: Client) -> None:
    make_fiche(title="Banc cassé")
    answer = get_tile(client, FOUR, tile_at(CHATEAU, 12))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    assert not answer["ETag"].startswith("W/")
    (pin,) = features(answer.content)["signalements"]
    assert pin["properties"]["title"] == "Banc cassé"


def test_caches_hold_what_is_asked_for_by_its_version_until_the_next_one(client: Client) -> None:
    make_fiche()
    tile = tile_at(CHATEAU, 12)

    def held_for(query: str) -> str:
        return get_tile(client, FOUR, tile, query)["Cache-Control"]

    (address,) = client.get("/tuiles/style.json?themes=voirie").json()["sources"]["fiches"]["tiles"]
    themed, stamped = address.split("?")[1].split("&")
    assert (themed, stamped) == ("themes=voirie", "v=" + "-".join(map(str, _versions(client).values())))
    assert "s-maxage=3600" in held_for(f"?{stamped}")
    make_fiche(kind="idee")
    assert "s-maxage=1," in held_for(f"?{stamped}")
    assert "s-maxage=1," in held_for("?v=demain")


def test_an_empty_tile_is_204_and_says_when_to_ask_again(client: Client) -> None:
    answer = get_tile(client, FOUR, tile_at(CHATEAU, 12))
    assert (answer.status_code, answer.content) == (204, b"")
    again = get_tile(client, FOUR, tile_at(CHATEAU, 12), **{"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_whoever_has_the_tile_gets_304_until_something_it_shows_changes(client: Client) -> None:
    fiche = make_fiche()
    tile = tile_at(CHATEAU, 12)
    etag = get_tile(client, "signalements", tile)["ETag"]

    def status(query: str = "") -> int:
        return get_tile(client, "signalements", tile, query, **{"If-None-Match": etag}).status_code

    assert status() == 304
    make_fiche(kind="idee")
    fold_versions()
    assert status() == 304
    assert status("?v=12") == 304
    assert status("?etapes=done") == 204
    Fiche.objects.filter(pk=fiche.pk).update(title="Nid-de-poule profond")
    assert status() == 200


@pytest.mark.parametrize(
    ("change", "moves"),
    [
        ({"title": "Autre titre"}, True),
        ({"stage": "done"}, True),
        ({"visibility": "waiting"}, True),
        ({"demonstration": True}, True),
        ({"text": "Le texte n’est pas dans la tuile"}, False),
        ({"osm_id": "node/12"}, False),
    ],
)
def test_a_version_moves_with_what_a_tile_shows_and_only_then(
    client: Client, change: dict[str, Any], moves: bool
) -> None:
    make_fiche()
    before = _versions(client)
    Fiche.objects.update(**change)
    after = _versions(client)
    assert (after["signalements"] > before["signalements"]) is moves
    assert after["idees"] == before["idees"]


def test_a_new_icon_or_border_moves_the_versions_that_show_it(client: Client) -> None:
    fiche = make_fiche()
    before = _versions(client)
    Theme.objects.filter(pk=fiche.theme_id).update(icon="bench")
    make_territoire(CHATEAU, Level.COMMUNE)
    after = _versions(client)
    moved = {name for name in after if after[name] != before[name]}
    assert moved == {*FOUR.split(","), "territoires"}


def test_folding_leaves_the_versions_as_they_were(client: Client) -> None:
    first = _versions(client)["signalements"]
    for _ in range(3):
        make_fiche()
    before = client.get("/tuiles/versions.json")
    fold_versions()
    fold_versions()
    after = client.get("/tuiles/versions.json")
    assert (after.content, after.json()["signalements"]) == (before.content, first + 3)
    assert len(after.content) < 200


@pytest.mark.parametrize("document", ["versions.json", "signalements.json", "style.json"])
def test_documents_are_sent_once_and_readable_from_other_sites(client: Client, document: str) -> None:
    answer = client.get(f"/tuiles/{document}")
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"/tuiles/{document}", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_large_tiles_are_compressed_for_who_can_read_it(client: Client) -> None:
    for rank in range(20):
        make_fiche(title=f"Dépôt sauvage {rank}")
    tile = tile_at(CHATEAU, 12)
    plain = get_tile(client, "signalements", tile)
    small = get_tile(client, "signalements", tile, **{"Accept-Encoding": "gzip, br"})
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    assert small["ETag"] != plain["ETag"]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("signalements/99/0/0.mvt", 404, "en dehors de la carte"),
        ("signalements/3/8/0.mvt", 404, "en dehors de la carte"),
        ("signalements/3/0/8.mvt", 404, "en dehors de la carte"),
        ("signalements/-1/0/0.mvt", 404, "en dehors de la carte"),
        ("signalements/1e3/0/0.mvt", 404, "en dehors de la carte"),
        ("signalements/³/0/0.mvt", 404, "en dehors de la carte"),
        ("signalements/" + "9" * 5000 + "/0/0.mvt", 404, "en dehors de la carte"),
        ("signalements/3/%00/0.mvt", 404, "en dehors de la carte"),
        ("secrets/3/0/0.mvt", 404, "Couche inconnue : secrets"),
        ("signalements,/3/0/0.mvt", 404, "Couche inconnue"),
        ("signalements;drop/3/0/0.mvt", 404, "Couche inconnue"),
        ("secrets.json", 404, "Couche inconnue : secrets"),
        ("signalements/3/0/0.exe", 404, "pas de tuile à cette adresse"),
        ("signalements/3/0/0.mvt?etapes=peut-etre", 400, "filtres"),
        ("signalements/3/0/0.mvt?depuis=hier", 400, "filtres"),
        ("signalements/3/0/0.mvt?cadre=1,2,3", 400, "filtres"),
        ("signalements/3/0/0.mvt?themes=%00", 400, "filtres"),
        ("signalements.json?couches=secrets", 400, "filtres"),
        ("style.json?theme=rose", 400, "light ou dark"),
        ("style.json?depuis=hier", 400, "filtres"),
    ],
)
def test_a_wrong_address_gets_a_problem_in_french(client: Client, address: str, status: int, said: str) -> None:
    answer = client.get(f"/tuiles/{address}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert said in answer.json()["title"]


def test_nobody_writes_to_a_tile(client: Client) -> None:
    assert client.post("/tuiles/signalements/3/0/0.mvt").status_code == 405
    assert client.head("/tuiles/signalements/3/0/0.mvt").status_code == 204


def test_a_filter_of_hostile_words_leaves_an_empty_tile(client: Client) -> None:
    make_fiche()
    for words in ("';--", "%s", "{where}", "%25(themes)s", "voirie'||'"):
        for more in ("", "&depuis=2020-01-01"):
            answer = get_tile(client, "signalements", tile_at(CHATEAU, 9), f"?themes={words}{more}")
            assert answer.status_code == 204


def test_tilejson_tells_a_client_all_it_needs(client: Client) -> None:
    told = client.get("/tuiles/rues,signalements.json?etapes=new").json()
    assert told["tilejson"] == "3.0.0"
    assert told["tiles"] == ["http://testserver/tuiles/rues,signalements/{z}/{x}/{y}.mvt?etapes=new"]
    assert (told["minzoom"], told["maxzoom"]) == (0, 18)
    west, south, east, north = told["bounds"]
    assert west < CHATEAU.x < east
    assert south < CHATEAU.y < north
    rues, signalements = told["vector_layers"]
    assert (rues["id"], rues["minzoom"], rues["fields"]) == ("rues", 13, {"code": "String", "name": "String"})
    assert signalements["fields"]["count"] == "Number"
    assert signalements["fields"]["demo"] == "Boolean"


def test_tilejson_fields_are_those_of_the_features(client: Client) -> None:
    make_fiche()
    make_territoire()
    names = "signalements,territoires"
    told = {layer["id"]: set(layer["fields"]) for layer in client.get(f"/tuiles/{names}.json").json()["vector_layers"]}
    for name, found in features(get_tile(client, names, tile_at(CHATEAU, 13)).content).items():
        assert {field for feature in found for field in feature["properties"]} <= told[name]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_closed_is_opened_again(client: Client) -> None:
    make_fiche()
    tile = tile_at(CHATEAU, 12)
    etag = get_tile(client, "signalements", tile)["ETag"]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()
    assert get_tile(client, "signalements", tile, **{"If-None-Match": etag}).status_code == 304
