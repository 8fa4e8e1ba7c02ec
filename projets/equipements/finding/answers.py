"""What the map's search finds of public money and of who is in charge, in words: a facility's cost, a vote, a contract,
an organisation, a person, a line of the budget.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.carte.finding import Finder
from carto.geometry import STORED
from carto.territoires.geocoding import Hit
from carto.territoires.wording import Wording
from projets.equipements.costs import euros, said, told_kind
from projets.equipements.finding.asking import read_asking
from projets.equipements.finding.doors import doors
from projets.equipements.finding.figures import figures
from projets.equipements.finding.querysets import find_money
from projets.equipements.models import Cout, Level

# In the order in which kinds are told; which kind of answer each is for people.
ORDER: Final = ("elu", "referent", "competence", "organisme", "deliberation", "marche", "subvention")
PEOPLE: Final = {"elu": "personne", "referent": "personne", "competence": "personne"}
GROUPS: Final[dict[str, str | Promise]] = {
    "personne": gettext_lazy("Qui s’en occupe"),
    "organisme": gettext_lazy("Organismes"),
    "deliberation": gettext_lazy("Délibérations"),
    "marche": gettext_lazy("Contrats publics"),
    "subvention": gettext_lazy("Subventions"),
}


def find(wording: Wording, limit: int) -> list[Hit]:
    """Figures where they are asked for, then who is in charge, votes, contracts, and the pages of that name; those of
    the kind that was named come before places.
    """
    asking = read_asking(wording)
    hits = figures(asking) if asking.kind == "chiffre" else []
    if not asking.empty:
        rows = find_money(asking)
        rows.sort(key=lambda row: (_kind(row) != asking.kind, ORDER.index(row[0])))
        hits += [hit for row in rows if (hit := _hit(row, asked=_kind(row) == asking.kind)).url]
    return [*hits, *doors(asking)][: max(limit, len(ORDER))]


def _kind(row: tuple[Any, ...]) -> str:
    return PEOPLE.get(row[0], row[0])


def _hit(row: tuple[Any, ...], *, asked: bool) -> Hit:
    name, label, detail, key, number, day, exact, uuid, title, x, y = row
    url, words = TOLD[name](key, detail, number, uuid)
    kind = _kind(row)
    if day and kind != "organisme":
        words.insert(1, date_format(day))
    point = None if x is None else Point(x, y, srid=STORED)
    said_of = " · ".join(part for part in (*words, title) if part)
    return Hit(kind, label, said_of, point, url=url, exact=exact or asked, group=str(GROUPS[kind]))


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


def _subvention(key: str, told: str, _number: int | None, _uuid: str | None) -> tuple[str, list[str]]:
    """« 3 000 € »: a grant does not say its tax."""
    amount, _sign, about = told.partition(" · ")
    known = amount.replace(".", "", 1).isdigit()
    words = [_("subvention"), euros(Decimal(amount)) if known else "", about if known else told]
    return _address("equipements:figures:grant", key), words


def _elu(key: str, function: str, _number: int | None, _uuid: str | None) -> tuple[str, list[str]]:
    return _directory(key), [function]


def _referent(key: str, place: str, _number: int | None, _uuid: str | None) -> tuple[str, list[str]]:
    return _directory(key), [_("référent de quartier, %(place)s") % {"place": place}]


def _competence(key: str, who: str, _number: int | None, _uuid: str | None) -> tuple[str, list[str]]:
    return _directory(key), [_("qui décide, qui fait : %(who)s") % {"who": who}]


def _directory(key: str) -> str:
    """Where the directory tells « theme:voirie », « territoire:44109 », or the whole of it."""
    what, _sign, code = key.partition(":")
    if what == "territoire":
        return f"{reverse('equipements:directory:here')}?{urlencode({'territoire': code})}"
    whole = reverse("equipements:directory:list")
    return f"{whole}?{urlencode({'theme': code})}#{code}" if what == "theme" else whole


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


TOLD: Final = {
    "organisme": _organisme, "deliberation": _deliberation, "marche": _marche, "subvention": _subvention, "elu": _elu,
    "referent": _referent, "competence": _competence,
}  # fmt: skip
MONEY: Final = Finder(find, told)
