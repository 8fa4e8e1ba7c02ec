"""What questions put on the page of a facility: those about its figures, with their clocks and answers."""

from typing import Any, Final

from django.http import HttpRequest

from projets.equipements.models import Demande, Equipement
from projets.equipements.questions.clock import all_told

SHOWN: Final = 5


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """The latest questions about its figures; nothing when nobody has asked any."""
    asked = Demande.objects.shown().filter(commentaire__fiche=equipement.pk).told()[:SHOWN]
    told = all_told(asked)
    return {"told": told} if told else None
