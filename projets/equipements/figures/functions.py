"""The functions of a budget in words, and the theme of the map that each is about: `content/fonctions.csv`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from carto.content import content_file

CONTENT: Final = Path(__file__).parents[1] / "content"
SINCE: Final = 2024  # the year from which every budget has these functions; before, a file's own words are all we have


@dataclass(frozen=True)
class Function:
    """What a code of the nomenclature says."""

    code: str
    label: str
    theme: str


@cache
def functions() -> dict[str, Function]:
    """Every function that we have words for, by its code."""
    path = content_file("fonctions.csv", CONTENT, settings.CARTO_CITY)
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Function(**row) for row in csv.DictReader(file)}


def label_of(code: str, year: int) -> str:
    """The nomenclature's words for exactly that code, or nothing."""
    found = functions().get(code) if year >= SINCE else None
    return found.label if found else ""


def theme_of(code: str, year: int) -> str:
    """The code of the theme that a function is about: that of the longest beginning which has words; or nothing."""
    if year < SINCE:
        return ""
    known = functions()
    starts = (code[:size] for size in range(len(code), 0, -1))
    found = next((known[start] for start in starts if start in known), None)
    return found.theme if found else ""
