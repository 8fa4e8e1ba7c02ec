"""Who may sit at the desk, and what each sees there (docs/decisions/0011).

Moderators see all of it. An agent sees the photos of the fiches that their service answers for, and decides on those:
a photo of a pothole should not wait for the one moderator of the city. Words, acts and replies are the moderators'.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from carto.comptes.models import RoleName, User
from carto.comptes.rules import is_moderator
from carto.fiches.layers import layers
from carto.fiches.models import Photo
from carto.fiches.querysets import PhotoQuerySet

View = Callable[..., HttpResponse]


def roles_at_the_desk(user: User) -> set[str]:
    """« moderator », « agent », both or none."""
    if not user.is_authenticated:
        return set()
    held = user.roles.filter(name__in=[RoleName.MODERATOR, RoleName.AGENT]).values_list("name", flat=True)
    return set(held)


def photos_for(user: User, roles: set[str]) -> PhotoQuerySet:
    """The photos of sent fiches that this person may look at and decide on."""
    photos = Photo.objects.filter(fiche__isnull=False)
    if RoleName.MODERATOR in roles:
        return photos
    answers = Q(pk=None)
    for path in filter(None, (layer.answered_by for layer in layers())):
        mine = user.roles.filter(name=RoleName.AGENT).values("service")
        answers |= Q(**{f"fiche__{path}__in": mine})
    return photos.filter(answers)


def for_the_desk(view: View) -> View:
    """Moderators and agents; a stranger is told 403, somebody who is not signed in is asked who they are."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.desk_roles = roles_at_the_desk(request.user)
        if not request.desk_roles:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def for_moderators(view: View) -> View:
    """Moderators alone."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_moderator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
