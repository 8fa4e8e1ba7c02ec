"""What cells say: numbers with decimal commas, years, yes and no, addresses of sites. Pure functions."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.text import tidy
from projets.equipements.decimals import decimal_of

_BLANKS: Final = re.compile(r"[\s\u00a0\u202f\u2009']")
_YEAR: Final = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_WHOLE: Final = re.compile(r"\d+")
_PLAIN_SITE: Final = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w./~-]*)?", re.ASCII)
_LETTERS: Final = re.compile(r"[^a-z0-9]+")
EMPTY: Final = {"", "-", "na", "n/a", "null", "none", "nan", "nc"}
MOST_PLACES: Final = 1_000_000
SHORTEST: Final = max(map(len, EMPTY))
SHORT: Final = 80  # characters: what columns say again and again is folded once
WIDEST: Final = 18  # powers of ten


def folded(text: str) -> str:
    """The words alone, without accents, capitals or signs: « Équipement n° 3 » → `equipement n 3`."""
    return _folded_again(text) if len(text) <= SHORT else _folded(text)


@lru_cache(maxsize=8192)
def _folded_again(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return _LETTERS.sub(" ", plain).strip()


def words(value: Any, longest: int) -> str:
    """Tidy text of at most so many characters, cut at a word."""
    if value is None or value == "":
        return ""
    text = str(value)
    # Most cells are plain: the whole of `tidy` would be half of the time of a large table.
    plain = text.isprintable() and unicodedata.is_normalized("NFC", text)
    text = text.strip() if plain else tidy(text)
    if len(text) <= SHORTEST and text.casefold() in EMPTY:
        return ""
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def amount(value: Any) -> Decimal | None:
    """« 1 234,56 € », "1,234.56", 15000.0 → Decimal; None when empty; ValueError for what is no number."""
    text = "" if value is None else str(value)
    if text.strip().casefold() in EMPTY:
        return None
    number = decimal_of(text)
    if number is None or abs(number.adjusted()) > WIDEST:
        raise ValueError(text)
    return number


def degrees(value: Any) -> float | None:
    """A coordinate; None when empty; ValueError for what is no number."""
    number = amount(value)
    return None if number is None else float(number)


def year(value: Any) -> int | None:
    """The year in a date or a sentence, if there is one."""
    found = _YEAR.search(str(value)) if value else None
    return int(found.group()) if found else None


def whole(value: Any) -> int | None:
    """The first whole number of a cell (« 120 places »)."""
    found = _WHOLE.search(_BLANKS.sub("", str(value))) if value else None
    number = int(found.group()[:9]) if found else None
    return number if number is not None and number <= MOST_PLACES else None


def site(value: Any) -> str:
    """An http address, completed when its scheme is missing; empty for anything else."""
    text = words(value, 200)
    if _PLAIN_SITE.fullmatch(text):
        return text
    if not text or " " in text:
        return ""
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and "." in (parts.hostname or "") and len(text) <= 200 else ""


def checked_extent(text: str) -> list[float] | None:
    """« ouest,sud,est,nord » in degrees; None when empty; ValidationError."""
    if not text.strip():
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise ValidationError(_("Quatre nombres sont attendus : ouest,sud,est,nord, en degrés.")) from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValidationError(_("Cette étendue n’existe pas : ouest,sud,est,nord, en degrés."))
    return [west, south, east, north]
