"""What the sign-in page knows of the city's own accounts."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

register = template.Library()


@register.simple_tag
def city_sign_in(following: str = "") -> dict[str, str] | None:
    """The address and name of the city's own sign-in; None where there is none."""
    if not settings.CARTO_OIDC_APP:
        return None
    address = reverse("openid_connect_login", kwargs={"provider_id": settings.CARTO_OIDC_ID})
    query = f"?{urlencode({'next': following})}" if following else ""
    return {"address": address + query, "name": settings.CARTO_OIDC_NAME}
