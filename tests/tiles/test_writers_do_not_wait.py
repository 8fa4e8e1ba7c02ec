"""Two people at the same place at the same moment: nobody waits, and nothing is shown before it is there."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from carto.fiches.filters import Filters
from carto.fiches.models import Fiche, Theme
from tests.factories import make_fiche, make_theme
from tests.places import CHATEAU
from tests.tiles.decode import get_tile, tile_at
from tiles.models import Entry
from tiles.pyramid import image
from tiles.pyramid.cells import held
from tiles.pyramid.entries import differences, drop_undone, fold_versions
from tiles.versions import versions

pytestmark = pytest.mark.django_db(transaction=True)

INSERT = """
INSERT INTO fiches_fiche (uuid, kind, title, text, theme_id, stage, visibility, geom, osm_id, origin, demonstration,
                          created_at, updated_at)
VALUES (gen_random_uuid(), 'signalement', 'Banc', '', %s, 'new', 'public', ST_SetSRID(ST_MakePoint(%s, %s), 4326), '',
        'web', false, now(), now())
"""


@pytest.fixture
def alice() -> Iterator[BaseDatabaseWrapper]:
    """Alice's own connection, in a transaction that is not committed yet; she gives up after two seconds of waiting."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
    yield other
    other.close()


def _write(on: BaseDatabaseWrapper, theme: Theme) -> None:
    with on.cursor() as cursor:
        cursor.execute(INSERT, [theme.pk, CHATEAU.x, CHATEAU.y])


def _count() -> int:
    found = held(tile_at(CHATEAU, 9), ["signalement"], Filters())
    return len(found.pins) + sum(cluster.count for cluster in found.clusters)


def test_versions_and_tiles_move_when_the_fiche_is_there_not_before(alice: BaseDatabaseWrapper, client: Client) -> None:
    theme = make_theme()
    _write(alice, theme)
    make_fiche(theme=theme)
    before = versions()["signalements"]
    seen = get_tile(client, "signalements", tile_at(CHATEAU, 12))
    assert _count() == 1
    alice.commit()
    assert versions()["signalements"] == before + 1
    assert _count() == 2
    again = get_tile(client, "signalements", tile_at(CHATEAU, 12), **{"If-None-Match": seen["ETag"]})
    assert again.status_code == 200


def test_writers_on_the_same_square_in_opposite_orders_do_not_wait_for_one_another(alice: BaseDatabaseWrapper) -> None:
    eau, velo = make_theme("eau"), make_theme("velo")
    bob = connection.copy()
    bob.set_autocommit(False)
    try:
        for first, second in ((alice, bob), (bob, alice)):
            _write(first, eau)
            _write(second, velo)
            _write(first, velo)
            _write(second, eau)
        alice.commit()
        bob.commit()
    finally:
        bob.close()
    assert _count() == Fiche.objects.count() == 8
    assert differences() == []


def test_tidying_leaves_alone_what_is_not_committed(alice: BaseDatabaseWrapper) -> None:
    theme = make_theme()
    before = versions()["signalements"]
    make_fiche(theme=theme)
    _write(alice, theme)
    fold_versions()
    drop_undone()
    alice.commit()
    assert (versions()["signalements"], _count(), differences()) == (before + 2, 2, [])


def test_what_is_taken_back_leaves_no_trace(alice: BaseDatabaseWrapper) -> None:
    theme = make_theme()
    before = versions()
    _write(alice, theme)
    alice.rollback()
    assert (versions(), _count(), Entry.objects.count()) == (before, 0, 0)


def test_what_we_take_back_is_forgotten_even_when_others_wrote_after_us(alice: BaseDatabaseWrapper) -> None:
    theme = make_theme()
    assert _count() == 0
    with transaction.atomic():
        make_fiche(theme=theme)
        _write(alice, theme)
        alice.commit()
        assert _count() == 2
        image._held = None  # read from the beginning, in the middle of it
        assert _count() == 2
        transaction.set_rollback(True)
    assert _count() == 1


def test_what_we_keep_stays_even_when_others_wrote_after_us(alice: BaseDatabaseWrapper) -> None:
    theme = make_theme()
    with transaction.atomic():
        make_fiche(theme=theme)
        _write(alice, theme)
        alice.commit()
        assert _count() == 2
    assert _count() == 2
    _write(alice, theme)
    alice.commit()
    assert _count() == 3
