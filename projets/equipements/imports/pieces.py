"""On the page of a facility: the row that it comes from, one click away."""

from typing import Any

from django.http import HttpRequest

from projets.equipements.models import Equipement, Ligne


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """Its row with its source; nothing for what was entered by hand."""
    if equipement.ligne_id is None:
        return None
    return {"ligne": Ligne.objects.select_related("source__organisme", "last_import").get(pk=equipement.ligne_id)}
