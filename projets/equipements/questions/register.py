"""The acts on questions that no fiche has, in the public register: the setting ACTES names them."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from carto.fiches.moderation.register.sources import Source
from projets.equipements.models import ActeDemande


def said(acte: ActeDemande) -> str:
    """What sort of thing; nothing of its words."""
    return _("une question sur un chiffre")


def address(acte: ActeDemande) -> str:
    """Its page; while it is hidden, the list that says why."""
    demande = acte.demande
    if demande.hidden_at or demande.held:
        return reverse("equipements:questions:hidden")
    return reverse("equipements:questions:page", args=[demande.uuid])


ACTES_DE_DEMANDES: Final = Source(
    name="question", model="equipements.ActeDemande", layer="equipements", said=said, address=address,
    related=("demande",),
)  # fmt: skip
