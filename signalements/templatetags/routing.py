"""The pages beside one another of whoever regulates."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from carto.comptes.models import RoleName
from signalements.desk.rights import desk_roles
from signalements.models import Signalement
from signalements.querysets import OPEN_STATES
from signalements.routing.path import REGULATION

register = template.Library()


@register.inclusion_tag("signalements/routing/_sides.html", takes_context=True)
def routing_sides(context: dict[str, Any]) -> dict[str, Any]:
    """Rules, what was sent back (with how many wait), deadlines, what has changed."""
    request = context["request"]
    roles = getattr(request, "desk_roles", None) or desk_roles(request.user)
    sides = [(_("Les règles"), reverse("signalements:routing:rules"), 0)]
    if any(role.name == RoleName.REGULATOR for role in roles):
        waiting = Signalement.objects.filter(service__code=REGULATION, status__in=OPEN_STATES).count()
        sides.append((_("À réorienter"), reverse("signalements:routing:returned"), waiting))
    sides.append((_("Les délais"), reverse("signalements:routing:deadlines"), 0))
    sides.append((_("Ce qui a changé"), reverse("signalements:routing:history"), 0))
    return {"sides": sides, "here": request.path}
