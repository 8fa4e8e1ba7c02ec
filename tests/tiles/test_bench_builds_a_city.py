"""The bench's city, made small: it holds what it says, its tiles are where fiches are, and others draw them all."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Fiche, Kind, Stage
from projets.idees.models import Idee
from tests.tiles.decode import features, get_tile
from tiles.bench import city, idees, load, loaders, throughput, writes
from tiles.bench.ground import LAYERS, Ground, path
from tiles.bench.querysets.idees import load_idees
from tiles.bench.tables import Targets

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 2000

with_real_data = pytest.mark.skipif(
    not (settings.CARTO_REAL_DATA and (Path(settings.CARTO_REAL_DATA) / city.PARIS).is_file()),
    reason="CARTO_REAL_DATA does not hold Paris's reports",
)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A city of 2,000 fiches in several statements, as on a machine without real data, and what was said of it."""
    monkeypatch.setattr(settings, "CARTO_REAL_DATA", None)
    monkeypatch.setattr(city, "BATCH", 300)
    told: list[str] = []
    city.build(COUNT, told.append)
    return told


@pytest.fixture
def ground(said: list[str]) -> Ground:
    """That city, without a server."""
    return Ground(COUNT, connection.settings_dict["NAME"], "", 1, said.append, Targets(), seconds=1)


def test_the_city_is_ten_years_of_fiches_of_every_kind_and_stage(said: list[str]) -> None:
    kinds, stages = (Counter(Fiche.objects.values_list(field, flat=True)) for field in ("kind", "stage"))
    assert sum(kinds.values()) == COUNT
    assert set(kinds) == set(Kind.values)
    assert set(stages) == set(Stage.values)
    assert kinds["signalement"] > 0.9 * COUNT
    assert stages["done"] > 0.7 * COUNT
    assert 0 < Fiche.objects.filter(visibility="waiting").count() < 0.1 * COUNT
    moments = list(Fiche.objects.order_by("pk").values_list("created_at", flat=True))
    assert timezone.now() - timedelta(days=3660) < min(moments) < timezone.now() - timedelta(days=3640)
    assert max(moments) <= timezone.now()


