"""The doors of opportunités: what everybody finds at `/opportunites/`, in the order in which one asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Door:
    """One page; `url_name` is one of « opportunites »."""

    label: str | Promise
    about: str | Promise
    url_name: str


DOORS: Final[Sequence[Door]] = (
    Door(
        _("Où agir ensemble"),
        _("Ce que la carte sait : les lieux où idées, signalements, coûts et trajets se rejoignent, et pourquoi."),
        "candidats:list",
    ),
    Door(_("Tous les sujets"), _("Ceux qui vivent, ceux qui sont faits, ceux qui attendent : en liste."), "list"),
    Door(
        _("Les chiffres, en fichier"),
        _("Toutes les candidates avec leurs valeurs, leurs points et leurs poids : chaque score se recalcule."),
        "candidates_csv",
    ),
)
