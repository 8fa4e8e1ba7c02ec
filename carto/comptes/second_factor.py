"""Whoever works for the city proves twice who they are: a code by e-mail, then one from a device of theirs.

Residents may do so too. `CARTO_SECOND_FACTOR` says whether the city's people must (« staff ») or not (« off »).
"""

import time
from collections.abc import Callable
from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from carto.comptes.models import RoleName, User
from carto.problems import problem

STAFF_ROLES: Final = (RoleName.AGENT, RoleName.CREW, RoleName.REGULATOR, RoleName.MODERATOR, RoleName.ADMIN)
STAFF_PAGES: Final = ("/bureau/", "/moderation/", "/admin/")
SENSITIVE_PAGES: Final = ("/admin/",)  # where roles are given: this morning's proof is too old
FREE_PAGES: Final = ("/compte/", "/langue/", "/csp/")  # where one signs in, enrols, leaves
SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")
AFTERWARDS: Final = "second_factor_next"  # where one was going, in the session

Answer = Callable[[HttpRequest], HttpResponse]


class SecondFactor:
    """Stops the city's people before a page of theirs, or any change, until the second proof is given."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to what is missing: enrolling, proving, or proving once more on a sensitive page."""
        if settings.CARTO_SECOND_FACTOR == "staff" and _concerned(request) and works_here(request.user):
            return self._missing(request) or self.get_response(request)
        return self.get_response(request)

    def _missing(self, request: HttpRequest) -> HttpResponse | None:
        """What has to be done first; None when nothing is missing."""
        proved = proved_at(request)
        enrolled = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
        if proved is None or not (enrolled or left_to_provider(request)):
            return _enrol(request) if not enrolled else _prove(request)
        old = time.time() - proved > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if old and request.path.startswith(SENSITIVE_PAGES):
            return _prove(request) if enrolled else _prove_elsewhere(request)
        return None


def works_here(user: User) -> bool:
    """Whether this person holds a role of the city's staff, or enters the administration."""
    return user.is_authenticated and (
        user.is_staff or user.is_superuser or user.roles.filter(name__in=STAFF_ROLES).exists()
    )


def proved_at(request: HttpRequest) -> float | None:
    """When this session last gave a second proof (seconds since 1970); None when it never did."""
    moments = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record.get("method") == "mfa" or _by_provider(record)
    ]
    return max(moments, default=None)


def left_to_provider(request: HttpRequest) -> bool:
    """Whether this session was opened by the city's own sign-in, which asks for a second proof itself."""
    return any(map(_by_provider, get_authentication_records(request, request.user)))


def _by_provider(record: dict) -> bool:
    return record.get("method") == "socialaccount" and settings.CARTO_OIDC_SECOND_FACTOR == "provider"


def _concerned(request: HttpRequest) -> bool:
    """A page of the staff, or anything that changes something, apart from signing in and out."""
    if request.path.startswith(FREE_PAGES):
        return False
    return request.path.startswith(STAFF_PAGES) or request.method not in SAFE_METHODS


def _enrol(request: HttpRequest) -> HttpResponse:
    """To the page where a device is added, and back where one was going afterwards."""
    if request.path.startswith("/api/"):
        return problem(403, _("Ajoutez d’abord une seconde clé à votre compte : /compte/acces/2fa/totp/activate/"))
    request.session[AFTERWARDS] = request.get_full_path() if request.method in SAFE_METHODS else "/compte/"
    return redirect("mfa_activate_totp")


def _prove(request: HttpRequest) -> HttpResponse:
    """To the page that asks for a code; what was being sent is kept, and goes on from there."""
    if request.path.startswith("/api/"):
        return problem(403, _("Donnez d’abord le code de votre seconde clé : /compte/acces/2fa/reauthenticate/"))
    return suspend_request(request, reverse("mfa_reauthenticate"))


def _prove_elsewhere(request: HttpRequest) -> HttpResponse:
    """To the city's own sign-in, once more."""
    address = reverse("openid_connect_login", kwargs={"provider_id": settings.CARTO_OIDC_ID})
    return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
