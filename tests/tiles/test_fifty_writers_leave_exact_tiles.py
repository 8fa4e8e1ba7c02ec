"""Fifty people write on the same square at once, some cut off in the middle: tiles still count what is there."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from itertools import product
from threading import Event

import psycopg
import pytest
from django.db import connection, connections

from carto.fiches.filters import Filters
from carto.fiches.models import Fiche, Kind, Stage
from tests.factories import make_theme
from tests.places import CHATEAU
from tests.tiles.decode import tile_at
from tiles.pyramid.cells import held
from tiles.pyramid.entries import differences, drop_undone, fold_versions

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 50
NEW = """
INSERT INTO fiches_fiche (uuid, kind, title, text, theme_id, stage, visibility, geom, osm_id, origin, demonstration,
                          created_at, updated_at)
SELECT gen_random_uuid(), %(kind)s, 'Banc', '', %(theme)s, %(stage)s, %(visibility)s,
       ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4326), '', 'web', false, %(day)s, now()
FROM generate_series(1, %(many)s)
"""
SOME = "WHERE id IN (SELECT id FROM fiches_fiche ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED)"
WRITES = [
    *([NEW] * 6),
    f"UPDATE fiches_fiche SET geom = ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4326) {SOME}",
    f"UPDATE fiches_fiche SET stage = %(stage)s, theme_id = %(theme)s {SOME}",
    f"UPDATE fiches_fiche SET visibility = %(visibility)s {SOME}",
    f"DELETE FROM fiches_fiche {SOME}",
]


def _values(chance: random.Random, themes: list[int]) -> dict[str, object]:
    return {
        "kind": chance.choice(Kind.values),
        "theme": chance.choice(themes),
        "stage": chance.choice(Stage.values),
        "visibility": chance.choice(["public", "public", "public", "waiting"]),
        "x": CHATEAU.x + chance.uniform(-0.01, 0.01),
        "y": CHATEAU.y + chance.uniform(-0.005, 0.005),
        "day": date(2026, chance.randint(1, 12), chance.randint(1, 28)),
        "many": chance.choice([1, 1, 1, 5]),
    }


def _open() -> psycopg.Connection:
    """A writer's own connection, as soon as the server takes one: after a crash it first recovers."""
    told = connection.settings_dict
    for _ in range(300):
        with suppress(psycopg.OperationalError):
            return psycopg.connect(host=told["HOST"], port=told["PORT"] or None, dbname=told["NAME"], user=told["USER"],
                                   password=told["PASSWORD"] or None)  # fmt: skip
        time.sleep(0.1)
    raise TimeoutError("the database did not come back")


def _write(seed: int, many: int, themes: list[int]) -> int:
    """Some transactions of one to three statements, a fifth of them taken back; returns how often we were cut off."""
    chance, cut, link = random.Random(seed), 0, _open()
    for _ in range(many):
        try:
            for _ in range(chance.randint(1, 3)):
                link.execute(chance.choice(WRITES), _values(chance, themes))
            link.rollback() if chance.random() < 0.2 else link.commit()
        except psycopg.errors.DeadlockDetected:  # two rows of fiches in opposite orders: theirs to lose, not the tiles'
            link.rollback()
        except psycopg.OperationalError:
            cut += 1
            link.close()
            link = _open()
    link.close()
    return cut


def _backends(link: psycopg.Connection) -> list[int]:
    found = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    return [pid for (pid,) in link.execute(f"{found} AND state <> 'idle' ORDER BY random()")]


def _terminate(stop: Event) -> None:
    """Close a writer's connection in the middle of its work, five times a second."""
    with _open() as link:
        while not stop.wait(0.2):
            for pid in _backends(link)[:1]:
                link.execute("SELECT pg_terminate_backend(%s)", [pid])
            link.commit()


def _kill(stop: Event) -> None:
    """`kill -9` a backend, every few seconds: the server stops them all, and recovers from its log."""
    while not stop.wait(4):
        with suppress(psycopg.OperationalError, ProcessLookupError), _open() as link:
            for pid in _backends(link)[:1]:
                os.kill(pid, signal.SIGKILL)


def _views(themes: list[str]) -> Iterator[Filters]:
    periods = [{}, {"depuis": date(2026, 3, 14)}, {"depuis": date(2026, 2, 3), "jusqua": date(2026, 9, 8)}]
    for theme, stages, period in product([(), (themes[0],)], [(), ("done",), ("new", "set_aside")], periods):
        yield Filters(themes=theme, etapes=stages, **period)


@pytest.mark.parametrize(
    ("many", "accident"),
    [(600, _terminate), pytest.param(10_000, _kill, marks=pytest.mark.long)],
    ids=["cut", "killed"],
)
def test_the_sum_of_the_tiles_is_the_count_of_the_rows(many: int, accident: Callable[[Event], None]) -> None:
    themes = [make_theme("voirie"), make_theme("eau"), make_theme("velo")]
    stop = Event()
    with ThreadPoolExecutor(WRITERS + 1) as people:
        trouble = people.submit(accident, stop)
        ids = [theme.pk for theme in themes]
        work = [people.submit(_write, seed, many // WRITERS, ids) for seed in range(WRITERS)]
        try:
            cut = sum(one.result() for one in work)
        finally:  # whatever happens to a writer, nobody waits for the troublemaker
            stop.set()
        trouble.result()
    connections.close_all()
    assert cut > 0
    fold_versions()
    drop_undone()
    assert differences() == []
    for view in _views([theme.code for theme in themes]):
        found = held(tile_at(CHATEAU, 9), Kind.values, view)
        assert len(found.pins) + sum(cluster.count for cluster in found.clusters) == view.fiches().count()
    assert Fiche.objects.count() > many / 4
