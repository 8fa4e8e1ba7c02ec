"""What pages know of who is signed in, and of the city's own accounts."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from carto.comptes.models import RoleName

register = template.Library()
DESK = (RoleName.AGENT, RoleName.CREW, RoleName.REGULATOR)


@register.simple_tag
def city_sign_in(following: str = "") -> dict[str, str] | None:
    """The address and name of the city's own sign-in; None where there is none."""
    if not settings.CARTO_OIDC_APP:
        return None
    address = reverse("openid_connect_login", kwargs={"provider_id": settings.CARTO_OIDC_ID})
    query = f"?{urlencode({'next': following})}" if following else ""
    return {"address": address + query, "name": settings.CARTO_OIDC_NAME}


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
