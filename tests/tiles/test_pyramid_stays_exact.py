"""Whatever is written, the cells say what the fiches say."""

from collections import Counter
from datetime import date

import pytest
from django.contrib.gis.geos import LineString, Point, Polygon
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.fiches.filters import Filters
from carto.fiches.models import Fiche, Kind, Stage, Visibility
from tests.factories import make_fiche, make_theme
from tests.places import CHATEAU, COMMERCE, REZE
from tests.tiles.decode import tile_at
from tiles.grid import CELL_ZOOM, FINEST, Tile, quad
from tiles.models import Cell, Change
from tiles.pyramid import clusters, differences, fold, repair

pytestmark = pytest.mark.django_db
ZOOMS = (0, 5, 9, 12, CELL_ZOOM)

spots = st.builds(
    lambda x, y: Point(x, y, srid=4326), st.floats(-1.79, -1.33), st.floats(47.08, 47.36)
) | st.sampled_from([CHATEAU, COMMERCE, REZE, Point(179.999, 85.055, srid=4326), Point(-180, -85.06, srid=4326)])
lines = st.lists(st.tuples(st.floats(-1.6, -1.5), st.floats(47.2, 47.3)), min_size=2, max_size=5, unique=True)
shapes = lines.map(lambda found: LineString(found, srid=4326)) | spots.filter(lambda spot: spot.x < 0 < spot.y).map(
    lambda spot: Polygon.from_bbox((spot.x, spot.y, spot.x + 0.01, spot.y + 0.01))
)
anything = {
    "geom": spots | shapes,
    "kind": st.sampled_from(Kind.values),
    "stage": st.sampled_from(Stage.values),
    "visibility": st.sampled_from([Visibility.PUBLIC, Visibility.PUBLIC, Visibility.WAITING, Visibility.REMOVED]),
    "theme_id": st.sampled_from([0, 1]),
}
fiches = st.fixed_dictionaries(anything)
writes = st.one_of(
    st.tuples(st.just("insert"), fiches),
    st.tuples(st.just("bulk"), st.lists(fiches, max_size=6)),
    st.tuples(st.just("copy"), st.lists(fiches, max_size=6)),
    st.tuples(st.just("change"), st.integers(0, 20), st.fixed_dictionaries({}, optional=anything)),
    st.tuples(st.just("update"), st.sampled_from(Kind.values), st.fixed_dictionaries({}, optional=anything)),
    st.tuples(st.just("delete"), st.integers(0, 20)),
    st.tuples(st.just("fold")),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(writes, max_size=25))
def test_cells_hold_the_plain_count_after_any_writes(done: list[tuple]) -> None:
    with transaction.atomic():
        themes = [make_theme("voirie").pk, make_theme("eau").pk]
        for what, *details in done:
            _write(what, details, themes)
        assert differences() == []
        for zoom in ZOOMS:
            assert _counts_in_cells(zoom) == _counts_in_rows(zoom)
        fold()
        assert not Change.objects.exists()
        assert differences() == []
        transaction.set_rollback(True)


def _write(what: str, details: list, themes: list[int]) -> None:
    """One write of each sort that the platform does."""
    if what == "fold":
        fold()
    elif what == "insert":
        Fiche.objects.create(title="Un banc", **_themed(details[0], themes))
    elif what == "bulk":
        Fiche.objects.bulk_create([Fiche(title="Un arbre", **_themed(one, themes)) for one in details[0]])
    elif what == "copy":
        _copy([_themed(one, themes) for one in details[0]])
    elif what == "update":
        Fiche.objects.filter(kind=details[0]).update(updated_at="2026-01-01T00:00Z", **_themed(details[1], themes))
    else:
        _write_one(what, details, themes)


def _write_one(what: str, details: list, themes: list[int]) -> None:
    pks = list(Fiche.objects.order_by("pk").values_list("pk", flat=True))
    if not pks:
        return
    one = Fiche.objects.get(pk=pks[details[0] % len(pks)])
    if what == "delete":
        one.delete()
        return
    for name, value in _themed(details[1], themes).items():
        setattr(one, name, value)
    one.save()


