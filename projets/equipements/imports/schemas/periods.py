"""Months, quarters and years as people write them in tables. Pure."""

import re
from datetime import date
from typing import Final

from projets.equipements.imports.schemas.tables import folded
from projets.equipements.imports.schemas.values import FIRST_YEAR, LAST_YEAR

MONTHS: Final = (
    "janv", "fevr", "mars", "avri", "mai", "juin", "juil", "aout", "sept", "octo", "nove", "dece",
)  # fmt: skip
SHORT: Final = {
    "jan": 1,
    "fev": 2,
    "mar": 3,
    "avr": 4,
    "jui": 6,
    "jul": 7,
    "aou": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_NUMERIC: Final = re.compile(
    r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})(?:\D.*)?$|(?:\d{1,2}[-/. ])?(?P<m2>\d{1,2})[-/. ](?P<y2>\d{4})\b.*$"
)
_YEAR: Final = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_PART: Final = re.compile(r"([1-4])(?:er|e|eme|nd|re)?(trimestre|semestre)|([ts])([1-4])(?!\d)")


def period(text: str) -> tuple[date, int] | None:
    """(its first day, how many months): 2024-05, 05/2024, mai 2024, T2 2024, 1er semestre 2024, 2024; else None."""
    bare = " ".join(text.split())
    if len(bare) > 60:
        return None
    if found := _NUMERIC.match(bare):
        return _checked(int(found["y"] or found["y2"]), int(found["m"] or found["m2"]), 1)
    years = _YEAR.findall(bare)
    if len(years) != 1:
        return None
    year, words = int(years[0]), folded(_YEAR.sub(" ", bare))
    if part := _PART.search(words):
        long = 3 if (part[2] or part[3]).startswith("t") else 6
        return _checked(year, 1 + long * (int(part[1] or part[4]) - 1), long)
    if not words:
        return _checked(year, 1, 12)
    month = next((n for n, name in enumerate(MONTHS, start=1) if words.startswith(name)), SHORT.get(words, 0))
    return _checked(year, month, 1)


def _checked(year: int, month: int, long: int) -> tuple[date, int] | None:
    return (date(year, month, 1), long) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None
