"""Published rows that a person tied to a facility of a place, matter by matter, with the amounts that each publishes.

Nothing is added up: a row shows each of its amounts with its kind, its tax and its year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.costs import euros
from projets.equipements.figures.querysets import STANDING, tied
from projets.equipements.linking.mapped_views import told_kind
from projets.equipements.linking.querysets import Amount, amounts_of_rows
from projets.equipements.linking.rows import MIRRORS, said
from projets.equipements.models import (
    Deliberation,
    Ligne,
    LigneBudget,
    Marche,
    Matter,
    Rattachement,
    RattachementState,
    Subvention,
)
from projets.equipements.querysets import EquipementQuerySet


@dataclass(frozen=True)
class Sort:
    """One matter as people call it: `name` in an address, the date that orders it, and where its whole list is."""

    name: str
    matter: Matter
    model: type[Any]
    dated: str
    label: str | Promise
    whole: str  # the name of a page of « equipements »
    loose: str = ""  # and what its address says to keep those that no place has
    row: str = "imports:ligne"  # the page of one row


SORTS: Final = {
    sort.name: sort
    for sort in (
        Sort("budget", Matter.BUDGET, LigneBudget, "year", gettext_lazy("Lignes de budget"), "figures:budget"),
        Sort(
            "contrats", Matter.CONTRACT, Marche, "notified_on", gettext_lazy("Contrats publics"), "figures:contracts",
            "lie=non", "figures:contract",
        ),
        Sort(
            "subventions", Matter.SUBSIDY, Subvention, "on", gettext_lazy("Subventions"), "figures:grants", "lie=non",
            "figures:grant",
        ),
        Sort(
            "deliberations", Matter.DELIBERATION, Deliberation, "on", gettext_lazy("Délibérations"),
            "deliberations:list", row="deliberations:page",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row as a list shows it; `places`: the facilities there that it is about, with the share of each."""

    text: str
    address: str
    who: str
    day: date | None
    amounts: list[str]
    places: list[tuple[Any, Decimal]]


@dataclass(frozen=True)
class Standing:
    """How many rows of one matter there are in all, and how many no person has tied to a place."""

    count: int
    loose: int


def standing(sort: Sort) -> Standing:
    """Over the whole city; rows gone from their file are left out. One query."""
    rows = sort.model.objects.filter(STANDING)
    return Standing(**rows.aggregate(count=Count("pk"), loose=Count("pk", filter=~tied())))


def rows_of(sort: Sort, there: EquipementQuerySet | None) -> QuerySet[Ligne]:
    """The rows tied to one of these facilities, the latest first; with None, those that are tied to no place."""
    rows = Ligne.objects.filter(**{f"{MIRRORS[sort.matter]}__isnull": False}, withdrawn_at=None)
    if there is None:
        return _in_order(sort, rows.exclude(tied()))
    ties = _ties(there)
    shown = Prefetch("rattachements", ties.select_related("equipement").order_by("pk"), to_attr="ties")
    return _in_order(sort, rows.filter(pk__in=ties.values("ligne"))).prefetch_related(shown)


def _ties(there: EquipementQuerySet) -> QuerySet[Rattachement]:
    return Rattachement.objects.filter(
        state=RattachementState.CONFIRMED, equipement__in=there.order_by().values("pk")
    ).order_by()


def _in_order(sort: Sort, rows: QuerySet[Ligne]) -> QuerySet[Ligne]:
    mirror = MIRRORS[sort.matter]
    latest = F(f"{mirror}__{sort.dated}").desc(nulls_last=True)
    return rows.select_related("source", mirror).order_by(latest, "-pk")


def counts(there: EquipementQuerySet) -> dict[str, int]:
    """How many rows of each matter are tied to one of these facilities; one query."""
    kept = _ties(there).filter(ligne__withdrawn_at=None)
    told = kept.values("ligne__source__matter").annotate(n=Count("ligne", distinct=True))
    return {row["ligne__source__matter"]: row["n"] for row in told}


def as_rows(lignes: Iterable[tuple[Sort, Ligne]]) -> list[Row]:
    """In words, in the same order; one query for the amounts of all of them."""
    pairs = list(lignes)
    amounts = amounts_of_rows(ligne.pk for _sort, ligne in pairs) if pairs else {}
    return [_as_row(sort, ligne, amounts[ligne.pk]) for sort, ligne in pairs]


def _as_row(sort: Sort, ligne: Ligne, amounts: list[Amount]) -> Row:
    told = said(ligne)
    places = [(tie.equipement, tie.share) for tie in getattr(ligne, "ties", ())]
    address = reverse(f"equipements:{sort.row}", args=[ligne.pk])
    return Row(told.text, address, told.who, told.on, _amounts(amounts) or _income(sort, ligne), places)


def _amounts(amounts: list[Amount]) -> list[str]:
    """« 250 000 € (notifié, HT) », for each that is spent."""
    return [f"{euros(one.amount)} ({told_kind(one.kind, one.basis, '')})" for one in amounts if one.amount is not None]


def _income(sort: Sort, ligne: Ligne) -> list[str]:
    """What a budget line that is no spending publishes; a vote has no amount, and whatever else has none says so."""
    if sort.matter == Matter.DELIBERATION:
        return []
    told: list[str] = []
    if sort.matter == Matter.BUDGET:
        line = getattr(ligne, MIRRORS[sort.matter])
        nature = _("opération d’ordre") if line.order else _("dépenses") if line.spending else _("recettes")
        both = ((line.voted, _("voté")), (line.realised, _("réalisé")))
        told = [f"{euros(amount)} ({nature}, {said})" for amount, said in both if amount is not None]
    return told or [_("montant non publié")]
