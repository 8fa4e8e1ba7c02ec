"""On the page of a facility: the works planned there."""

from typing import Any

from django.http import HttpRequest

from projets.equipements.models import Equipement, Nature
from projets.equipements.works.notices import around, said


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """What is planned at this place; a page of works says its own dates already."""
    if equipement.nature == Nature.WORKS:
        return None
    found = around(equipement.geom, without=equipement.pk)
    return {"works": [(works, said(works)) for works in found]} if found else None
