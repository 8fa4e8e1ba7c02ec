"""Personal data in what people write: telephone numbers, addresses, plates, names. Pure functions, no database.

It warns, it never refuses: what it finds is shown to the person, who corrects it or sends it anyway. It would rather
miss a rare spelling than cry wolf at « ligne 2 », « 44000 » or « rue du Docteur Zamenhof ».
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from carto.fiches.trust.names import names


class Sort(StrEnum):
    """What was found; the templates have the words."""

    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    SECURITY = "security"  # French social security number
    PLATE = "plate"
    NAME = "name"


@dataclass(frozen=True)
class Found:
    """A piece of a text, from `start` to `end` (characters, the end left out)."""

    sort: Sort
    start: int
    end: int


_GAP = r"[ .\-–\u00a0\u202f]"
# Ten digits of a French line. 08 and 0 800 are lines of services, in whatever spelling: they are nobody's own.
_FRENCH = re.compile(
    rf"(?<![\w.,+])(?:(?:\+|00)33{_GAP}?(?:\(0\){_GAP}?|0)?[1-79]|0[1-79])(?:{_GAP}{{0,2}}\d{{2}}){{4}}(?![\d])"
)
_MOBILE = re.compile(rf"(?<![\w.,+])0[67](?:{_GAP}?\d){{8}}(?!\d)")  # in whatever groups
_ABROAD = re.compile(
    rf"(?<![\w+])(?:\+|00)(?!33|00)[1-9]\d{{0,2}}(?:{_GAP}?\(?\d{{1,4}}\)?){{2,6}}(?!\d)(?!{_GAP}?(?:€|euros|%|m))"
)
_AT = r"(?:@|\s?[(\[{]\s?(?:at|arobase)\s?[)\]}]\s?| arobase )"
_DOT = r"(?:\.|\s?[(\[]\s?(?:point|dot)\s?[)\]]\s?| point )"
_EMAIL = re.compile(rf"[\w.+\-]{{1,64}}{_AT}[\w\-]+(?:{_DOT}[\w\-]+)+", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
_SECURITY = re.compile(
    rf"(?<!\d)[12]{_GAP}?\d{{2}}{_GAP}?(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}?(?:\d{{2}}|2[AB]){_GAP}?\d{{3}}{_GAP}?\d{{3}}"
    rf"(?:{_GAP}?\d{{2}})?(?!\d)",
    re.IGNORECASE,
)
# Since 2009, AA-123-AA without I, O, U; before, 1234 ABC 44, which is also how one writes « 12 BIS 44 ».
_PLATE = re.compile(r"(?<![\w\-])[A-HJ-NP-TV-Z]{2}([ \-.]?)\d{3}\1[A-HJ-NP-TV-Z]{2}(?![\w\-])", re.IGNORECASE)
_OLD_PLATE = re.compile(r"(?<![\w\-])\d{2,4}([ \-]?)[A-HJ-NP-TV-Z]{2,3}\1(?:\d{2}|2[AB])(?![\w\-])")
_VEHICLE = re.compile(
    r"voiture|v[ée]hicule|camion|scooter|moto|auto\b|plaque|immatricul|[ée]pave|utilitaire|conducteur|caravane", re.I
)
_NEAR = 60  # characters around an old plate in which a vehicle or a name has to be


def find_personal(text: str) -> list[Found]:
    """What in the text could tell who somebody is, in order and without overlaps; the longest wins."""
    found = [Found(sort, *span) for sort, look in _LOOKS.items() for span in look(text)]
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def marked(text: str) -> list[tuple[str, Sort | None]]:
    """The text cut into pieces, each with what it is (None: nothing), to be shown with its words marked."""
    pieces, done = [], 0
    for each in find_personal(text):
        pieces += [(text[done : each.start], None), (text[each.start : each.end], each.sort)]
        done = each.end
    return [piece for piece in [*pieces, (text[done:], None)] if piece[0]]


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_FRENCH, _MOBILE):
        yield from (found.span() for found in pattern.finditer(text))
    for found in _ABROAD.finditer(text):
        if 8 <= sum(sign.isdigit() for sign in found[0]) <= 15:
            yield found.span()


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _EMAIL.finditer(text))


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for found in _IBAN.finditer(text):
        code = re.sub(r"\s", "", found[0]).upper()
        digits = "".join(str(int(sign, 36)) for sign in code[4:] + code[:4])
        if 15 <= len(code) <= 34 and int(digits) % 97 == 1:
            yield found.span()


def _securities(text: str) -> Iterator[tuple[int, int]]:
    for found in _SECURITY.finditer(text):
        number = re.sub(r"[^0-9AB]", "", found[0].upper())
        spoken = len(re.findall(_GAP, found[0])) >= 5  # without its key, only as one writes it: 1 85 05 44 109 042
        if _key_is_right(number) if len(number) == 15 else spoken:
            yield found.span()


def _key_is_right(number: str) -> bool:
    """Whether the last two of 15 signs are 97 less the rest; Corsica's 2A and 2B count as 19 and 18."""
    return 97 - int(number[:13].replace("2A", "19").replace("2B", "18")) % 97 == int(number[13:])


def _plates(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in _PLATE.finditer(text))
    people = list(names(text))
    for found in _OLD_PLATE.finditer(text):
        start, end = found.start() - _NEAR, found.end() + _NEAR
        if _VEHICLE.search(text, max(start, 0), end) or any(start < person[0] < end for person in people):
            yield found.span()


_LOOKS: dict[Sort, Callable[[str], Iterator[tuple[int, int]]]] = {
    Sort.PHONE: _phones,
    Sort.EMAIL: _emails,
    Sort.IBAN: _ibans,
    Sort.SECURITY: _securities,
    Sort.PLATE: _plates,
    Sort.NAME: names,
}
