"""The worker folds what was written; an operator may check the cells and repair them."""

from io import StringIO

import pytest
from django.core.management import call_command
from procrastinate.contrib.django import app

from tests.factories import make_fiche
from tiles.models import Cell, Change, Version
from tiles.tasks import fold_pyramid

pytestmark = pytest.mark.django_db
RIGHT = "Toutes les cases disent ce que disent les fiches."


def _rebuild(*options: str) -> str:
    said = StringIO()
    call_command("rebuild_pyramid", *options, stdout=said)
    return said.getvalue()


def test_the_worker_folds_every_minute() -> None:
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["tiles.tasks.fold_pyramid"] == "* * * * *"
    for _ in range(3):
        make_fiche()
    fold_pyramid(timestamp=0)
    assert not Change.objects.exists()
    assert Version.objects.filter(layer="signalement").count() == 1
    assert set(Cell.objects.values_list("n", flat=True)) == {3}


def test_cells_that_became_empty_are_dropped() -> None:
    fiche = make_fiche()
    fold_pyramid(timestamp=0)
    fiche.delete()
    fold_pyramid(timestamp=0)
    assert not Cell.objects.exists()


def test_rebuilding_right_cells_says_that_nothing_was_wrong() -> None:
    make_fiche()
    assert _rebuild().strip() == RIGHT


def test_checking_names_what_differs_and_repairs_nothing() -> None:
    make_fiche()
    fold_pyramid(timestamp=0)
    Cell.objects.filter(level=8).update(n=3)
    with pytest.raises(SystemExit):
        _rebuild("--check")
    said = _rebuild()
    assert "niveau 8" in said
    assert "signalement, new : -2" in said
    assert "1 case fausse" in said
    assert _rebuild("--check").strip() == RIGHT