def test_nothing_is_missing_afterwards(said: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('fiche_geom_web') IS NOT NULL, to_regclass('bench_report') IS NULL")
        assert cursor.fetchone() == (True, True)
    assert writes.is_exact()


def test_without_the_real_reports_the_city_is_made_up_and_says_so(said: list[str]) -> None:
    assert "ville inventée" in said[0]
    assert Fiche.objects.count() == COUNT


@with_real_data
def test_the_real_reports_are_put_on_nantes_and_it_is_said() -> None:
    told: list[str] = []
    city.build(COUNT, told.append)
    assert "signalements réels de Paris, décalés sur Nantes" in told[0]
    west, south, east, north = settings.CARTO_BBOX
    nantes = Polygon.from_bbox((west, south, east, north))
    nantes.srid = 4326
    assert Fiche.objects.filter(geom__within=nantes).count() == COUNT
    assert Fiche.objects.filter(commune__isnull=False).count() > 0.99 * COUNT
    (quartier,) = loaders.fullest_quartiers(1)
    drawn = city.drawn_spots(20, quartier)
    assert Fiche.objects.filter(quartier__code=quartier).count() >= len(drawn) > 0


def test_every_tile_of_the_lists_holds_something(ground: Ground, client: Client) -> None:
    for z in (0, 8, 12, 16):
        tiles = ground.tiles(z, 5)
        assert len(set(tiles)) == len(tiles) > 0
        assert [get_tile(client, LAYERS, tile).status_code for tile in tiles] == [200] * len(tiles)


def test_every_question_is_one_that_the_server_answers(ground: Ground, client: Client) -> None:
    asked = [(question, query) for question in ground.questions for query in question.queries]
    assert {question.name for question, _query in asked} >= {"thème", "étapes", "période", "les trois"}
    for question, query in asked:
        tile = ground.tiles(10, 1, question.territoire)[0]
        assert client.get(path(tile, query)).status_code in (200, 204), query


def test_the_plain_statement_draws_every_public_fiche(ground: Ground) -> None:
    (tile,) = ground.tiles(4, 1)
    (drawn,) = features(loaders.plain_tile(tile)).values()
    points = {pk for pk, geom in Fiche.objects.public().values_list("pk", "geom") if geom.dims == 0}
    assert points <= {feature["id"] for feature in drawn} <= set(Fiche.objects.public().values_list("pk", flat=True))


def test_others_publish_the_fields_of_our_pins(ground: Ground, client: Client) -> None:
    (tile,) = ground.tiles(18, 1)
    ours = [each for found in features(get_tile(client, LAYERS, tile).content).values() for each in found]
    with loaders.published(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {loaders.VIEW} LIMIT 1")
        published = {column.name for column in cursor.description}
    assert set(ours[0]["properties"]) <= published
    assert loaders.VIEW not in connection.introspection.table_names(include_views=True)


def test_pgbench_draws_tiles_of_the_list_and_no_other(ground: Ground) -> None:
    tiles = ground.tiles(14, 7)
    script = throughput.plain_script(tiles)
    assert f"random(1, {len(tiles)})" in script
    assert [int(x) for x in re.findall(r"then (\d+)", script)] == [tile.x for tile in tiles] + [
        tile.y for tile in tiles
    ]


def test_pgbench_runs_what_our_own_tile_asks(ground: Ground) -> None:
    (tile,) = ground.tiles(14, 1)
    script = throughput.our_script(tile)
    assert "SELECT" in script
    assert load.pgbench([script], 1, 1, prepared=False) > 0


def test_ideas_lie_where_reports_do_and_are_asked_for(ground: Ground, client: Client) -> None:
    call_command("load_palette", verbosity=0)
    assert load_idees(300) == 300 and load_idees(300) == 0
    assert Idee.objects.count() == Fiche.objects.filter(kind="idee").count() == 300
    assert not Idee.objects.exclude(theme_id=F("autocollant__theme_id")).exists()
    questions = idees.drawn()
    assert len({(longitude, latitude) for _sticker, longitude, latitude, _text in questions}) > 100
    for address in idees.addresses(questions[:20]):
        assert client.get(address).status_code in (200, 204)


def test_writers_leave_the_city_as_it_was(ground: Ground) -> None:
    before = set(Fiche.objects.values_list("pk", flat=True))
    writes.measure_once(ground, 2, tiled=True)
    writes.measure_once(ground, 2, tiled=False)
    assert set(Fiche.objects.values_list("pk", flat=True)) == before
    assert writes.is_exact()


def test_the_triggers_are_back_whatever_happens(ground: Ground) -> None:
    with pytest.raises(RuntimeError), loaders.without_tiles_triggers():
        assert "D" in _triggers()
        raise RuntimeError
    assert _triggers() == {"O"}


def test_a_kept_database_serves_only_if_it_was_finished(said: list[str]) -> None:
    name = str(connection.settings_dict["NAME"])
    assert loaders.made_as(name) == ""
    loaders.say_made(name, f"{loaders.MADE} : 2000 fiches")
    assert loaders.made_as(name) == f"{loaders.MADE} : 2000 fiches"
    loaders.say_made(name, "")


def test_what_is_run_elsewhere_is_where_the_servers_look_for_it() -> None:
    applications = Path(city.__file__).parent / "applications"
    for name in ("tipg_tiles.py", "vectortiles_tiles.py"):
        compile((applications / name).read_text(), name, "exec")
    assert f'db_table = "{loaders.VIEW}"' in (applications / "vectortiles_tiles.py").read_text()


def _triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'fiches_fiche'::regclass AND tgname ~ '^tiles_'"
        )
        return {state for (state,) in cursor.fetchall()}
