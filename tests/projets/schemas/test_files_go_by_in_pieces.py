"""However a file is cut into pieces while it goes by, and however its amounts are written, it says the same."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projets.equipements.imports.formats import formats
from projets.equipements.imports.schemas import json_stream, tables
from projets.equipements.imports.schemas.values import Cell, Numbered, later, shortened, words
from tests.projets.schemas.taking import understood

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**16), 10**16) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.lists(st.dictionaries(TEXT, VALUE, max_size=4), max_size=5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=RECORDS, last=RECORDS, piece=st.integers(1, 40), space=st.sampled_from([None, 1]), plain=st.booleans())
def test_records_are_the_same_whatever_the_pieces(
    tmp_path: Path, first: list[Any], last: list[Any], piece: int, space: int | None, plain: bool
) -> None:
    path = tmp_path / "a.json"
    content = {"n": -12, "marches": {"marche": first, "autre": last, "contrat-concession": last}}
    path.write_text(json.dumps(content, indent=space, ensure_ascii=plain), encoding="utf-8")
    with patch.object(json_stream, "PIECE", piece):
        met = list(json_stream.records(path, ("marches",), ("marche", "contrat-concession")))
    assert met == [("marche", each) for each in first] + [("contrat-concession", each) for each in last]


def test_numbers_keep_every_digit_that_the_file_has(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"a": 12345678901234.10, "b": 1e2, "c": 123456789012345678901234567890, "d": NaN, "e": 3}]')
    ((_name, record),) = json_stream.records(path, (), ())
    assert record == {"a": "12345678901234.10", "b": "1e2", "c": "123456789012345678901234567890", "d": "NaN", "e": 3}
    assert Cell().amount(record["a"], "a") == Decimal("12345678901234.10")


def test_deep_elements_neither_stop_nor_fool_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<marches><marche><objet>" + "<a>" * 20_000 + "</a>" * 20_000 + "</objet></marche></marches>")
    (row,) = understood("decp", path)
    assert row.reasons


@given(cents=st.integers(-(10**13), 10**13))
def test_an_amount_is_the_same_however_it_is_written(cents: int) -> None:
    amount = Decimal(cents) / 100
    plain = f"{amount:,.2f}"
    spaced, dotted = plain.replace(",", "\u202f").replace(".", ","), plain.translate(str.maketrans(",.", ".,"))
    for written in (str(amount), plain, spaced, f"{spaced} €", f"{spaced}\u00a0EUR", dotted, f"{amount:e}"):
        cell = Cell()
        assert cell.amount(written, "montant", signed=True) == amount, written
        assert cell.reasons == []


NO_AMOUNTS = (
    "1,2,3.4.5", "1.2.3", "12,34.5", "12 apples", "0x10", "１２", "--3", "1.2.3,4,5", "e5", "∞", "1/2",
)  # fmt: skip


@pytest.mark.parametrize("written", NO_AMOUNTS)
def test_what_is_no_amount_is_never_one(written: str) -> None:
    cell = Cell()
    assert cell.amount(written, "montant") is None
    assert len(cell.reasons) == 1


def test_the_end_of_a_month_is_its_last_day() -> None:
    assert later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert later(date(2023, 12, 15), 13) == date(2025, 1, 15)


@given(parts=st.lists(st.text(), max_size=6))
def test_keys_are_short_and_the_same_at_each_reading(parts: list[str]) -> None:
    assert shortened(parts) == shortened(parts)
    assert len(shortened([*parts, "x" * 1000])) <= 250
    assert "\x00" not in shortened(parts)
    keys = Numbered()
    assert len({keys(parts) for _ in range(3)}) == 3
    assert len(words("\u00a0".join(parts), 20)) <= 20


def test_every_reader_says_what_it_reads() -> None:
    mine = [each for each in formats().values() if ".schemas." in each.rows.__module__]
    assert len(mine) == 8
    assert all(len({field.name for field in each.fields}) == len(each.fields) for each in mine)
    assert tables.folded("Date_Convention") == tables.folded("dateConvention")
