"""The places of a row, for the pages of other rooms."""

from typing import Any

from django import template

from projets.equipements.linking.rows import with_rows
from projets.equipements.linking.telling import tell
from projets.equipements.models import Ligne, RattachementState
from projets.equipements.rights import publishing

register = template.Library()


@register.inclusion_tag("equipements/linking/_places.html", takes_context=True)
def row_places(context: dict[str, Any], ligne: Ligne) -> dict[str, Any]:
    """Where a row is on the map, who said so, and the door to change it for those who may."""
    may = publishing(context["request"].user)
    links = with_rows(ligne.rattachements.filter(state=RattachementState.CONFIRMED)).order_by("-share", "pk")
    return {"ligne": ligne, "told": tell(links), "may": bool(may) and may.owns(ligne.source)}
