"""An amount as people type it is read to the cent, or refused in words; never guessed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from projets.equipements.amounts import LARGEST, read_amount
from projets.equipements.costs import euros


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,50 €", "1234.50"), ("1\u00a0234,5", "1234.5"), ("1\u202f234\u202f567", "1234567"),
        ("1234.50", "1234.50"),
        ("1.234.567,89", "1234567.89"), ("1,234,567.89", "1234567.89"), ("12,5 euros", "12.5"), ("１２３４", "1234"),
        ("1’234’567", "1234567"), ("  42EUR ", "42"), ("0,01", "0.01"), ("999999999999,99", "999999999999.99"),
    ],
)  # fmt: skip
def test_amounts_are_read_to_the_cent(typed: str, amount: str) -> None:
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-5", "negative"), ("−5", "negative"), ("0", "negative"), ("0,00", "negative"), ("NaN", "unreadable"),
        ("inf", "unreadable"), ("1e9", "unreadable"), ("10^20", "unreadable"), ("1" + "0" * 20, "large"),
        ("1000000000000", "large"), ("1,234", "unsure"), ("1.234", "unsure"), ("12,345.6,7", "unreadable"),
        ("1,2345", "unreadable"), ("deux cents", "unreadable"), ("1,2 M€", "unreadable"), ("٣٤", "unreadable"),
        ("9" * 5000, "unreadable"), ("<script>", "unreadable"), ("1;2", "unreadable"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_refused_in_words(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_amount(typed)
    assert refused.value.code == code


@given(st.decimals(min_value="0.01", max_value=LARGEST, places=2))
def test_what_the_pages_write_is_what_a_form_reads(amount: Decimal) -> None:
    assert read_amount(euros(amount)) == amount


@given(st.text(max_size=50))
def test_nothing_else_comes_out_than_money(typed: str) -> None:
    try:
        amount = read_amount(typed)
    except ValidationError:
        return
    assert 0 < amount <= LARGEST
    assert amount == round(amount, 2)
