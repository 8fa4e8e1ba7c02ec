"""What one may do with ideas, as the head of their page offers it: each room adds its door."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Door:
    """One way in; `sticker` is the drawing beside it, by its code in the palette."""

    label: str | Promise
    url_name: str
    sentence: str | Promise
    sticker: str

    @property
    def address(self) -> str:
        """Where it leads; empty as long as nobody answers to its name."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


DOORS: Final[Sequence[Door]] = (
    Door(_("Poser un autocollant"), "idees:propose", _("Une image sur la carte, et votre idée est dite."), "arbre"),
    Door(_("Dessiner sur un calque"), "idees:calques:list", _("À main levée, seul ou à plusieurs."), "fresque"),
    Door(_("Les campagnes"), "idees:campagnes:list", _("Une question, un lieu, un temps pour y répondre."), "panneau"),
    Door(_("Les restitutions"), "idees:restitutions:list", _("Ce que chacun lit dans toutes ces idées."), "lecture"),
    Door(_("Vous avez 2 minutes ?"), "idees:participate", _("Ou 15, ou une soirée : de quoi faire."), "sieste"),
    Door(_("Retrouver mon idée collée"), "idees:papers:stub", _("Par le code de votre souche."), "grande-table"),
    Door(_("Comment on se sent ici"), "fiches:ressentis:give", _("Un visage dit un lieu, sans dire qui."), "silence"),
)


def open_doors() -> list[Door]:
    """Those that lead somewhere."""
    return [door for door in DOORS if door.address]
