"""Words that people send: made safe to show, without changing what they say. Pure functions."""

import re
import unicodedata
from decimal import Decimal
from typing import Any, Final

BOM: Final = "\ufeff"  # by it Excel knows UTF-8

# Bidirectional overrides and isolates can make a text read differently from what it says (“Trojan Source”, 2021);
# the other controls have no place in a sentence. Line feeds and tabs stay.
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BLANK_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """The same words in NFC, without invisible controls, trailing blanks or stacks of empty lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROLS.sub("", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def safe_cell(value: Any) -> str:
    """Text for a spreadsheet: what would be run as a formula is preceded by an apostrophe (OWASP, “CSV injection”)."""
    text = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def cell(value: Any, *, comma: bool = False) -> str:
    """A value in a spreadsheet: a number as it is, below zero too (a decimal comma when asked); else `safe_cell`."""
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",") if comma else str(value)
    return safe_cell(value)
