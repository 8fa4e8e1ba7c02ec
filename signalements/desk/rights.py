"""Who may sit at the desk, what each sees there, and as what they act (the matrix is a test).

An agent or a crew sees what their service answers for, a regulator every report; a territory narrows a role to what
lies in it, a crew to what it was given. Acting is for the same people: whoever sees a report here may act on it, as
the highest role that holds for it; which steps that role may take is the workflow's.
"""

from collections.abc import Callable, Iterable
from functools import reduce, wraps
from operator import or_
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from carto.comptes.models import Role, RoleName, User
from carto.fiches.models import Visibility
from signalements.models import Signalement, SubTask
from signalements.querysets import SignalementQuerySet

View = Callable[..., HttpResponse]
EVERYTHING: Final = ~Q(pk__in=())  # an empty Q would vanish beside another
AT_THE_DESK: Final = (RoleName.REGULATOR, RoleName.AGENT, RoleName.CREW)  # the highest first
# What its author took back, and what moderation took away, is nobody's work any more; drafts are not sent yet.
WORKED_ON: Final = (Visibility.PUBLIC, Visibility.JOINED, Visibility.WAITING)


def desk_roles(user: User) -> list[Role]:
    """The roles that open the desk to this person, the highest first; empty for everybody else."""
    if not user.is_authenticated:
        return []
    held = user.roles.filter(name__in=AT_THE_DESK).select_related("service", "territoire", "crew")
    return sorted(held, key=lambda role: AT_THE_DESK.index(role.name))


def scope(user: User, roles: Iterable[Role] | None = None) -> SignalementQuerySet:
    """The signalements that this person sees at the desk, whatever their state; none for a stranger."""
    held = desk_roles(user) if roles is None else list(roles)
    seen = Q(pk__in=())
    for role in held:
        seen |= _seen_by(role)
    return Signalement.objects.filter(seen, visibility__in=WORKED_ON)


def readable(user: User, roles: Iterable[Role] | None = None) -> SignalementQuerySet:
    """What this person may read at the desk: what they see there, and what their service was given a part of.

    For one signalement at a time: the queue is `scope`, a part of somebody else's work does not fill it.
    """
    held = desk_roles(user) if roles is None else list(roles)
    seen = Q(pk__in=())
    for role in held:
        seen |= _seen_by(role) | Q(pk__in=SubTask.objects.filter(given_to(role)).values("signalement"))
    return Signalement.objects.filter(seen, visibility__in=WORKED_ON)


def given_to(role: Role) -> Q:
    """The tasks that one role has before it: a crew's those given to it, a regulator's those of what they see.

    Who gives a task to a service or a crew chooses them, wherever it lies: their territory hides none.
    """
    if role.name == RoleName.REGULATOR:
        return _inside(role, "signalement__")
    return Q(service=role.service_id, crew=role.crew_id) if role.crew_id else Q(service=role.service_id)


def acting_role(user: User, signalement: Signalement, roles: Iterable[Role] | None = None) -> str:
    """As what this person acts on that signalement (« regulator », « agent », « crew »); empty: not at all.

    `roles` are those of `desk_roles(user)`, when many signalements are asked about.
    """
    held = desk_roles(user) if roles is None else roles
    return next((role.name for role in held if _holds_for(role, signalement)), "")


def sees_contacts(user: User, signalement: Signalement) -> bool:
    """Whether a role that holds for it lets this person see how to reach who reported."""
    return any(role.contacts and _holds_for(role, signalement) for role in desk_roles(user))


def for_services(view: View) -> View:
    """Whoever has a role at the desk (`request.desk_roles`); a stranger is told 403, others are asked who they are."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.desk_roles = desk_roles(request.user)
        if not request.desk_roles:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def for_regulators(view: View) -> View:
    """Regulators alone: what they change holds for every service."""

    @for_services
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.desk_roles[0].name != RoleName.REGULATOR:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _seen_by(role: Role) -> Q:
    """What one role shows, in the words of the database."""
    seen = EVERYTHING if role.name == RoleName.REGULATOR else Q(service=role.service_id)
    if role.crew_id:
        seen &= Q(crew=role.crew_id)
    return seen & _inside(role) if role.territoire_id else seen


def _inside(role: Role, prefix: str = "") -> Q:
    """What lies in the territory of the role, when it has one."""
    if not role.territoire_id:
        return EVERYTHING
    places = (f"{prefix}{level}" for level in ("quartier", "commune", "iris"))
    return reduce(or_, (Q(**{place: role.territoire_id}) for place in places))


def _holds_for(role: Role, signalement: Signalement) -> bool:
    """The same, of one signalement."""
    places = {signalement.quartier_id, signalement.commune_id, signalement.iris_id}
    return (
        (role.name == RoleName.REGULATOR or role.service_id == signalement.service_id)
        and (not role.crew_id or role.crew_id == signalement.crew_id)
        and (not role.territoire_id or role.territoire_id in places)
    )
