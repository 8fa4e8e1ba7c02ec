"""Costs in words and in JSON. Pure: nothing here adds anything up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from projets.equipements.models import Cout

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"


def euros(amount: Decimal) -> str:
    """`1 234 567 €`, cents only when there are some; spaces do not break."""
    cents = 0 if amount == amount.to_integral_value() else 2
    number = number_format(amount, decimal_pos=cents, use_l10n=True, force_grouping=True)
    return f"{number.replace(NARROW_SPACE, NO_BREAK_SPACE)}{NO_BREAK_SPACE}€"


def said(cout: Cout) -> str:
    """One cost line in words: « 29 000 000 € TTC (2007) », or « coût non publié »."""
    if cout.amount is None:
        return _("coût non publié")
    basis = cout.get_basis_display()
    tax = basis if cout.basis != Cout.Basis.UNKNOWN else f"({basis})"
    return f"{euros(cout.amount)} {tax}, {cout.year}"


@dataclass(frozen=True)
class CostsOfKind:
    """The lines of one kind, side by side; there is no total on purpose."""

    kind: str
    label: str
    published: tuple[Cout, ...]

    @property
    def amounts(self) -> list[tuple[str, Cout]]:
        """Each published line with its amount in words."""
        return [(euros(cout.amount), cout) for cout in self.published]


def by_kind(couts: Iterable[Cout]) -> list[CostsOfKind]:
    """The kinds that some line names, in the order of `Cout.Kind`; one without amount has an empty `published`."""
    lines = list(couts)
    told = [kind for kind in Cout.Kind if any(cout.kind == kind for cout in lines)]
    return [
        CostsOfKind(kind, kind.label, tuple(cout for cout in lines if cout.kind == kind and cout.amount is not None))
        for kind in told
    ]


def as_json(cout: Cout) -> dict[str, Any]:
    """One cost line for programs: the amount is a decimal string, or null when nothing was published."""
    return {
        "nature": cout.kind,
        "montant": None if cout.amount is None else str(cout.amount),
        "publie": cout.amount is not None,
        "annee": cout.year,
        "taxe": cout.basis or None,
        "objet": cout.about,
        "source": cout.source,
        "source_url": cout.source_url,
    }
