"""Who may sit at the desk, and what each sees there (docs/decisions/0011).

Moderators see all of it. An agent sees the photos of the fiches that their service answers for (in their territory when
they have one), a regulator those of every service, and each decides on those: a photo of a pothole should not wait for
the one moderator of the city. Words, acts and replies are the moderators'.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from carto.comptes.models import Role, RoleName, User
from carto.comptes.rules import is_moderator
from carto.fiches.layers import layers
from carto.fiches.models import Photo
from carto.fiches.querysets import PhotoQuerySet

BY_SERVICE: Final = (RoleName.AGENT, RoleName.REGULATOR)
AT_THE_DESK: Final = frozenset({RoleName.MODERATOR, *BY_SERVICE})
View = Callable[..., HttpResponse]


def roles_at_the_desk(user: User) -> set[str]:
    """« moderator », « agent », « regulator », several or none."""
    if not user.is_authenticated:
        return set()
    return set(user.roles.filter(name__in=AT_THE_DESK).values_list("name", flat=True))


def photos_for(user: User, roles: set[str]) -> PhotoQuerySet:
    """The photos of sent fiches that this person may look at and decide on."""
    photos = Photo.objects.filter(fiche__isnull=False)
    if RoleName.MODERATOR in roles:
        return photos
    answers, paths = Q(pk=None), [f"fiche__{layer.answered_by}" for layer in layers() if layer.answered_by]
    for role in user.roles.filter(name__in=BY_SERVICE):
        everywhere = role.name == RoleName.REGULATOR
        for path in paths:
            seen = Q(**{f"{path}__isnull": False}) if everywhere else Q(**{path: role.service_id})
            answers |= seen & _inside(role)
    return photos.filter(answers)


def _inside(role: Role) -> Q:
    """A territory narrows the role to what lies in it."""
    place = role.territoire_id
    if place is None:
        return Q()
    return Q(fiche__quartier=place) | Q(fiche__commune=place) | Q(fiche__iris=place)


def for_the_desk(view: View) -> View:
    """Moderators, agents and regulators; a stranger is told 403, a visitor is asked who they are."""

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
