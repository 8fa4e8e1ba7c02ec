"""The worker folds what was written; an operator may check the cells and repair them."""

from io import StringIO

import pytest
from django.core.management import call_command
from procrastinate.contrib.django import app

from tests.factories import make_fiche
from tiles.models import Entry, Version
from tiles.pyramid.entries import read_state
from tiles.tasks import drop_undone_entries, fold_tile_versions

pytestmark = pytest.mark.django_db
RIGHT = "Les tuiles comptent ce que disent les fiches."


def _rebuild(*options: str) -> str:
    said = StringIO()
    call_command("rebuild_pyramid", *options, stdout=said)
    return said.getvalue()


def test_the_worker_folds_every_minute_and_tidies_every_hour() -> None:
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["tiles.tasks.fold_tile_versions"] == "* * * * *"
    assert periodic["tiles.tasks.drop_undone_entries"] == "7 * * * *"
    before = read_state().versions.get("signalement", 0)
    for _ in range(3):
        fiche = make_fiche()
    fiche.delete()
    fold_tile_versions(timestamp=0)
    drop_undone_entries(timestamp=0)
    assert Version.objects.get(layer="signalement").n == before + 4
    assert Entry.objects.filter(spent_at__isnull=True).count() == 2


def test_rebuilding_what_is_right_says_that_nothing_was_wrong() -> None:
    make_fiche()
    assert _rebuild().strip() == RIGHT


def test_checking_names_what_differs_and_repairs_nothing() -> None:
    fiche = make_fiche()
    Entry.objects.update(stage="done")
    with pytest.raises(SystemExit):
        _rebuild("--check")
    said = _rebuild()
    assert f"signalement no {fiche.pk}, done : -1" in said
    assert f"signalement no {fiche.pk}, new : +1" in said
    assert "2 entrées fausses" in said
    assert _rebuild("--check").strip() == RIGHT
