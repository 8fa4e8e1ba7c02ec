"""What questions put on the page of a facility: those about its figures, with their clocks and answers."""

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from projets.equipements.models import Demande, Equipement
from projets.equipements.noticing import seen
from projets.equipements.questions.clock import all_told

SHOWN: Final = 5


def noticed() -> dict[str, Exists]:
    """Whether anybody has asked about its figures (`pieces.Piece.noticed`)."""
    asked = Q(commentaire__fiche=OuterRef("pk")) | Q(cout__equipement=OuterRef("pk"))
    return {"has_demandes": Exists(Demande.objects.filter(asked))}


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """The latest questions about its figures; nothing when nobody has asked any."""
    if not seen(equipement, "has_demandes"):
        known_counts(request)[equipement.pk] = {}  # beside each figure neither
        return None
    asked = Demande.objects.shown().filter(commentaire__fiche=equipement.pk).told()[:SHOWN]
    told = all_told(asked)
    return {"told": told} if told else None


def known_counts(request: HttpRequest) -> dict[int, dict[int, int]]:
    """How many questions were asked about each cost, by facility: once for a page."""
    return request.__dict__.setdefault("_questions_of_costs", {})
