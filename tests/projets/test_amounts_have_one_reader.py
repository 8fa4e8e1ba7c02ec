"""However an amount is written, forms, tables and schemas read the same number, or none of them does."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projets.equipements.amounts import read_amount
from projets.equipements.decimals import decimal_of, says_nothing
from projets.equipements.imports.schemas.values import Cell
from projets.equipements.imports.values import amount

READ = {
    "1 234,50 €": "1234.50", "1\u202f234,5": "1234.5", "€ 12": "12", "12 EUR": "12", "12,5 euros": "12.5",
    "1.234.567,89": "1234567.89", "1,234.56": "1234.56", "1’234’567": "1234567", "−3,20": "-3.20", "-1,55": "-1.55",
    "(1 234,50)": "-1234.50", "(12 €)": "-12", "1.2e3": "1200", "+7": "7", ".5": "0.5",
}  # fmt: skip
NEVER = (
    "", "douze", "NaN", "Infinity", "1e9999", "12 $", "12 € 50", "1 234 k€", "(12", "12)", "(-12)", "((12))",
    "1,2,3.4.5", "12,34.5", "１２", "٣٤", "1_000", "--3", "0x10", "1/2", "€", "9" * 500,
)  # fmt: skip


@pytest.mark.parametrize("written", READ)
def test_what_people_write_is_read(written: str) -> None:
    number = Decimal(READ[written])
    assert decimal_of(written) == number
    assert amount(written) == number
    assert Cell().amount(written, "montant", signed=True) == number


@pytest.mark.parametrize("written", NEVER)
def test_what_is_only_likely_is_no_number(written: str) -> None:
    assert decimal_of(written) is None


def test_nothing_is_said_in_many_ways() -> None:
    assert all(map(says_nothing, (None, "", "  ", "NC", "n/a", "-", " CDL ", " " * 200, True)))
    assert not any(map(says_nothing, (0, "0", "NaN", "?", "nul")))


@given(st.decimals(min_value="0.01", max_value="999999999999.99", places=2), st.sampled_from([" ", "\u202f", "’", "."]))
def test_every_reader_agrees(number: Decimal, mark: str) -> None:
    written = f"{number:,.2f}".replace(".", ";").replace(",", mark).replace(";", ",")
    assert read_amount(written) == amount(written) == Cell().amount(written, "montant") == number
