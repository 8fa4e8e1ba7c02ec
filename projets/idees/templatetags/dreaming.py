"""The night sky of dream mode, on the pages where one dreams."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from projets.idees.dreams.mode import aloft, state_of
from projets.idees.models import Campagne, Idee

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


@register.simple_tag
def state_chip(idee: Idee) -> SafeString:
    """Where it stands, as a chip; a dream has no stage, and no colour of one."""
    if aloft(idee):
        return format_html('<span class="chip">{}</span>', state_of(idee))
    return format_html('<span class="chip" data-stage="{}">{}</span>', idee.stage, state_of(idee))
