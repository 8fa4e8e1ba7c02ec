"""Numbers as people and files write them, read to the digit or not at all: the one reader of amounts. Pure.

Read: 1234.5 · 1 234,50 € · 1.234,50 EUR · 1,234.50 · 1’234’567 · 1.2e3 · −12 · (1 234,50), which accountants write for
less than zero. What is only likely (a word, another currency, thousands set apart at random) is no number.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

# « Not known » in the words of those who publish (the DECP of before 2024 prescribed some of them).
NOTHING: Final = frozenset({"", "nc", "mq", "cdl", "null", "none", "n/a", "na", "-"})
LONGEST: Final = 80  # characters
_PLAIN: Final = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?", re.ASCII)
_CURRENCY: Final = re.compile(r"(?:€|eur|euros?)$", re.IGNORECASE)
_SPACES: Final = re.compile(r"[\s'’]")  # no-break and narrow ones too
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+|[+-]?\d{1,3}(?:\.\d{3})+")


def says_nothing(value: Any) -> bool:
    """Whether a cell is empty, in one of the ways that there are."""
    if value is None or value == "" or isinstance(value, bool):
        return True
    return isinstance(value, str) and value.strip().lower() in NOTHING


def bare(text: str) -> str:
    """Digits and signs: without spaces, the currency and the thousands' apostrophes; a minus is a hyphen."""
    text = _SPACES.sub("", text).replace("−", "-")
    if text.startswith("€"):
        return text[1:]
    return _CURRENCY.sub("", text)


def decimal_of(text: str) -> Decimal | None:
    """The number that a text is; None for anything else, NaN and Infinity included."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if len(text) > LONGEST:
        return None
    said = bare(text)
    if said.startswith("(") and said.endswith(")"):
        inside = decimal_of(bare(said[1:-1]))
        return None if inside is None or inside < 0 else -inside
    return _signed(said)


def _signed(said: str) -> Decimal | None:
    sign = max(",.", key=said.rfind)
    whole, _sign, cents = said.rpartition(sign)
    if "," in said and "." in said:
        said = f"{_ungrouped(whole)}.{cents}"
    elif said.count(sign) > 1:
        said = _ungrouped(said)
    else:
        said = said.replace(",", ".")
    if not (said.isascii() and _NUMBER.fullmatch(said)):
        return None
    try:
        return Decimal(said)
    except InvalidOperation:
        return None


def _ungrouped(text: str) -> str:
    """A whole number whose thousands are set apart, and only they; else something that is no number."""
    return text.replace(",", "").replace(".", "") if _GROUPED.fullmatch(text) else "?"
