"""What is in the tiles is on the plan: once, whole, where it lies, and in the same numbers."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from django.conf import settings
from django.contrib.gis.geos import LineString, Point
from django.test import Client
from shapely import Point as Spot
from shapely import box

from carto.fiches.layers import layer_of
from carto.fiches.models import Fiche
from tests.factories import make_fiche
from tests.tiles.decode import counted, drawn
from tests.tiles.image.drawn import CENTRE, HOME, SVG, badges, numbers, picture, pins, reach, read, texts
from tiles.basemap.palette import DARK, LIGHT
from tiles.grid import EXTENT, Tile
from tiles.image.view import degrees

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base_map")]
FOUR = "signalements,idees,equipements,opportunites"


def _centre_of(tile: Tile, across: float = 0.5, down: float = 0.5) -> str:
    """`longitude,latitude` of a place in a tile."""
    side = 2**tile.z
    longitude, latitude = degrees((tile.x + across) / side, (tile.y + down) / side)
    return f"{longitude:.9f},{latitude:.9f}"


def _plan(client: Client, query: str = "", *, centre: str = "", zoom: float = 14, size: str = "512,512") -> Element:
    width, height = size.split(",")
    address = (
        f"/tuiles/plan.svg?centre={centre or _centre_of(HOME)}&zoom={zoom}&largeur={width}&hauteur={height}&{query}"
    )
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return read(answer.content)


def test_the_base_map_is_under_its_names(client: Client) -> None:
    plan = _plan(client, zoom=15, centre=_centre_of(HOME, 0.6, 0.6))
    assert {"Rue de Strasbourg", "Musée d’Art"} <= set(texts(plan))
    assert badges(plan) == 1
    assert LIGHT.water in {path.get("fill") for path in plan.iter(f"{SVG}path")}


def test_beyond_its_deepest_zoom_the_base_is_stretched(client: Client) -> None:
    assert "Rue de Strasbourg" in texts(_plan(client, zoom=16, centre=_centre_of(HOME, 0.5, 2000 / EXTENT)))


def test_a_river_has_no_seam_where_two_tiles_meet(client: Client) -> None:
    middle = _centre_of(HOME, 1, 3200 / EXTENT)
    address = f"/tuiles/plan.png?centre={middle}&zoom=14.37&largeur=300&hauteur=200&theme="
    for theme, water in (("light", LIGHT.water), ("dark", DARK.water)):
        image = picture(client.get(address + theme).content)
        row = {image.getpixel((x, 100)) for x in range(100, 200)}
        assert row == {tuple(int(water[at : at + 2], 16) for at in (1, 3, 5))}


def test_a_street_over_two_tiles_is_named_as_one(client: Client) -> None:
    plan = _plan(client, centre=_centre_of(HOME, 1, 2000 / EXTENT), size="420,200")
    assert texts(plan).count("Rue de Strasbourg") == 1


def test_a_pin_at_the_border_of_two_tiles_stands_once(client: Client) -> None:
    border = _centre_of(Tile(16, HOME.x * 4 + 2, HOME.y * 4 + 2), 0.0001, 0.5)
    make_fiche(Point(*map(float, border.split(",")), srid=4326), title="Nid-de-poule à la frontière")
    plan = _plan(client, zoom=16, centre=border)
    assert pins(plan) == 1


def test_clusters_say_the_numbers_of_the_tile(client: Client) -> None:
    middle = [float(part) for part in _centre_of(HOME).split(",")]
    for rank in range(130):
        make_fiche(Point(middle[0] + rank % 13 * 0.0011 - 0.007, middle[1] + rank // 13 * 0.0007 - 0.0035, srid=4326))
    own = drawn("signalements", HOME)["signalements"]
    plan = _plan(client, "couches=signalements")
    counts = sorted(feature["properties"]["count"] for feature in own if "count" in feature["properties"])
    assert counts and numbers(plan) == counts
    assert sum(numbers(plan)) + pins(plan) == counted(own)


def test_the_filters_of_the_map_are_those_of_the_plan(client: Client) -> None:
    make_fiche(title="Nouveau")
    make_fiche(Point(CENTRE[0] + 0.002, CENTRE[1], srid=4326), title="Fini", stage="done")
    make_fiche(Point(CENTRE[0], CENTRE[1] + 0.002, srid=4326), kind="idee", title="Une idée")
    for query, n in (
        ("", 3),
        ("etapes=new", 2),
        ("couches=idees", 1),
        ("etapes=new&couches=idees", 1),
        ("themes=x", 0),
    ):
        assert pins(_plan(client, query)) == n, query


def test_what_is_not_public_is_not_on_the_plan(client: Client) -> None:
    make_fiche(visibility="waiting")
    assert pins(_plan(client)) == 0


def test_a_fiche_is_ringed_even_among_a_crowd_and_may_stand_alone(client: Client) -> None:
    crowd = [make_fiche(Point(CENTRE[0] + n % 12 * 1e-5, CENTRE[1] + n // 12 * 1e-5, srid=4326)) for n in range(120)]
    plan = read(client.get(f"/tuiles/plan.svg?fiche={crowd[7].uuid}&zoom=13.5").content)
    alone = read(client.get(f"/tuiles/plan.svg?fiche={crowd[7].uuid}&zoom=13.5&seule=1").content)
    for drawing in (plan, alone):
        rings = [
            c for c in drawing.iter(f"{SVG}circle") if c.get("stroke-width") == "2" and c.get("stroke-opacity") is None
        ]
        assert [ring.get("cx") for ring in rings] == ["600"]
    assert numbers(plan) and not numbers(alone)
    assert pins(alone) == 1


def test_a_line_is_framed_whole_with_its_pin(client: Client) -> None:
    line = LineString((CENTRE[0] - 0.02, CENTRE[1]), (CENTRE[0] + 0.02, CENTRE[1] + 0.004), srid=4326)
    fiche = make_fiche(line, kind="opportunite", title="Une voie cyclable")
    plan = read(client.get(f"/tuiles/plan.svg?fiche={fiche.uuid}&seule=1").content)
    colour = layer_of("opportunite").colour[0]
    (course,) = [path for path in plan.iter(f"{SVG}path") if path.get("stroke") == colour]
    assert course.get("stroke-width") == "40"  # tenths of pixels: as wide as the map draws a chosen line
    assert reach(course) == (480, 11_520)  # all of it, 48 pixels from the edges
    assert colour in {circle.get("stroke") for circle in plan.iter(f"{SVG}circle")}


def test_names_give_way_to_one_another(client: Client, base_map: Callable[..., None]) -> None:
    crowd = [
        {"geometry": Spot(2000 + n, 2000), "properties": {"class": "town", "rank": n, "name": f"Bourg {n}"}}
        for n in range(1, 6)
    ]
    base_map(place=crowd)
    assert [text for text in texts(_plan(client)) if text.startswith("Bourg")] == ["Bourg 1"]


def test_holes_of_areas_stay_holes(client: Client, base_map: Callable[..., None]) -> None:
    lake = box(500, 500, 3500, 3500) - box(1500, 1500, 2500, 2500)
    base_map(
        water=[{"geometry": lake, "properties": {"class": "lake"}}], transportation=[], transportation_name=[], poi=[]
    )
    image = picture(client.get(f"/tuiles/plan.png?centre={_centre_of(HOME)}&zoom=14&largeur=512&hauteur=512").content)
    water, land = (tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5)) for colour in (LIGHT.water, LIGHT.land))
    assert (image.getpixel((120, 120)), image.getpixel((256, 256))) == (water, land)


def test_without_a_base_map_the_fiches_are_still_drawn(client: Client) -> None:
    for file in (settings.CARTO_VAR / "basemap").iterdir():
        file.unlink()
    make_fiche()
    assert Fiche.objects.count() == 1
    assert pins(_plan(client)) == 1
