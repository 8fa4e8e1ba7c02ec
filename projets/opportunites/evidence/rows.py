"""« Une ligne plus loin » : what stands behind each number, told in one line each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.comptes.models import Groupe
from carto.fiches.models import Fiche
from carto.territoires.models import Territoire
from projets.equipements.costs import euros
from projets.equipements.models import Usage
from projets.opportunites.evidence.asking import asked_of
from projets.opportunites.evidence.querysets.behind import behind
from projets.opportunites.models import Candidat

EACH: Final = 50  # rows of a page


@dataclass(frozen=True)
class Row:
    """One line: what it is, where one reads it (a path, or nothing), what it adds to the number."""

    title: str
    address: str
    said: str


@dataclass(frozen=True)
class Rows:
    """One page of them, and how many there are in all."""

    rows: Sequence[Row]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages, one at least."""
        return max(1, ceil(self.total / EACH))


def rows_of(candidat: Candidat, signal: str, page: int = 1) -> Rows:
    """The fiches, contracts, facilities or territories behind one number, as it was counted; two or three queries.

    A page past the last is empty. Raises KeyError for a signal that does not exist.
    """
    found = behind(asked_of(candidat), signal, (page - 1) * EACH, EACH)
    return Rows(_TOLD[signal](found), found[0][-1] if found else 0, page)


Found = Sequence[tuple[Any, ...]]


def _fiches(found: Found, said: Callable[..., str]) -> list[Row]:
    """Rows that begin with a fiche's id, each with what is said of the rest."""
    known = Fiche.objects.in_bulk([row[0] for row in found])
    return [Row(known[row[0]].title, known[row[0]].get_absolute_url(), said(*row[1:-1])) for row in found]


def _people(count: int) -> str:
    return ngettext("%(count)s personne ou groupe", "%(count)s personnes ou groupes", count) % {"count": count}


def _repeats(clustered: bool) -> str:
    return _("avec d’autres tout près, en un an") if clustered else _("rouvert")


def _cost(each: Decimal, middle: float, count: int, basis: str, year: int, _measure: str) -> str:
    told = {"year": year, "basis": basis.upper(), "count": count}
    told |= {"each": euros(round(each, 2)), "middle": euros(round(Decimal(middle), 2))}
    return _("%(each)s %(basis)s par visite en %(year)s ; le milieu de %(count)s semblables : %(middle)s") % told


def _uses(measure: str, year: int, total: Decimal, before: Decimal | None, *rest: Any) -> str:
    middle, capacity, saturated = rest
    counted = str(Usage.Measure(measure).label)
    if saturated:
        told = {"count": _whole(middle), "what": counted, "capacity": _whole(capacity), "year": year}
        return _("%(count)s %(what)s pour %(capacity)s places en %(year)s") % told
    told = {"count": _whole(total), "what": counted, "year": year, "before": _whole(before or Decimal(0))}
    return _("%(count)s %(what)s en %(year)s, %(before)s l’année d’avant") % told


def _contracts(found: Found) -> list[Row]:
    known = Fiche.objects.in_bulk([row[0] for row in found])
    told = []
    for facility, ligne, objet, ends_on, _total in found:
        fiche = known[facility]
        if ligne is None:
            told.append(Row(fiche.title, fiche.get_absolute_url(), _("travaux prévus")))
            continue
        end = {"place": fiche.title, "day": date_format(ends_on, "j F Y")}
        address = reverse("equipements:figures:contract", args=[ligne])
        told.append(Row(objet, address, _("%(place)s : finit le %(day)s") % end))
    return told


def _access(found: Found) -> list[Row]:
    known = Territoire.objects.in_bulk([row[0] for row in found])
    told = []
    for territoire, far, inhabitants, _total in found:
        said = {"far": _whole(far), "count": _whole(inhabitants)}
        words = _("%(far)s habitants loin, sur %(count)s") % said
        told.append(Row(known[territoire].name, known[territoire].get_absolute_url(), words))
    return told


def _neglect(at: Any, process: bool) -> str:
    told = {"day": date_format(localtime(at), "j F Y")}
    return _("démarche, le %(day)s") % told if process else _("première parole, le %(day)s") % told


def _network(found: Found) -> list[Row]:
    groups = Groupe.objects.in_bulk([row[1] for row in found if row[1]])
    ideas = Fiche.objects.in_bulk([row[0] for row in found if row[0]])
    told = []
    for idea, group, _total in found:
        one, said = (groups[group], _("groupe")) if group else (ideas[idea], _("idée en cours"))
        told.append(Row(str(one), one.get_absolute_url(), said))
    return told


def _whole(value: Decimal | float) -> str:
    return number_format(round(value), decimal_pos=0, use_l10n=True, force_grouping=True)


_TOLD: Final[dict[str, Callable[[Found], list[Row]]]] = {
    "people": lambda found: _fiches(found, _people),
    "repeats": lambda found: _fiches(found, _repeats),
    "cost": lambda found: _fiches(found, _cost),
    "uses": lambda found: _fiches(found, _uses),
    "contracts": _contracts,
    "access": _access,
    "neglect": lambda found: _fiches(found, _neglect),
    "network": _network,
}
