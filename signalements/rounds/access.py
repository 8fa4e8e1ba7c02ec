"""Whose rounds are whose: a crew sees its own and those of its service that no crew has; agents make them."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from carto.comptes.models import Crew, Role, RoleName, Service
from signalements.models import Tournee

MAKERS = frozenset({RoleName.AGENT, RoleName.REGULATOR})


def rounds_of(roles: Iterable[Role]) -> QuerySet[Tournee]:
    """The rounds that these roles show, with how many `stops_count` and how many were `settled_count`."""
    seen = Q(pk__in=())
    for role in roles:
        if role.name == RoleName.REGULATOR:
            seen |= ~Q(pk__in=())
        elif role.crew_id:
            seen |= Q(service=role.service_id) & (Q(crew=role.crew_id) | Q(crew=None))
        else:
            seen |= Q(service=role.service_id)
    counts = {"stops_count": Count("stops"), "settled_count": Count("stops", filter=~Q(stops__outcome=""))}
    return Tournee.objects.filter(seen).select_related("service", "crew").annotate(**counts)


def may_make(roles: Iterable[Role], service: Service | None = None) -> bool:
    """Whether one of these roles prepares rounds, of that service when it is named."""
    return any(
        role.name == RoleName.REGULATOR
        or (role.name == RoleName.AGENT and (service is None or role.service_id == service.pk))
        for role in roles
    )


def crews_of(roles: Iterable[Role]) -> QuerySet[Crew]:
    """The crews that these roles send out."""
    roles = list(roles)
    crews = Crew.objects.filter(active=True).select_related("service")
    if any(role.name == RoleName.REGULATOR for role in roles):
        return crews
    return crews.filter(service__in=[role.service_id for role in roles if role.name == RoleName.AGENT])
