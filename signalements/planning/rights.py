"""Who studies: people of a planning service see its studies, regulators see them all."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from carto.comptes.models import RoleName
from signalements.desk.rights import EVERYTHING, View, for_services
from signalements.models import Etude


def for_planners(view: View) -> View:
    """`request.studies` are those that this person sees; PermissionDenied for whoever studies nothing."""

    @for_services
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = Q(pk__in=())
        for role in request.desk_roles:
            if role.name == RoleName.REGULATOR:
                seen |= EVERYTHING
            elif role.name == RoleName.AGENT and role.service.planning:
                seen |= Q(service=role.service_id)
        if seen == Q(pk__in=()):
            raise PermissionDenied
        request.studies = Etude.objects.filter(seen)
        return view(request, *args, **kwargs)

    return guarded
