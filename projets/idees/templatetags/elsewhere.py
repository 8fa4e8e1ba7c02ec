"""What the thing that one wishes for costs elsewhere; silent in dream mode, which speaks of no means."""

from typing import Any

from django import template

from carto.geometry import read_point
from projets.equipements.context.comparing import elsewhere
from projets.idees.forms import IdeeForm
from projets.idees.models import Campagne

register = template.Library()


@register.inclusion_tag("idees/_elsewhere.html")
def costs_elsewhere(form: IdeeForm) -> dict[str, Any]:
    """Where the page puts it, filled when the sticker and the place are known already."""
    slug = str(form["campagne"].value() or "").replace("\x00", "")[:50]
    if slug and Campagne.objects.open().filter(slug=slug, dream=True).exists():
        return {"silent": True}
    return {"silent": False, "found": _found(form)}


def _found(form: IdeeForm) -> dict[str, Any] | None:
    code = str(form["autocollant"].value() or "").replace("\x00", "")[:60]
    if form.is_bound:
        point = form.point
    else:
        place = form.initial
        point = read_point(place["longitude"], place["latitude"]) if place.get("longitude") else None
    return elsewhere(code, point) if code and point is not None else None
