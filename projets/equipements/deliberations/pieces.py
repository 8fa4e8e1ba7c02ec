"""What the page of a facility tells of the votes that are about it."""

from typing import Any, Final

from django.http import HttpRequest

from projets.equipements.models import Deliberation, Equipement, RattachementState

MOST: Final = 12


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """The deliberations that a person tied to it, the latest first; nothing without any."""
    confirmed = {"ligne__rattachements__state": RattachementState.CONFIRMED}
    tied = Deliberation.objects.filter(ligne__rattachements__equipement=equipement, **confirmed).order_by("-on", "-pk")
    found = list(tied[:MOST])
    return {"deliberations": found} if found else None
