"""Which budget a page shows, read from its address: whose, which year and document, what of it, how deep."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.figures.budget_tree import NONE, ONLY
from projets.equipements.figures.querysets import STANDING, budgets
from projets.equipements.models import LigneBudget

SECTIONS: Final[dict[str, str | Promise]] = {
    "F": gettext_lazy("fonctionnement"),
    "I": gettext_lazy("investissement"),
    "": gettext_lazy("les deux sections"),
}
WAYS: Final[dict[str, str | Promise]] = {"depenses": gettext_lazy("dépenses"), "recettes": gettext_lazy("recettes")}
COLUMNS: Final[dict[str, str | Promise]] = {"realise": gettext_lazy("réalisé"), "vote": gettext_lazy("voté")}
FIELDS: Final = {"realise": "realised", "vote": "voted"}
UNNAMED: Final = "-"
LONGEST: Final = 120  # of the code of a chart


@dataclass(frozen=True)
class Budget:
    """One budget of one year, as one source publishes it; `again`: other sources that publish it too."""

    siret: str
    entity: str
    year: int
    document: str
    source: int
    lines: int
    voted: int
    realised: int
    again: int = 0

    @property
    def whose(self) -> str:
        """What an address calls the entity."""
        return self.siret or slugify(self.entity) or UNNAMED

    @property
    def paper(self) -> str:
        """What an address calls the document."""
        return slugify(self.document) or UNNAMED

    def rows(self) -> Q:
        """Its lines, those of its last file."""
        own = {"siret": self.siret} if self.siret else {"siret": "", "entity": self.entity}
        return STANDING & Q(year=self.year, document=self.document, ligne__source=self.source, **own)


def known_budgets() -> list[Budget]:
    """Every budget once, the latest year first: of two sources that publish the same one, the newest."""
    found: dict[tuple[str, int, str], Budget] = {}
    for row in budgets():
        one = Budget(
            row["siret"], row["entity"], row["year"], row["document"], row["ligne__source"], row["lines"],
            row["voted_lines"], row["realised_lines"],
        )  # fmt: skip
        key = (one.whose, one.year, one.paper)
        before = found.get(key)
        found[key] = _joined(before, one) if before else one
    return sorted(found.values(), key=lambda one: (-one.year, -one.lines, one.entity, one.paper))


def _joined(before: Budget, one: Budget) -> Budget:
    """Two groups of one source are one budget; of two sources, the newest stands and the other is told."""
    if before.source == one.source:
        counts = {name: getattr(before, name) + getattr(one, name) for name in ("lines", "voted", "realised")}
        return replace(before, **counts)
    newest, other = (before, one) if before.source > one.source else (one, before)
    return replace(newest, again=newest.again + other.again + 1)


@dataclass(frozen=True)
class Asked:
    """One view of one budget. Voted or realised, spending or income: never both in one figure."""

    budget: Budget
    known: tuple[Budget, ...]
    section: str = "F"
    way: str = "depenses"
    column: str = "realise"
    order: bool = False  # operations between accounts, for which no money leaves: always apart
    function: str = ""
    nature: str = ""

    @property
    def field(self) -> str:
        """The column of the database."""
        return FIELDS[self.column]

    def lines(self, *, order: bool | None = None) -> QuerySet[LigneBudget]:
        """The lines of this view, without its branch."""
        return LigneBudget.objects.filter(self.budget.rows(), self._kept(order))

    def branch(self) -> QuerySet[LigneBudget]:
        """The lines of its branch."""
        return self.lines().filter(self._branch())

    def years(self) -> QuerySet[LigneBudget]:
        """The lines of the same branch in every year of the same budget and document."""
        rows = Q(pk__in=())
        for one in self.known:
            if (one.whose, one.paper) == (self.budget.whose, self.budget.paper):
                rows |= one.rows()
        return LigneBudget.objects.filter(rows, self._kept(None), self._branch())

    def _kept(self, order: bool | None) -> Q:
        kept = Q(spending=self.way == "depenses", order=self.order if order is None else order)
        return kept & Q(section=self.section) if self.section else kept

    def _branch(self) -> Q:
        code = self.function
        exact, beginning = Q(function_code=code.removesuffix(ONLY)), Q(function_code__startswith=code)
        rows = exact if code.endswith(ONLY) else beginning if code else Q()
        if self.nature:
            rows &= Q(nature_code="" if self.nature == NONE else self.nature)
        return rows

    @cached_property
    def params(self) -> dict[str, str]:
        """What the address says; what is usual is left out of `section`, never of the rest."""
        told = {
            "budget": self.budget.whose, "annee": str(self.budget.year), "document": self.budget.paper,
            "section": self.section or "toutes", "sens": self.way, "montant": self.column,
            "ordre": "1" if self.order else "", "fonction": self.function, "nature": self.nature,
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}

    def query(self, **changes: str) -> str:
        """The address again, with changes; an empty value takes one away."""
        return urlencode({name: value for name, value in (self.params | changes).items() if value})

    @property
    def chart(self) -> str:
        """The code by which people speak of this drawing."""
        code = "budget:" + ":".join(f"{name}={value}" for name, value in self.params.items() if name != "budget")
        code = code.replace("budget:", f"budget:{self.budget.whose}:", 1)
        return code if len(code) <= LONGEST else f"{code[: LONGEST - 17]}:{sha256(code.encode()).hexdigest()[:16]}"


def usual(known: list[Budget]) -> Asked:
    """The largest budget of the last year that has spendings, or of what was voted where none has."""
    latest = next((one for one in known if one.realised), known[0])
    return Asked(latest, tuple(known), column="realise" if latest.realised else "vote")


def read_asked(params: Mapping[str, Any], known: list[Budget]) -> Asked:
    """From an address; raises ValidationError (French, by the name of the parameter)."""
    start, errors = usual(known), {}

    def part(name: str, choices: Mapping[str, Any], default: str) -> str:
        value = params.get(name, default)
        if value not in choices:
            errors[name] = _("Ce choix n’existe pas.")
        return value

    section = part("section", {"F": 1, "I": 1, "toutes": 1}, "F")
    way, order = part("sens", WAYS, "depenses"), part("ordre", {"": 1, "1": 1}, "")
    budget = _budget(params, start.budget, known)
    if budget is None:
        errors["budget"] = _("Ce budget n’est pas publié ici.")
        budget = start.budget
    column = part("montant", COLUMNS, "realise" if budget.realised else "vote")
    codes = {name: params.get(name, "") for name in ("fonction", "nature")}
    errors |= {name: _("Code illisible.") for name, code in codes.items() if len(code) > 21 or "\x00" in code}
    if errors:
        raise ValidationError(errors)
    return Asked(
        budget, tuple(known), "" if section == "toutes" else section, way, column, bool(order), codes["fonction"],
        codes["nature"],
    )  # fmt: skip


def _budget(params: Mapping[str, Any], start: Budget, known: list[Budget]) -> Budget | None:
    """The one that the address names; what it leaves out is filled with what there is."""
    kept = known
    for name, field in (("budget", "whose"), ("annee", "year"), ("document", "paper")):
        if value := params.get(name, ""):
            kept = [one for one in kept if str(getattr(one, field)) == value]
    return start if start in kept else (kept[0] if kept else None)
