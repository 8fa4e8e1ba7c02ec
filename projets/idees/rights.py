"""Who animates: opens campaigns, prints and reads sheets, places what arrives by other doors.

Facilitators and the administration everywhere; a référent de quartier too, for the same work.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from carto.comptes.models import Role, User
from carto.comptes.rules import ANIMATE

View = Callable[..., HttpResponse]


def animation_roles(user: User) -> list[Role]:
    """The roles that open the animation's pages to this person; empty for everybody else."""
    if not user.is_authenticated:
        return []
    return list(user.roles.in_force().filter(name__in=ANIMATE).select_related("territoire").order_by("pk"))


def for_facilitators(view: View) -> View:
    """Only for those who animate: others sign in, or are refused (403). `request.animation_roles` tells which."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.animation_roles = animation_roles(request.user)
        if not request.animation_roles:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
