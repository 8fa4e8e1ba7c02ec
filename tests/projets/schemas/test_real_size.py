"""A hundred thousand contracts and fifty thousand lines of a budget: all of them, to the cent, in little memory.

How long they take is measured apart (`bin/bench --only money`): a test beside others would measure the others.
"""

import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from projets.equipements.imports.formats import formats
from projets.equipements.models import LigneBudget
from tests.projets.schemas.taking import take
from tiles.bench.money_files import write_budget, write_contracts_json, write_contracts_xml

CONTRACTS, LINES = 100_000, 50_000
# Bytes of Python objects while rows go by: a piece of the file, never the whole.
LITTLE = 12 << 20
WARM, WATCHED = 1_500, 2_500  # rows between which memory is watched: watching slows everything down

Write = Callable[[Path, int], int]


@pytest.mark.django_db
def test_fifty_thousand_lines_of_a_budget_add_up(tmp_path: Path) -> None:
    path = tmp_path / "budget.csv"
    expected = write_budget(path, LINES)
    _reading, refused = take("scdl-budget", path)
    assert refused == []
    assert LigneBudget.objects.count() == LINES
    sums = LigneBudget.objects.values("document").annotate(voted=Sum("voted"), realised=Sum("realised"))
    stored = {each["document"]: int(((each["voted"] or 0) + (each["realised"] or 0)) * 100) for each in sums}
    assert stored == dict(expected)


@pytest.mark.parametrize("write", [write_contracts_json, write_contracts_xml])
def test_a_hundred_thousand_contracts_go_by_in_little_memory(tmp_path: Path, write: Write) -> None:
    _go_by(tmp_path / "decp", write, CONTRACTS)


@pytest.mark.parametrize("write", [write_contracts_json, write_contracts_xml])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, write: Write) -> None:
    _go_by(tmp_path / "decp", write, WATCHED)


def _go_by(path: Path, write: Write, wanted: int) -> None:
    """Every contract once, with as much memory for many as for few."""
    cents = write(path, wanted)
    count, total, peak = 0, Decimal(0), 0
    for row in formats()["decp"].rows(path, {}):
        assert not row.reasons
        count, total = count + 1, total + (row.told["amount"] or 0)
        if count == WARM:
            tracemalloc.start()
        if count == WATCHED:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert (count, int(total * 100)) == (wanted, cents)
    assert 0 < peak < LITTLE
