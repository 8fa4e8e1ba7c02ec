"""What the page of a case says of rounds."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from signalements.desk.rights import desk_roles
from signalements.models import Signalement, Stop
from signalements.rounds.access import may_make, rounds_of
from signalements.workflow import CLOSED

OFFERED = 8  # rounds to come that it may be put on at once


def case_piece(request: HttpRequest, signalement: Signalement) -> dict[str, Any]:
    """For `signalements/rounds/_case.html`: the stops it is or was, and the rounds to come that could take it.

    Empty when there is nothing to say and nothing to do.
    """
    roles = getattr(request, "desk_roles", None) or desk_roles(request.user)
    rounds = rounds_of(roles)
    stops = Stop.objects.filter(signalement=signalement, tournee__in=rounds.values("pk"))
    may = may_make(roles, signalement.service) and signalement.get_status() not in CLOSED
    coming = rounds.filter(day__gte=timezone.localdate(), closed_at=None, service=signalement.service)
    found = list(stops.select_related("tournee").order_by("-tournee__day")[:OFFERED])
    if not found and not may:
        return {}
    offered = list(coming.exclude(stops__signalement=signalement).order_by("day", "pk")[:OFFERED]) if may else []
    return {"stops": found, "may_add": may, "rounds": offered}
