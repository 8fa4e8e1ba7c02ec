"""The restitutions of a campaign, on its page."""

from typing import Any

from django import template

from projets.idees.models import Campagne
from projets.idees.restitutions.listed import listed

register = template.Library()


@register.inclusion_tag("idees/restitutions/_listed.html", takes_context=True)
def restitutions_of(context: dict[str, Any], campagne: Campagne) -> dict[str, Any]:
    """All of them at the same size, by lot."""
    return listed(context["request"], campagne)
