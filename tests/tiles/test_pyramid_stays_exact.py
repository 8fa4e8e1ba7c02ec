"""Whatever is written, committed or taken back, tiles count what the fiches say, under every filter."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.gis.geos import LineString, Point, Polygon
from django.db import connection, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.fiches.filters import Filters
from carto.fiches.layers import layer_named
from carto.fiches.models import Fiche, Kind, Stage, Visibility
from carto.geometry import Box
from carto.territoires.models import Territoire
from tests.factories import make_fiche, make_territoire, make_theme
from tests.places import CHATEAU, COMMERCE, REZE
from tests.tiles.decode import tile_at
from tiles.grid import Tile
from tiles.models import Entry
from tiles.pyramid import image
from tiles.pyramid.cells import held
from tiles.pyramid.columns import Array, Columns
from tiles.pyramid.counts import counts_by_day, counts_by_kind, counts_by_place
from tiles.pyramid.entries import differences, drop_undone, fold_versions, repair

pytestmark = pytest.mark.django_db(transaction=True)
ZOOMS = (0, 5, 9, 12, 16, 18)
MOMENTS = [  # around the midnights of a day of Nantes that lasts 23 hours, and before 1970
    datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 28, 23, tzinfo=UTC),
    datetime(2026, 3, 29, 21, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 3, 29, 22, tzinfo=UTC),
    datetime(2026, 11, 26, 12, tzinfo=UTC),
    datetime(1969, 7, 20, 20, 17, 40, 500_000, tzinfo=UTC),
]

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
    "created_at": st.sampled_from(MOMENTS),
}
fiches = st.fixed_dictionaries(anything)
writes = st.one_of(
    st.tuples(st.just("insert"), fiches),
    st.tuples(st.just("bulk"), st.lists(fiches, max_size=6)),
    st.tuples(st.just("copy"), st.lists(fiches, max_size=6)),
    st.tuples(st.just("change"), st.integers(0, 20), st.fixed_dictionaries({}, optional=anything)),
    st.tuples(st.just("update"), st.sampled_from(Kind.values), st.fixed_dictionaries({}, optional=anything)),
    st.tuples(st.just("delete"), st.integers(0, 20)),
    st.tuples(st.just("tidy")),
    st.tuples(st.just("restart")),
)
days = st.none() | st.dates(date(2026, 3, 27), date(2026, 3, 31))
views = st.builds(
    Filters,
    couches=st.sampled_from([(), ("idees",), ("signalements", "equipements")]),
    themes=st.sampled_from([(), ("voirie",), ("voirie", "eau"), ("inconnu",)]),
    etapes=st.sampled_from([(), ("done",), ("new", "set_aside")]),
    depuis=days,
    jusqua=days,
    cadre=st.none() | st.just(Box(-1.6, 47.2, -1.5, 47.25)),
    territoire=st.sampled_from(["", "CENTRE", "nulle-part"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(writes, st.sampled_from(["committed", "taken back", "read first"])), max_size=20), views)
def test_tiles_hold_the_plain_count_after_any_writes(
    monkeypatch: pytest.MonkeyPatch, done: list[tuple], view: Filters
) -> None:
    monkeypatch.setattr(image, "TAIL", 3)  # put in order again and again
    Fiche.objects.all().delete()
    if not Territoire.objects.filter(code="CENTRE").exists():
        make_territoire(CHATEAU, half=0.02, code="CENTRE")
    themes = [make_theme("voirie").pk, make_theme("eau").pk]
    for (what, *details), then in done:
        with transaction.atomic():
            _write(what, details, themes)
            if then == "read first":
                assert _total(Filters()) == Fiche.objects.public().count()
            transaction.set_rollback(then == "taken back")
        assert _total(Filters()) == Fiche.objects.public().count()
    assert differences() == []
    kept = view.fiches()
    assert _total(view) == kept.count()
    assert counts_by_kind(view) == Counter(kept.values_list("kind", flat=True))
    assert counts_by_day(view) == Counter(localdate(made) for made in kept.values_list("created_at", flat=True))
    for zoom in ZOOMS:
        assert _counts_in_tiles(zoom) == _counts_in_rows(zoom)


def _total(view: Filters) -> int:
    """What the one tile of the world holds, under a view's filters."""
    kinds = [layer_named(name).kind.value for name in view.couches] or Kind.values
    found = held(Tile(0, 0, 0), kinds, view)
    return len(found.pins) + sum(cluster.count for cluster in found.clusters)