def _themed(values: dict, themes: list[int]) -> dict:
    return values | ({"theme_id": themes[values["theme_id"]]} if "theme_id" in values else {})


def _copy(rows: list[dict]) -> None:
    columns = (
        "uuid, kind, title, text, theme_id, stage, visibility, geom, osm_id, origin, demonstration, created_at,"
        " updated_at"
    )
    with connection.cursor() as cursor, cursor.copy(f"COPY fiches_fiche ({columns}) FROM STDIN") as copy:
        for row in rows:
            fiche = Fiche(title="Repris", **row)
            copy.write_row([fiche.uuid, row["kind"], "Repris", "", row["theme_id"], row["stage"], row["visibility"],
                            row["geom"].hexewkb.decode(), "", "import", False, "2020-05-05", "2020-05-05"])  # fmt: skip


def _counts_in_cells(zoom: int) -> Counter:
    """Public fiches by tile, kind and stage, read as tiles read them."""
    tiles = {(x, y) for x, y, *_ in _counts_in_rows(zoom)}
    found: Counter = Counter()
    for x, y in tiles:
        for cluster in clusters(Tile(zoom, x, y), Kind.values, Filters()):
            for stage, n in cluster.stages.items():
                found[x, y, cluster.kind, stage] += n
    return +found


def _counts_in_rows(zoom: int) -> Counter:
    """The same, counted one by one in Python."""
    found: Counter = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, stage, ST_AsText(ST_Transform(tiles_spot(geom_web), 4326), 17) FROM fiches_fiche"
            " WHERE visibility = 'public'"
        )
        for kind, stage, text in cursor.fetchall():
            tile = tile_at(Point.from_ewkt(f"SRID=4326;{text}"), zoom)
            last = 2**zoom - 1
            found[min(max(tile.x, 0), last), min(max(tile.y, 0), last), kind, stage] += 1
    return found


@pytest.mark.parametrize("place", [CHATEAU, COMMERCE, REZE, Point(-0.001, 0.001, srid=4326)])
def test_the_database_and_python_number_the_cells_alike(place: Point) -> None:
    fiche = make_fiche(place)
    tile = tile_at(place, FINEST)
    assert Change.objects.get().quad == quad(tile.x, tile.y)
    fold()
    for cell in Cell.objects.all():
        tile = tile_at(place, cell.level)
        assert (cell.quad, cell.n, cell.sum_id) == (quad(tile.x, tile.y), 1, fiche.pk)


def test_the_filters_of_the_map_leave_the_same_numbers_from_cells_and_from_rows() -> None:
    make_fiche(theme=make_theme("eau"), stage="done")
    make_fiche(theme=make_theme("eau"))
    make_fiche(theme=make_theme("velo"), stage="done")
    make_fiche(COMMERCE, theme=make_theme("eau"), stage="done", visibility="waiting")
    tile = tile_at(CHATEAU, 11)
    for filters in ({}, {"themes": ("eau",)}, {"etapes": ("done",)}, {"themes": ("eau", "velo"), "etapes": ("done",)}):
        from_cells = clusters(tile, ["signalement"], Filters(**filters))
        assert from_cells == clusters(tile, ["signalement"], Filters(depuis=date(2000, 1, 1), **filters))
        assert sum(cluster.count for cluster in from_cells) == Filters(**filters).fiches().count()


def test_truncating_the_fiches_empties_the_cells() -> None:
    make_fiche()
    fold()
    make_fiche()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE fiches_fiche CASCADE")
    assert not Cell.objects.exists()
    assert not Change.objects.exists()


def test_repair_mends_cells_that_somebody_spoiled_and_says_which() -> None:
    for _ in range(3):
        make_fiche()
    fold()
    Cell.objects.filter(level=5).update(n=7)
    Cell.objects.filter(level=9).delete()
    assert {(wrong.level, wrong.missing) for wrong in repair()} == {(5, -4), (9, 3)}
    assert differences() == []
    assert repair() == []
