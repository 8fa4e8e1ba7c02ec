"""The night sky of dream mode, on the pages where one dreams."""

from typing import Any

from django import template

from projets.idees.models import Campagne

register = template.Library()


@register.inclusion_tag("idees/dreams/_sky.html")
def dream_sky(campagne: Campagne | None) -> dict[str, Any]:
    """For the page of a campaign: its sheet and one sentence, while it is open in dream mode; nothing otherwise."""
    return {"campagne": campagne if campagne is not None and campagne.dream and campagne.is_open else None}


@register.inclusion_tag("idees/dreams/_sky.html")
def dream_sky_of(form: Any) -> dict[str, Any]:
    """The same for the form that answers a campaign."""
    slug = str(form["campagne"].value() or "").replace("\x00", "")[:40]
    return {"campagne": Campagne.objects.open().filter(slug=slug, dream=True).first() if slug else None}
