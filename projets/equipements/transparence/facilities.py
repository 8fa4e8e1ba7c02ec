"""The facilities of a place, each with what is published of its costs; sums only within one kind, purpose and tax."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.filters import Filters
from projets.equipements.costs import euros, said, told_kind
from projets.equipements.models import Cout, Equipement
from projets.equipements.money import BASES
from projets.equipements.querysets import EquipementQuerySet

KINDS: Final = ("kind", "purpose", "basis")


@dataclass(frozen=True)
class Facility:
    """One of them; `costs`: the last published of each kind, in words, none where nothing is published."""

    fiche: Equipement
    costs: list[tuple[str, str]]


@dataclass(frozen=True)
class Total:
    """What is published in one kind, purpose and tax basis: the only sum that means something."""

    label: str
    said: str
    rests: str


def facilities_of(code: str) -> EquipementQuerySet:
    """The public facilities of a territory, all of them without one; those that are closed are left out."""
    there = Equipement.objects.public().exclude(status="closed")
    return Filters(territoire=code).apply(there) if code else there


def with_costs(there: EquipementQuerySet) -> QuerySet[Equipement]:
    """Those of which some cost is published first, then by name; with their costs, fetched together."""
    published = Cout.objects.published()
    priced = Exists(published.filter(equipement=OuterRef("pk")).order_by())
    last = Prefetch("couts", published.last_of_each_kind(), to_attr="published")
    found = there.annotate(is_priced=priced).select_related("theme", "commune", "quartier")
    return found.order_by("-is_priced", "title", "pk").prefetch_related(last)


def as_facility(fiche: Any) -> Facility:
    """One row of `with_costs`, in words."""
    return Facility(fiche, [(told_kind(cout.kind, cout.purpose), said(cout)) for cout in fiche.published])


def counted(there: EquipementQuerySet) -> tuple[int, int]:
    """How many there are, and of how many some cost is published; two queries."""
    priced = Cout.objects.published().filter(equipement__in=there.order_by().values("pk"))
    return there.order_by().count(), priced.order_by().values("equipement").distinct().count()


def totals(there: EquipementQuerySet) -> list[Total]:
    """The last published figure of each facility, added up within one kind, purpose and tax basis; one query."""
    last = Cout.objects.filter(equipement__in=there.order_by().values("pk"), basis__in=BASES).published()
    groups: dict[tuple[str, str, str], list[tuple[Decimal, int]]] = defaultdict(list)
    for kind, purpose, basis, amount, year in last.last_of_each_kind().values_list(*KINDS, "amount", "year"):
        groups[kind, purpose, basis].append((amount, year))
    keys = [(kind, purpose, basis) for purpose in Cout.Purpose for kind in Cout.Kind for basis in BASES]
    return [_total(key, groups[key]) for key in keys if key in groups]


def _total(key: tuple[str, str, str], lines: list[tuple[Decimal, int]]) -> Total:
    kind, purpose, basis = key
    years = sorted({year for _amount, year in lines})
    told = {"n": len(lines), "first": years[0], "last": years[-1]}
    many = ngettext("%(n)d équipement, chiffre de %(last)d", "%(n)d équipements, chiffres de %(last)d", len(lines))
    if len(years) > 1:
        many = _("%(n)d équipements, chiffres de %(first)d à %(last)d")
    amount = euros(sum((amount for amount, _year in lines), Decimal(0)))
    return Total(told_kind(kind, purpose), f"{amount} {Cout.Basis(basis).label}", many % told)
