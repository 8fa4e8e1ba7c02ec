"""What the form says before one sends: the announced mode, and how long an idea stays."""

from typing import Any

from django import template

from projets.idees.ephemeral.counting import passed_in
from projets.idees.forms import IdeeForm
from projets.idees.models import Campagne
from projets.idees.rereading import told

register = template.Library()


@register.inclusion_tag("idees/_announced.html")
def announced(form: IdeeForm) -> dict[str, Any]:
    """For the campaign that the form answers, if it is open; for everything else the ordinary way."""
    slug = str(form["campagne"].value() or "")[:50]
    campagne = Campagne.objects.open().filter(slug=slug).first() if slug and "\x00" not in slug else None
    return {"campagne": campagne, "told": told(campagne)}


@register.simple_tag
def passed(campagne: Campagne) -> str:
    """« 12 idées éphémères sont passées ici. »"""
    return passed_in(campagne)
