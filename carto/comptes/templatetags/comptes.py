"""What every page knows of who is signed in."""

from typing import Any

from django import template

from carto.comptes.models import RoleName

register = template.Library()
DESK = (RoleName.AGENT, RoleName.CREW, RoleName.REGULATOR)


@register.simple_tag(takes_context=True)
def works_at_the_desk(context: dict[str, Any]) -> bool:
    """Whether this person has a place at the services' desk; asked once a page, and of nobody who is not signed in.

    A page that has read the person's roles already gives them as `own_roles`.
    """
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return False
    if "own_roles" in context:
        return any(role.name in DESK for role in context["own_roles"])
    if not hasattr(user, "_at_the_desk"):
        user._at_the_desk = user.roles.filter(name__in=DESK).exists()
    return user._at_the_desk
