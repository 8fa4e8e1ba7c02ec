"""Where a disc of the map comes apart, and what lies under one that never does."""

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPoint, Point
from django.test import Client

from carto.fiches.models import Fiche
from carto.geometry import on_grid
from tests.factories import make_fiche, make_theme
from tests.places import CHATEAU, COMMERCE, REZE
from tests.tiles.decode import features, get_tile, tile_at
from tiles.grid import DEEPEST
from tiles.pyramid.cells import PINS_MOST

pytestmark = pytest.mark.django_db


def _crowd(many: int, place: Point, **fields: Any) -> None:
    theme = make_theme()
    Fiche.objects.bulk_create(
        Fiche(kind="signalement", theme=theme, title=f"Nid-de-poule {rank}", geom=place, **fields)
        for rank in range(many)
    )


def _cluster(client: Client, zoom: int, query: str = "") -> tuple[dict[str, Any], str]:
    """The one disc of the tile of the château, and the address that tells about it."""
    found = features(get_tile(client, "signalements", tile_at(CHATEAU, zoom), query).content)["signalements"]
    (disc,) = [feature["properties"] for feature in found if "count" in feature["properties"]]
    return disc, f"/tuiles/signalements/grappe/{disc['cell']}.json{query}"


def test_a_cluster_opens_at_the_first_zoom_that_parts_it(client: Client) -> None:
    _crowd(70, CHATEAU)
    _crowd(70, COMMERCE)
    disc, address = _cluster(client, 9)
    told = client.get(address).json()
    assert (disc["count"], told["count"], told["fiches"]) == (140, 140, [])
    assert told["bounds"] == pytest.approx([*on_grid(COMMERCE), *on_grid(CHATEAU)], abs=1e-6)
    assert told["at"] == pytest.approx(list(on_grid(MultiPoint(COMMERCE, CHATEAU, srid=4326)).centroid), abs=1e-5)

    def discs(zoom: int) -> int:
        tiles = {tile_at(place, zoom) for place in (CHATEAU, COMMERCE)}
        return sum(len(features(get_tile(client, "signalements", one).content)["signalements"]) for one in tiles)

    assert discs(told["zoom"] - 1) == 1
    assert discs(told["zoom"]) > 1


def test_what_lies_on_one_spot_never_opens_and_is_told_one_by_one(client: Client) -> None:
    _crowd(30, CHATEAU)
    _crowd(PINS_MOST, CHATEAU, stage="done")
    _, address = _cluster(client, 12)
    told = client.get(address).json()
    assert (told["count"], told["zoom"], told["fiches"]) == (PINS_MOST + 30, None, [])
    Fiche.objects.filter(title__endswith="0").update(stage="in_progress")
    query = "?etapes=done,new"
    many = client.get(address + query).json()["count"]
    assert many == Fiche.objects.exclude(stage="in_progress").count()


def test_up_to_forty_are_told_with_what_a_fan_of_pins_needs(client: Client) -> None:
    for _ in range(PINS_MOST + 1):
        make_fiche(CHATEAU)
    _, address = _cluster(client, DEEPEST)
    Fiche.objects.filter(pk__in=Fiche.objects.values("pk")[: PINS_MOST - 2]).delete()
    told = client.get(address).json()
    assert told["count"] == 3
    fiche = Fiche.objects.order_by("-created_at").first()
    assert told["zoom"] is None
    assert told["fiches"][0]["uuid"] == str(fiche.uuid)
    assert told["fiches"][0]["at"] == pytest.approx(list(on_grid(CHATEAU)), abs=1e-6)
    assert {*told["fiches"][0]} == {"uuid", "title", "stage", "kind", "at"}


def test_a_cluster_opens_where_it_is_drawn_pin_by_pin(client: Client) -> None:
    """Five at one spot never part, but a deeper tile that holds few shows them."""
    _crowd(5, CHATEAU)
    far = 0.004
    _crowd(PINS_MOST, Point(CHATEAU.x + far, CHATEAU.y, srid=4326))
    tile = tile_at(CHATEAU, 9)
    (disc,) = features(get_tile(client, "signalements", tile).content)["signalements"]
    told = client.get(f"/tuiles/signalements/grappe/{disc['properties']['cell']}.json").json()
    assert told["count"] == PINS_MOST + 5
    assert 10 <= told["zoom"] <= 14


@pytest.mark.parametrize(
    "address",
    [
        "signalements/grappe/2/0",
        "signalements/grappe/22/0",
        "signalements/grappe/3/64",
        "signalements/grappe/x/0",
        "signalements/grappe/3/-1",
        "signalements/grappe/3/%00",
        "signalements/grappe/³/1",
        "signalements/grappe/3/" + "9" * 4000,
        "territoires/grappe/3/1",
        "signalements,idees/grappe/3/1",
        "secrets/grappe/3/1",
        "signalements/grappe/3/1",
    ],
)
def test_a_wrong_or_empty_cluster_is_a_problem_in_french(client: Client, address: str) -> None:
    answer = client.get(f"/tuiles/{address}.json")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_wrong_filters_are_refused(client: Client) -> None:
    make_fiche(REZE)
    assert client.get("/tuiles/signalements/grappe/3/1.json?depuis=hier").status_code == 400
