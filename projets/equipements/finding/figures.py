"""Figures that the search answers with: what facilities of a type cost, what a function of the budget spent in a year.

Each is the very figure of the page that it leads to, with its kind and its year; nothing is added up here.
"""

from difflib import get_close_matches
from typing import Final

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.territoires.geocoding import Hit
from projets.equipements.context.comparing import known_types, spreads
from projets.equipements.costs import euros
from projets.equipements.figures.budget_asked import COLUMNS, Asked, Budget, known_budgets
from projets.equipements.figures.functions import label_of
from projets.equipements.figures.querysets import stems, total_of
from projets.equipements.finding.asking import Asking
from projets.equipements.models import TypeEquipement

BUDGETS: Final = 2  # whose
FUNCTIONS: Final = 2  # of each
TYPES: Final = 2
ALIKE: Final = 0.8  # of two words, by which one is the other misspelt


def figures(asking: Asking) -> list[Hit]:
    """The types of facility that are meant, then the functions of the budget of the year that is named, else the last
    (which says that the other is not published); the whole budget where only a year is named.
    """
    asked = stems(asking.words)
    return [*_types(asked), *_budget(asked, asking.year)]


def _types(asked: list[str]) -> list[Hit]:
    if not asked:
        return []
    known = [each for each in known_types() if any(_says(name, asked) for name in (each.name, *each.words))]
    return [_type(each) for each in known[:TYPES]]


def _says(name: str, asked: list[str], *, loose: bool = False) -> bool:
    """Whether each word that is asked begins a word of the name, or is one misspelt."""
    words = stems(name)
    if loose:
        return all(get_close_matches(each, words, n=1, cutoff=ALIKE) for each in asked)
    return all(any(word.startswith(each) for word in words) for each in asked)


def _type(sort: TypeEquipement) -> Hit:
    found = spreads(sort)
    told = ngettext("%(n)d équipement", "%(n)d équipements", sort.n) % {"n": sort.n}
    priced = ngettext("%(n)d avec un coût publié", "%(n)d avec un coût publié", sort.priced) % {"n": sort.priced}
    words = [told, priced]
    if found:
        middle = {"label": found[0].label, "middle": found[0].told["middle"], "basis": found[0].basis}
        words.append(_("%(label)s : %(middle)s %(basis)s au milieu") % middle)
    address = f"{reverse('equipements:context:compare')}?type={sort.code}"
    label = _("Ce que cela coûte : %(name)s") % {"name": sort.name}
    return Hit("chiffre", label, " · ".join(words), None, url=address, exact=True, group=_("Chiffres"))


def _budget(asked: list[str], year: int | None) -> list[Hit]:
    known = known_budgets()
    years = {one.year for one in known}
    shown = year if year in years else max(years, default=None)
    missing = _("%(year)d n’est pas publié") % {"year": year} if year and shown and year != shown else ""
    kept = [one for one in known if one.year == shown]
    whose: dict[str, Budget] = {}
    for one in sorted(kept, key=lambda one: not one.realised):  # what was spent, where it is known
        whose.setdefault(one.whose, one)
    views = [_asked(one, tuple(known)) for one in list(whose.values())[:BUDGETS]]
    return [_line(view, *branch, missing) for view in views for branch in _branches(view, asked)]


def _asked(budget: Budget, known: tuple[Budget, ...], function: str = "") -> Asked:
    return Asked(budget, known, section="", column="realise" if budget.realised else "vote", function=function)


def _branches(view: Asked, asked: list[str]) -> list[tuple[str, str]]:
    """(code, label) of each function that says what is asked, the shortest code first; the whole where nothing is."""
    if not asked:
        return [("", "")]
    found = view.lines().exclude(function_code="").values("function_code").annotate(label=Max("function"))
    named = [(row["function_code"], row["label"] or label_of(row["function_code"], view.budget.year)) for row in found]
    said = [each for each in named if _says(each[1], asked)]
    said = said or [each for each in named if _says(each[1], asked, loose=True)]
    return sorted(said, key=lambda each: (len(each[0]), each[0]))[:FUNCTIONS]


def _line(view: Asked, code: str, label: str, missing: str) -> Hit:
    branch = _asked(view.budget, view.known, code)
    told = {
        "year": view.budget.year, "column": COLUMNS[view.column], "who": view.budget.entity or view.budget.siret,
        "amount": euros(total_of(branch.branch(), branch.field)), "document": view.budget.document,
    }  # fmt: skip
    words = _("dépenses de %(year)d, %(column)s : %(amount)s · %(who)s, %(document)s") % told
    title = label or _("Le budget de %(year)d") % told
    address = f"{reverse('equipements:figures:budget')}?{branch.query()}"
    said = " · ".join(filter(None, (missing, words)))
    return Hit("chiffre", title, said, None, url=address, exact=True, group=_("Chiffres"))
