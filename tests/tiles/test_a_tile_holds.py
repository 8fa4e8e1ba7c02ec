"""What a tile holds: pins when there are few, clusters when there are many, shapes, territories and streets."""

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

from carto.fiches.filters import Filters
from carto.fiches.models import Fiche
from carto.territoires.models import Level, Rue, Territoire
from tests.factories import make_fiche, make_territoire, make_theme
from tests.places import CHATEAU, COMMERCE, ILE_DE_NANTES, REZE
from tests.tiles.decode import counted, drawn, is_area, is_own_point, tile_at
from tiles.drawing import SHAPES_MOST
from tiles.grid import EXTENT, Tile, quad
from tiles.pyramid.cells import PINS_BESIDE, PINS_MOST

pytestmark = pytest.mark.django_db
FOUR = "signalements,idees,equipements,opportunites"


def _crowd(many: int, centre: Point = CHATEAU, kind: str = "signalement", **fields: object) -> None:
    """That many fiches within some 300 m, ten to a row."""
    theme = fields.pop("theme", None) or make_theme()
    Fiche.objects.bulk_create(
        Fiche(
            kind=kind,
            theme=theme,
            title=f"Numéro {rank}",
            geom=Point(centre.x + rank % 10 * 4e-4, centre.y + rank // 10 * 2e-4, srid=4326),
            **fields,
        )
        for rank in range(many)
    )


def test_a_pin_says_what_the_map_draws_and_nothing_else() -> None:
    theme = make_theme("eau", icon="water")
    fiche = make_fiche(theme=theme, title="Fontaine <b>fuit</b>", stage="in_progress", demonstration=True)
    (pin,) = drawn("signalements", tile_at(CHATEAU, 16))["signalements"]
    assert pin["id"] == fiche.pk
    assert pin["properties"] == {
        "uuid": str(fiche.uuid),
        "kind": "signalement",
        "theme": "eau",
        "icon": "water",
        "stage": "in_progress",
        "title": "Fontaine <b>fuit</b>",
        "demo": True,
    }


def test_each_kind_is_a_layer_of_the_same_tile() -> None:
    for kind in ("signalement", "idee", "equipement", "opportunite"):
        make_fiche(kind=kind)
    for zoom in (0, 9, 14, 15, 18):
        assert set(drawn(FOUR, tile_at(CHATEAU, zoom))) == set(FOUR.split(","))
    assert set(drawn("idees", tile_at(CHATEAU, 9))) == {"idees"}


@pytest.mark.parametrize("visibility", ["draft", "waiting", "withdrawn", "expired", "binned", "removed"])
def test_what_is_not_public_never_reaches_a_tile(visibility: str) -> None:
    make_fiche(visibility=visibility)
    _crowd(PINS_MOST + 1, visibility=visibility)
    assert drawn(FOUR, tile_at(CHATEAU, 10)) == {}
    assert drawn(FOUR, tile_at(CHATEAU, 16)) == {}


def test_a_tile_with_few_shows_every_pin_at_any_zoom() -> None:
    _crowd(PINS_MOST)
    for zoom in (0, 6, 11, 12):
        found = drawn("signalements", tile_at(CHATEAU, zoom))["signalements"]
        assert len(found) == PINS_MOST
        assert not any("count" in feature["properties"] for feature in found)


def test_a_tile_with_many_gathers_them_and_loses_none() -> None:
    _crowd(PINS_MOST + 20)
    for zoom in (0, 6, 11, 12):
        found = drawn("signalements", tile_at(CHATEAU, zoom))["signalements"]
        assert len(found) <= 64
        assert counted(found) == PINS_MOST + 20


def test_a_crowd_at_the_street_is_gathered_too_and_opens_as_one_comes_near() -> None:
    _crowd(PINS_MOST * 4, kind="idee")
    drawn_alone = []
    for zoom in (13, 15, 17, 18):
        tile = tile_at(CHATEAU, zoom)
        around = [Tile(zoom, tile.x + right, tile.y - up) for right in range(-1, 6) for up in range(-1, 10)]
        found = [feature for one in around for feature in drawn("idees", one).get("idees", [])]
        assert counted(found) == PINS_MOST * 4
        drawn_alone.append(sum("count" not in feature["properties"] for feature in found))
    assert drawn_alone == sorted(drawn_alone)
    assert drawn_alone[-1] == PINS_MOST * 4


def test_the_emptiest_cells_of_a_crowded_tile_are_drawn_pin_by_pin() -> None:
    _crowd(PINS_MOST + 1)
    for rank in range(5):
        make_fiche(REZE, title=f"Rezé {rank}")
    found = drawn("signalements", tile_at(CHATEAU, 11))["signalements"]
    pins = [feature for feature in found if "count" not in feature["properties"]]
    assert sum(pin["properties"]["title"].startswith("Rezé") for pin in pins) == 5
    assert len(pins) <= PINS_BESIDE
    assert counted(found) == PINS_MOST + 6


def test_a_cluster_says_how_many_at_each_stage_and_mostly_about_what() -> None:
    eau, velo = make_theme("eau"), make_theme("velo")
    for stage, theme in [("new", eau)] * 70 + [("done", velo)] * 40:
        Fiche.objects.create(kind="signalement", theme=theme, title="Fuite", stage=stage, geom=COMMERCE)
    (cluster,) = drawn("signalements", tile_at(COMMERCE, 12))["signalements"]
    level, cell = cluster["properties"].pop("cell").split("/")
    held = tile_at(COMMERCE, int(level))
    assert (int(level), int(cell)) == (15, quad(held.x, held.y))
    said = {"kind": "signalement", "theme": "eau", "count": 110, "new": 70, "done": 40}
    assert cluster["properties"] == said
    x, y = cluster["geometry"]["coordinates"]
    place = tile_at(COMMERCE, 24)  # 4096 units: the tile twelve zooms deeper
    assert (abs(x - place.x % EXTENT), abs(y - place.y % EXTENT)) <= (1, 1)


def test_who_stands_alone_in_a_crowded_tile_stays_a_pin() -> None:
    _crowd(PINS_MOST + 1)
    alone = make_fiche(REZE, title="Seul à Rezé")
    found = drawn("signalements", tile_at(CHATEAU, 11))["signalements"]
    assert [pin["id"] for pin in found if pin["properties"].get("title") == "Seul à Rezé"] == [alone.pk]
    assert counted(found) == PINS_MOST + 2


def test_a_pin_is_in_one_tile_alone() -> None:
    tile = tile_at(CHATEAU, 16)
    side = 360 / 2**16
    edge = (tile.x + 1) * side - 180
    make_fiche(Point(edge + side / 100, CHATEAU.y, srid=4326), title="Juste à côté")
    assert drawn("signalements", tile) == {}
    (pin,) = drawn("signalements", Tile(16, tile.x + 1, tile.y))["signalements"]
    assert counted([pin]) == 1


def test_a_quiet_tile_does_not_carry_the_crowd_of_its_neighbour() -> None:
    tile = tile_at(CHATEAU, 12)
    side = 360 / 2**12
    edge = (tile.x + 1) * side - 180
    _crowd(PINS_MOST + 1, Point(edge + 1e-5, CHATEAU.y, srid=4326))
    make_fiche(Point(edge - side / 2, CHATEAU.y, srid=4326), title="Au calme")
    (pin,) = drawn("signalements", tile)["signalements"]
    assert pin["properties"]["title"] == "Au calme"


def test_an_area_is_drawn_where_it_can_be_seen_with_one_pin_on_it() -> None:
    park = Polygon.from_bbox((-1.56, 47.21, -1.54, 47.22))
    park.srid = 4326
    fiche = make_fiche(park, kind="idee", title="Un parc plus grand")
    near = drawn("idees", tile_at(CHATEAU, 13))["idees"]
    assert {feature["id"] for feature in near} == {fiche.pk}
    assert {feature["geometry"]["type"] for feature in near} == {"Polygon", "Point"}
    far = drawn("idees", tile_at(CHATEAU, 6))["idees"]
    assert [feature["geometry"]["type"] for feature in far] == ["Point"]


def test_of_thousands_of_areas_the_largest_are_drawn_and_all_are_counted() -> None:
    theme = make_theme()
    sides = [0.0001 + rank * 1e-6 for rank in range(SHAPES_MOST + 20)]
    Fiche.objects.bulk_create(
        Fiche(
            kind="opportunite",
            theme=theme,
            geom=Polygon.from_bbox((CHATEAU.x, CHATEAU.y, CHATEAU.x + side, CHATEAU.y + side)),
        )
        for side in sides
    )
    features = drawn("opportunites", tile_at(CHATEAU, 16))["opportunites"]
    areas = {feature["id"] for feature in features if is_area(feature)}
    largest = Fiche.objects.order_by("-pk").values_list("pk", flat=True)[:SHAPES_MOST]
    assert areas == set(largest)
    assert counted(features) == len(sides)


def test_a_line_goes_on_in_the_next_tile_where_nothing_else_is() -> None:
    tile = tile_at(CHATEAU, 14)
    side = 360 / 2**14
    edge = (tile.x + 1) * side - 180
    make_fiche(LineString((edge - side * 0.9, 47.2161), (edge + side / 3, 47.2161), srid=4326), kind="idee")
    (rest,) = [f for f in drawn("idees", Tile(14, tile.x + 1, tile.y))["idees"] if not is_own_point(f)]
    assert rest["geometry"]["type"] == "LineString"


def test_filters_leave_the_same_number_in_tiles_and_list() -> None:
    _crowd(130, theme=make_theme("eau"))
    _crowd(140, ILE_DE_NANTES, theme=make_theme("velo"), stage="done")
    _crowd(12, kind="idee", theme=make_theme("velo"))
    quartier = make_territoire(ILE_DE_NANTES, half=0.02, code="ILE")
    Fiche.objects.filter(geom__within=quartier.geom).update(quartier=quartier)
    for kept in (
        {},
        {"themes": ("velo",)},
        {"etapes": ("done",)},
        {"territoire": "ILE"},
        {"couches": ("idees",)},
        {"territoire": "ILE", "themes": ("eau",)},
    ):
        filters = Filters(**kept)
        for zoom in (0, 5, 9):
            found = drawn(FOUR, tile_at(CHATEAU, zoom), filters)
            assert sum(counted(layer) for layer in found.values()) == filters.fiches().count()


def test_territories_come_with_the_scale_that_shows_them() -> None:
    make_territoire(CHATEAU, Level.COMMUNE, half=0.1, name="Nantes")
    make_territoire(CHATEAU, Level.QUARTIER, half=0.02, name="Centre-Ville")
    make_territoire(CHATEAU, Level.IRIS, half=0.005, name="Château")

    def names(zoom: int) -> set[str]:
        return {f["properties"]["name"] for f in drawn("territoires", tile_at(CHATEAU, zoom))["territoires"]}

    assert names(8) == {"Nantes"}
    assert names(12) == {"Nantes", "Centre-Ville"}
    assert names(15) == {"Nantes", "Centre-Ville", "Château"}


def test_a_border_that_two_communes_share_is_simplified_alike_on_both_sides() -> None:
    border = [(-1.55 + 0.002 * (rank % 3), 47.10 + rank * 0.0007) for rank in range(200)]
    for code, far in (("ouest", -1.7), ("est", -1.45)):
        ring = Polygon([*border, (far, border[-1][1]), (far, border[0][1]), border[0]])
        commune = make_territoire(CHATEAU, Level.COMMUNE, code=code, name=code)
        Territoire.objects.filter(pk=commune.pk).update(geom=MultiPolygon(ring, srid=4326))
    found = {
        f["properties"]["name"]: f for f in drawn("territoires", tile_at(CHATEAU, 10))["territoires"] if is_area(f)
    }
    west, east = ({tuple(point) for point in found[name]["geometry"]["coordinates"][0]} for name in ("ouest", "est"))
    on_border = west - {point for point in west if point[0] == min(west)[0]}
    assert on_border == east - {point for point in east if point[0] == max(east)[0]}
    assert 10 < len(on_border) < len(border)


def test_streets_come_from_z13_with_their_names() -> None:
    street = LineString((CHATEAU.x, CHATEAU.y), (COMMERCE.x, COMMERCE.y), srid=4326)
    rue = Rue.objects.create(code="44109-strasbourg", name="Rue de Strasbourg", geom=MultiLineString(street, srid=4326))
    assert drawn("rues", tile_at(CHATEAU, 12)) == {}
    (line,) = drawn("rues", tile_at(CHATEAU, 13))["rues"]
    assert (line["id"], line["properties"]) == (rue.pk, {"code": "44109-strasbourg", "name": "Rue de Strasbourg"})


def test_outlines_follow_the_borders_and_streets_that_change() -> None:
    commune = make_territoire(CHATEAU, Level.COMMUNE, half=0.1, name="Nantes")
    street = LineString((CHATEAU.x, CHATEAU.y), (COMMERCE.x, COMMERCE.y), srid=4326)
    rue = Rue.objects.create(code="44109-strasbourg", name="Rue de Strasbourg", geom=MultiLineString(street, srid=4326))
    over = [tile_at(CHATEAU, zoom) for zoom in (7, 14, 16)]

    def seen() -> list[set[str]]:
        return [set(drawn("territoires,rues", tile)) for tile in over]

    assert seen() == [{"territoires"}, {"territoires", "rues"}, {"territoires", "rues"}]
    elsewhere = make_territoire(Point(-1.0, 46.0, srid=4326), Level.COMMUNE, code="ailleurs").geom
    Territoire.objects.filter(pk=commune.pk).update(geom=elsewhere)
    Rue.objects.filter(pk=rue.pk).update(name="Rue de Verdun")
    (line,) = drawn("rues", over[1])["rues"]
    assert (line["properties"]["name"], seen()[1]) == ("Rue de Verdun", {"rues"})
    rue.delete()
    assert seen()[1:] == [set(), set()]


def test_a_name_stands_at_the_same_place_at_every_zoom() -> None:
    make_territoire(CHATEAU, Level.COMMUNE, half=0.013, name="Nantes")
    spots = set()
    for zoom in (9, 12, 15):
        tile = tile_at(CHATEAU, zoom)
        for one in (Tile(zoom, tile.x + x, tile.y + y) for x in (-1, 0, 1) for y in (-1, 0, 1)):
            for feature in drawn("territoires", one).get("territoires", []):
                if is_own_point(feature):
                    x, y = feature["geometry"]["coordinates"]
                    spots.add((round((one.x + x / EXTENT) / 2**zoom, 6), round((one.y + y / EXTENT) / 2**zoom, 6)))
    assert len(spots) == 1
