"""The acts on sheets and strokes, in the public register: the setting ACTES names them."""

from typing import Final

from django.utils.translation import gettext as _

from carto.fiches.moderation.register.sources import Source
from projets.idees.models import ActeCalque


def said(acte: ActeCalque) -> str:
    """Whether the whole sheet, or one stroke of it; neither its title nor what was drawn."""
    return _("un trait d’un calque") if acte.trait_id else _("un calque")


def address(acte: ActeCalque) -> str:
    """The sheet's page, which says why when it is in the bin."""
    return acte.calque.get_absolute_url()


ACTES_DE_CALQUES: Final = Source(
    name="calque", model="idees.ActeCalque", layer="idees", said=said, address=address, related=("calque",)
)
