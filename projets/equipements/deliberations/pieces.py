"""What the page of a facility tells of the votes that are about it."""

from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from projets.equipements.models import Deliberation, Equipement, RattachementState
from projets.equipements.noticing import seen

MOST: Final = 12
CONFIRMED: Final = {"ligne__rattachements__state": RattachementState.CONFIRMED}


def noticed() -> dict[str, Exists]:
    """Whether a deliberation is tied to it (`pieces.Piece.noticed`)."""
    tied = {"ligne__rattachements__equipement": OuterRef("pk"), **CONFIRMED}
    return {"has_deliberations": Exists(Deliberation.objects.filter(**tied))}


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """The deliberations that a person tied to it, the latest first; nothing without any."""
    if not seen(equipement, "has_deliberations"):
        return None
    tied = Deliberation.objects.filter(ligne__rattachements__equipement=equipement, **CONFIRMED).order_by("-on", "-pk")
    found = list(tied[:MOST])
    return {"deliberations": found} if found else None
