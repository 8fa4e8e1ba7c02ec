"""On the page of a facility: the doors of whoever publishes it."""

from typing import Any

from django.http import HttpRequest

from projets.equipements.models import Equipement
from projets.equipements.owners.hands import adds_figures, changes
from projets.equipements.rights import publishing


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """What they may do there; nothing for everybody else."""
    held = publishing(request.user)
    if not held or not adds_figures(held, equipement):
        return None
    return {"may_change": changes(held, equipement)}
