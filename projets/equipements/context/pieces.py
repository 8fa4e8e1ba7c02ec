"""On the page of a facility: the way to those that one may compare it with."""

from typing import Any

from django.http import HttpRequest

from projets.equipements.models import Equipement


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """Its type; nothing for one that has none."""
    return {"sort": equipement.type} if equipement.type else None
