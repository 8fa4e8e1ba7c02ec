"""The people of a service and its crews: for whom somebody answers, to whom something may be given."""

from collections.abc import Iterable

from django.db.models import QuerySet

from carto.comptes.models import Crew, Role, RoleName, Service, User


def services_answered(roles: Iterable[Role]) -> set[int] | None:
    """The services (primary keys) that these roles speak for; None for a regulator, who speaks for all."""
    held = list(roles)
    if any(role.name == RoleName.REGULATOR for role in held):
        return None
    return {role.service_id for role in held if role.name == RoleName.AGENT}


def people_of(service: Service) -> QuerySet[User]:
    """Who works there, by name."""
    working = Role.objects.filter(service=service, name__in=[RoleName.AGENT, RoleName.CREW])
    return User.objects.filter(is_active=True, pk__in=working.values("user")).order_by("name", "email")


def crews_of(service: Service) -> QuerySet[Crew]:
    """Its crews that go out today."""
    return service.crews.filter(active=True)


def crew_of(person: User, service: Service) -> Crew | None:
    """The crew that somebody goes out with, when it is one alone."""
    crews = {role.crew for role in person.roles.filter(service=service, crew__isnull=False).select_related("crew")}
    return crews.pop() if len(crews) == 1 else None
