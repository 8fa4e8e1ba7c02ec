"""What pages know of who is signed in, and of the city's own accounts."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from carto.comptes.groupes.querysets import adhesions_of
from carto.comptes.models import RoleName
from carto.comptes.rules import ANIMATE, DESK

register = template.Library()


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
    """Whether this person has a place at the services' desk."""
    return not _held(context).isdisjoint(DESK)


@register.simple_tag(takes_context=True)
def animates(context: dict[str, Any]) -> bool:
    """Whether this person opens campaigns, prints sheets and places what arrives."""
    return not _held(context).isdisjoint(ANIMATE)


@register.simple_tag(takes_context=True)
def answers_ideas(context: dict[str, Any]) -> bool:
    """Whether this person answers, in the name of a service, the ideas that it owes an answer."""
    return RoleName.AGENT in _held(context)


@register.simple_tag(takes_context=True)
def answers_for_a_quartier(context: dict[str, Any]) -> bool:
    """Whether this person is référent somewhere, today."""
    return RoleName.REFERENT in _held(context)


@register.inclusion_tag("comptes/groupes/_mine.html", takes_context=True)
def my_groups(context: dict[str, Any]) -> dict[str, Any]:
    """On somebody's account: the groups that they are of, and those that ask them."""
    return {"adhesions": list(adhesions_of(context["request"].user)), "csrf_token": context.get("csrf_token")}


def _held(context: dict[str, Any]) -> set[str]:
    """The names of the person's roles; asked once a page, and of nobody who is not signed in.

    A page that has read the person's roles already gives them as `own_roles`.
    """
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return set()
    if "own_roles" in context:
        return {role.name for role in context["own_roles"]}
    if not hasattr(user, "_role_names"):
        user._role_names = set(user.roles.in_force().values_list("name", flat=True))
    return user._role_names
