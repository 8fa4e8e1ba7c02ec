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
    """The lines of one kind and purpose, side by side; there is no total, and that is meant."""

    kind: str
    purpose: str
    label: str
    published: tuple[Cout, ...]

    @property
    def amounts(self) -> list[tuple[str, Cout]]:
        """Each published line with its amount in words."""
        return [(euros(cout.amount), cout) for cout in self.published]


def told_kind(kind: str, purpose: str) -> str:
    """« construction, coût final »; « fonctionnement, par an »."""
    return f"{Cout.Purpose(purpose).label}, {Cout.Kind(kind).label}"


def by_kind(couts: Iterable[Cout]) -> list[CostsOfKind]:
    """The kinds that some line names, by what is paid, then how far the money had come; one without amount has an
    empty `published`, and says what is paid alone.
    """
    lines = list(couts)
    kinds = [(purpose, kind) for purpose in Cout.Purpose for kind in Cout.Kind]
    found = [(purpose, kind, [c for c in lines if (c.purpose, c.kind) == (purpose, kind)]) for purpose, kind in kinds]
    return [_side_by_side(purpose, kind, some) for purpose, kind, some in found if some]


def _side_by_side(purpose: str, kind: str, lines: list[Cout]) -> CostsOfKind:
    published = tuple(cout for cout in lines if cout.amount is not None)
    label = told_kind(kind, purpose) if published else Cout.Purpose(purpose).label
    return CostsOfKind(kind, purpose, label, published)


def as_json(cout: Cout) -> dict[str, Any]:
    """One cost line for programs: the amount is a decimal string, or null when nothing was published."""
    return {
        "nature": cout.kind,
        "pour": cout.purpose,
        "montant": None if cout.amount is None else str(cout.amount),
        "publie": cout.amount is not None,
        "annee": cout.year,
        "derniere_annee": cout.last_year,
        "taxe": cout.basis or None,
        "objet": cout.about,
        "source": cout.source,
        "source_url": cout.source_url,
        "methode": cout.method,
        "confiance": cout.confidence,
        "etat": cout.state,
    }
