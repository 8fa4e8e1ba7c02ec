"""The words of an address as people type them: abbreviations spelled out, the house number told from the street."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MOST_CHARACTERS: Final = 160
# The kind of street, abbreviated, in first place only: « r » is rue there, and a letter anywhere else.
KINDS: Final = {
    "all": "allée", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "bvd": "boulevard", "ch": "chemin", "che": "chemin", "chem": "chemin", "crs": "cours", "esp": "esplanade",
    "fbg": "faubourg", "fg": "faubourg", "imp": "impasse", "jard": "jardin", "pass": "passage", "pl": "place",
    "plc": "place", "prom": "promenade", "q": "quai", "r": "rue", "res": "résidence", "rd": "rond-point",
    "rpt": "rond-point", "rte": "route", "sq": "square", "str": "strasse", "vla": "villa",
}  # fmt: skip
TITLES: Final = {
    "st": "saint", "ste": "sainte", "dr": "docteur", "gal": "général", "gl": "général", "mal": "maréchal",
    "pdt": "président", "pt": "pont", "cdt": "commandant", "cne": "capitaine", "prof": "professeur", "nd": "notre dame",
    "hop": "hôpital",
}  # fmt: skip
SUFFIXES: Final = {"b": "bis", "t": "ter", "q": "quater"}

_NUMBER = re.compile(r"(\d{1,4})\s*(bis|ter|quater|[a-z])?\b[\s,]+(?=\S)", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"\s+(\d{1,3})\s*(bis|ter|quater|[a-z])?$", re.IGNORECASE)
_POSTCODE = re.compile(r"(?:^|\s)\d{5}(?:\s|$)|^\d{4}\s")  # four figures elsewhere are a year: rue du 18 juin 1940


@dataclass(frozen=True)
class Wording:
    """What somebody looks for: the whole `text`, its `words` without house number, the `number` or None, the `city`."""

    text: str
    words: str
    number: str | None = None
    city: str = ""

    @property
    def empty(self) -> bool:
        """Nothing that letters or figures could find."""
        return not any(character.isalnum() for character in self.words)


def read_wording(text: str) -> Wording:
    """Whatever was typed, made findable; never raises. NUL and control characters go, the rest is cut to size."""
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text[: MOST_CHARACTERS * 4])
    plain = " ".join(visible.split())[:MOST_CHARACTERS].strip(" ,")
    number, suffix, rest = _leading_number(plain)
    street, city = _split_city(rest)
    if not number:
        number, suffix, street = _trailing_number(street)
    words = _spelled_out(street)
    if not number:
        return Wording(words, words, None, city)
    house = read_number(number, suffix)
    return Wording(f"{house} {words}" if plain[0].isdigit() else f"{words} {house}", words, house, city)


def read_number(number: str, suffix: str = "") -> str:
    """A house number in its one form: « 12 », « 12 bis », « 12 a »."""
    suffix = suffix.strip().lower()
    return f"{number.strip().lower()} {SUFFIXES.get(suffix, suffix)}".strip()


def _leading_number(text: str) -> tuple[str, str, str]:
    """« 12 bis, rue X » as (12, bis, rue X), as people write it in France."""
    match = _NUMBER.match(text)
    if not match:
        return "", "", text
    number, suffix, rest = match.group(1), match.group(2) or "", text[match.end() :]
    # « 12 r de Strasbourg »: the letter is a kind of street, unless one follows it: « 12 b rue de Strasbourg ».
    if suffix.lower() in KINDS and not _is_kind(rest.split()[0]):
        return number, "", text[match.start(2) :]
    return number, suffix, rest


def _trailing_number(street: str) -> tuple[str, str, str]:
    """« Bahnhofstrasse 12 » as (12, "", Bahnhofstrasse), as people write it in Switzerland."""
    match = _LAST_NUMBER.search(street)
    return (match.group(1), match.group(2) or "", street[: match.start()]) if match else ("", "", street)


def _split_city(rest: str) -> tuple[str, str]:
    """The street, and what follows a comma or a postcode."""
    street, _comma, city = rest.partition(",")
    match = _POSTCODE.search(street)
    if match and street[: match.start()].strip():
        street, city = street[: match.start()], street[match.end() :] or city
    return street.strip(), _POSTCODE.sub("", city.strip()).strip()


def _is_kind(word: str) -> bool:
    return word.rstrip(".").lower() in {*KINDS, *KINDS.values()}


def _spelled_out(words: str) -> str:
    kept = []
    for rank, word in enumerate(words.split()):
        key = word.rstrip(".").lower()
        known = KINDS.get(key) if rank == 0 else None
        kept.append(known or TITLES.get(key) or word)
    return " ".join(kept)