def _write(what: str, details: list, themes: list[int]) -> None:
    """One write of each sort that the platform does."""
    if what == "tidy":
        fold_versions()
        drop_undone()
    elif what == "restart":
        image._held = None
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
            place = row["geom"].hexewkb.decode()
            said = (fiche.uuid, row["kind"], "Repris", "", row["theme_id"], row["stage"], row["visibility"], place)
            copy.write_row([*said, "", "import", False, row["created_at"], "2020-05-05"])


def _counts_in_tiles(zoom: int) -> Counter:
    """Public fiches by tile, kind and stage, as tiles hold them."""
    found: Counter = Counter()
    for x, y in {(x, y) for x, y, *_ in _counts_in_rows(zoom)}:
        one = held(Tile(zoom, x, y), Kind.values, Filters())
        for kind, stage in Fiche.objects.filter(pk__in=one.pins.fiche.tolist()).values_list("kind", "stage"):
            found[x, y, kind, stage] += 1
        for cluster in one.clusters:
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


def test_the_filters_of_the_map_leave_the_same_number_in_tiles_and_rows() -> None:
    make_fiche(theme=make_theme("eau"), stage="done")
    make_fiche(theme=make_theme("eau"))
    make_fiche(theme=make_theme("velo"), stage="done", kind="idee")
    make_fiche(COMMERCE, theme=make_theme("eau"), stage="done", visibility="waiting")
    expected = {"": 3, "themes": 2, "etapes": 2, "couches": 1}
    views = {
        "": {},
        "themes": {"themes": ("eau",)},
        "etapes": {"etapes": ("done",)},
        "couches": {"couches": ("idees",)},
    }
    assert {name: _total(Filters(**kept)) for name, kept in views.items()} == expected


def _quartier(rows: Columns) -> Array:
    return rows.quartier


def test_territories_count_what_the_rows_say() -> None:
    centre, sud = make_territoire(CHATEAU, half=0.003, code="CENTRE"), make_territoire(REZE, half=0.003, code="SUD")
    for _ in range(3):
        make_fiche(CHATEAU)
    gone = make_fiche(REZE, kind="idee")
    assert counts_by_place(_quartier, Filters()) == {centre.pk: 3, sud.pk: 1}
    assert counts_by_place(_quartier, Filters(couches=("signalements",))) == {centre.pk: 3}
    gone.delete()
    assert counts_by_place(_quartier, Filters()) == {centre.pk: 3}
    assert _total(Filters(territoire="CENTRE")) == 3


def test_truncating_the_fiches_empties_the_tiles() -> None:
    make_fiche()
    assert _total(Filters()) == 1
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE fiches_fiche CASCADE")
    assert (_total(Filters()), Entry.objects.count()) == (0, 0)
    make_fiche()
    assert _total(Filters()) == 1


def test_repair_mends_entries_that_somebody_spoiled_and_every_process_learns_it() -> None:
    fiches = [make_fiche() for _ in range(4)]
    assert _total(Filters()) == 4
    Entry.objects.filter(fiche_id=fiches[0].pk).update(stage="done")
    Entry.objects.filter(fiche_id=fiches[1].pk).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tiles_entry (fiche_id, kind, stage, theme_id, sign, x, y, created_at)"
            " VALUES (0, 'idee', 'new', %s, 1, 1, 1, now())",
            [fiches[0].theme_id],
        )
    image._held = None
    assert _total(Filters()) == 4
    said = {(one.fiche, one.stage, one.missing) for one in repair()}
    assert said == {(fiches[0].pk, "done", -1), (fiches[0].pk, "new", 1), (fiches[1].pk, "new", 1), (0, "new", -1)}
    assert (differences(), repair()) == ([], [])
    found = held(Tile(0, 0, 0), Kind.values, Filters())
    assert sorted(found.pins.fiche.tolist()) == [fiche.pk for fiche in fiches]
    assert _total(Filters(etapes=("new",))) == 4


def test_what_undoes_itself_is_dropped_after_a_day_and_nothing_else() -> None:
    fiche = make_fiche()
    for stage in ("done", "new", "done"):
        Fiche.objects.update(stage=stage)
    assert (Entry.objects.count(), drop_undone()) == (7, 0)
    assert Entry.objects.filter(spent_at__isnull=True).get().stage == "done"
    Entry.objects.filter(spent_at__isnull=False).update(spent_at=fiche.created_at - timedelta(days=2))
    assert (drop_undone(), Entry.objects.count(), differences()) == (6, 1, [])
    assert _total(Filters(etapes=("done",))) == 1
