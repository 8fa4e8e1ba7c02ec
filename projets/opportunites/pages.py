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
    Door(
        _("Les consultations"),
        _("Ce que l’on choisit ensemble en ce moment, et ce qui a été choisi, avec les voix pour recompter."),
        "consultations",
    ),
    Door(_("Proposer un sujet"), _("Sans compte si vous voulez : il a sa réponse à date dite."), "propose"),
    Door(_("Ce qui attend une réponse"), _("Chaque sujet, et depuis quand."), "waiting"),
    Door(
        _("Ce que l’on a appris"),
        _("Les bilans des sujets réalisés ici, et des exemples d’ailleurs, par thème et par échelle."),
        "experiences",
    ),
    Door(
        _("Qui s’y met"),
        _("Les référents de chaque quartier, et ce que des habitants y font déjà."),
        "referents",
    ),
    Door(_("Le bureau des référents"), _("Pour qui répond d’un quartier, ou d’un service."), "desk"),
)
