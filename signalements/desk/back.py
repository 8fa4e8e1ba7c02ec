"""Where one goes on after an action: the page that it was taken from."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that the form names (`retour`), or `otherwise`; never somebody else's site."""
    asked = request.POST.get("retour", request.GET.get("retour", ""))
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/")
    return asked if ours else otherwise
