"""Amounts, days, whole numbers and words as files write them. Pure; money is Decimal from the first character on.

A `Cell` reads the values of one row and gathers, in French, what could not be read: with a reason the row is refused,
and waits with it among the rejects.
"""

import hashlib
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from projets.equipements.decimals import NOTHING, decimal_of, says_nothing

CENT: Final = Decimal("0.01")
TOO_MUCH: Final = Decimal(10) ** 14  # euros: what the database keeps, and more than any budget of the country
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_MONTHS: Final = 1200  # a century: above, it is a number of days or a slip
SMALL: Final = 32_767  # PositiveSmallIntegerField
SHOWN: Final = 60  # characters of what could not be read
KEY: Final = 250
_SIRET: Final = re.compile(r"\d{14}", re.ASCII)
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_FRENCH: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_TIGHT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})$")

Name = str | Promise  # what a value is called; translated only when it cannot be read


class Cell:
    """The values of one row, read; `reasons` say what could not be."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def amount(self, value: Any, name: Name, *, signed: bool = False) -> Decimal | None:
        """Euros and cents; `None` when there is nothing. Refused: what is no number, out of bounds or under zero."""
        if says_nothing(value):
            return None
        text = str(value)
        found = decimal_of(text)
        if found is None:
            return self._refuse(_("%(name)s : « %(value)s » n’est pas un montant"), name, text)
        if abs(found) >= TOO_MUCH:
            return self._refuse(_("%(name)s : « %(value)s » est trop grand pour être vrai"), name, text)
        if found < 0 and not signed:
            return self._refuse(_("%(name)s : « %(value)s » est négatif"), name, text)
        return found.quantize(CENT, ROUND_HALF_UP)

    def day(self, value: Any, name: Name) -> date | None:
        """A day, with or without an hour after it: 2024-05-15, 2024-05-15T10:00Z, 15/05/2024, 20240515."""
        text = "" if value is None else str(value).strip()
        if text.lower() in NOTHING:
            return None
        if found := _ISO.match(text) or _TIGHT.match(text):
            parts = found.groups()
        elif found := _FRENCH.match(text):
            parts = found.groups()[::-1]
        else:
            return self._refuse(_("%(name)s : « %(value)s » n’est pas une date"), name, text)
        try:
            day = date(*map(int, parts))
        except ValueError:
            return self._refuse(_("%(name)s : « %(value)s » n’est pas une date"), name, text)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return self._refuse(_("%(name)s : « %(value)s » n’est pas une date possible"), name, text)
        return day

    def whole(self, value: Any, name: Name, most: int = SMALL) -> int | None:
        """A whole number from 0 to `most`; 12.0 and « 12,0 » are 12."""
        if says_nothing(value):
            return None
        found = decimal_of(str(value))
        if found is None or found != found.to_integral_value() or not 0 <= found <= most:
            return self._refuse(_("%(name)s : « %(value)s » n’est pas un nombre possible"), name, str(value))
        return int(found)

    def months(self, value: Any, name: Name) -> int | None:
        """A duration; part of a month is a month."""
        if says_nothing(value):
            return None
        found = decimal_of(str(value))
        if found is None or not 0 <= found <= MOST_MONTHS:
            return self._refuse(_("%(name)s : « %(value)s » n’est pas une durée en mois"), name, str(value))
        return int(found.to_integral_value("ROUND_CEILING"))

    def needed(self, value: Any, name: Name, most: int) -> str:
        """Words without which the row is nothing."""
        found = words(value, most)
        if not found:
            self.reasons.append(_("%(name)s : il n’y a rien") % {"name": name})
        return found

    def siret(self, value: Any, name: Name) -> str:
        """Fourteen digits; a number has lost its zeros. Refused when there is something else."""
        text = "" if value is None else str(value)
        if _SIRET.fullmatch(text):
            return text
        text = re.sub(r"[\s.]", "", text)
        if text.lower() in NOTHING:
            return ""
        text = text.zfill(14) if text.isdecimal() and len(text) >= 12 else text
        if not _SIRET.fullmatch(text):
            self._refuse(_("%(name)s : « %(value)s » n’est pas un SIRET"), name, text)
            return ""
        return text

    def _refuse(self, sentence: str, name: Name, value: str) -> None:
        shown = value.strip()
        shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
        self.reasons.append(sentence % {"name": name, "value": shown})


def words(value: Any, most: int) -> str:
    """One line of text of at most `most` characters; the row itself keeps the rest."""
    if value is None or isinstance(value, dict | list):
        return ""
    text = value if isinstance(value, str) else str(value)
    if len(text) > 4 * most:
        text = text[: 4 * most]
    text = text.strip() if _is_one_line(text) else " ".join(text.replace("\x00", "").split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _is_one_line(text: str) -> bool:
    """Whether its only blanks are single spaces: most are, and need no more."""
    return text.isprintable() and "  " not in text


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a month that is too short. Errors: OverflowError past 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shortened(parts: Iterable[Any]) -> str:
    """The key that columns make together: the same at each reading, however long they are."""
    told = [str(part) for part in parts]
    text = "|".join(map(str.strip, told))
    if not _is_one_line(text):
        text = "|".join(" ".join(part.replace("\x00", "").split()) for part in told)
    if len(text) <= KEY:
        return text
    return f"{text[:180]}…{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:32]}"


class Numbered:
    """Keys of rows that a source does not name: the second of two alike is `…#2`, at each reading."""

    def __init__(self) -> None:
        self._met: Counter[str] = Counter()

    def __call__(self, parts: Iterable[Any]) -> str:
        """The key of one more row."""
        key = shortened(parts)
        self._met[key] += 1
        return key if self._met[key] == 1 else f"{key}#{self._met[key]}"
