"""What the map's search finds of public money, in words: a facility's cost, a vote, a contract, an organisation."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.carte.finding import Finder
from carto.geometry import STORED
from carto.territoires.geocoding import Hit
from carto.territoires.wording import Wording
from projets.equipements.costs import euros, said, told_kind
from projets.equipements.finding.querysets import find_money
from projets.equipements.models import Cout, Level

# Words that say of which kind the answer should be, rather than what it is about.
KINDS: Final = {
    "deliberation": re.compile(r"\bd[ée]lib[ée]rations?\b", re.IGNORECASE),
    "marche": re.compile(r"\b(?:contrats?|concessions?|march[ée]s? publics?)\b", re.IGNORECASE),
}
FEWEST: Final = 3  # letters of a word that is looked for in contracts
MOST_ROOTS: Final = 6
EMPTY: Final = frozenset({"les", "des", "une", "aux", "sur", "pour", "dans", "par", "avec", "the", "and"})


def find(wording: Wording, limit: int) -> list[Hit]:
    """Organisations, then votes, then contracts; those of the kind that was named come before places."""
    kind, words = _kind_and_words(wording.words)
    if not any(character.isalnum() for character in words):
        return []
    rows = find_money(wording.text, words, _roots(words))
    order = {"organisme": 0, "deliberation": 1, "marche": 2}
    hits = [_hit(row, asked=row[0] == kind) for row in sorted(rows, key=lambda row: (row[0] != kind, order[row[0]]))]
    return [hit for hit in hits if hit.url][:limit]


def _kind_and_words(words: str) -> tuple[str, str]:
    for kind, named in KINDS.items():
        if named.search(words):
            return kind, " ".join(named.sub(" ", words).split())
    return "", words


def _roots(words: str) -> list[str]:
    """The words without the marks of plural, for what is looked for letter by letter."""
    found = [word.rstrip("sx") for word in re.findall(r"\w+", words.casefold()) if word not in EMPTY]
    return list(dict.fromkeys(word for word in found if len(word) >= FEWEST))[:MOST_ROOTS]


def _hit(row: tuple[Any, ...], *, asked: bool) -> Hit:
    kind, label, detail, key, number, day, exact, uuid, title, x, y = row
    told = {"organisme": _organisme, "deliberation": _deliberation, "marche": _marche}[kind]
    url, words = told(key, detail, number, uuid)
    if day and kind != "organisme":
        words.insert(1, date_format(day))
    point = None if x is None else Point(x, y, srid=STORED)
    said_of = " · ".join(part for part in (*words, title) if part)
    return Hit(kind, label, said_of, point, url=url, exact=exact or asked)


def _organisme(key: str, level: str, _number: int | None, _uuid: str | None) -> tuple[str, list[str]]:
    return _address("equipements:owners:page", key), [str(Level(level).label)]


def _deliberation(key: str, excerpt: str, number: int | None, _uuid: str | None) -> tuple[str, list[str]]:
    paragraph = f"#p{number}" if number else ""
    words = [_("délibération"), f"« {excerpt} »" if excerpt else ""]
    return reverse("equipements:deliberations:page", args=[key]) + paragraph, words


def _marche(key: str, amount: str | None, _number: int | None, uuid: str | None) -> tuple[str, list[str]]:
    """Its own page, or that of the place it is tied to."""
    tied = reverse("equipements:page", args=[uuid]) if uuid else ""
    told = _("%(amount)s HT notifiés") % {"amount": euros(Decimal(amount))} if amount else ""
    return _address("equipements:figures:contract", key) or tied, [_("marché public"), told]


def _address(name: str, *args: str) -> str:
    """Where a room shows it; empty where that room has no page for it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def told(uuids: Sequence[str]) -> dict[str, str]:
    """The last published cost of each facility among fiches, with its kind, tax and year."""
    last = Cout.objects.filter(equipement__uuid__in=uuids).last_of_each().select_related("equipement")
    return {str(cout.equipement.uuid): f"{told_kind(cout.kind, cout.purpose)} : {said(cout)}" for cout in last}


MONEY: Final = Finder(find, told)
