"""Costs in words and in JSON. Pure: nothing here adds anything up."""

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
