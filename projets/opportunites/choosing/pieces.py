"""What the page of a topic says of its consultations: those that one may take part in, and what came of the others."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from projets.opportunites.choosing.rights import places_of, role_for
from projets.opportunites.models import Consultation, Opportunite

SHOWN: int = 6


def page_piece(request: HttpRequest, opportunite: Opportunite) -> dict[str, Any] | None:
    """Its consultations, and the sessions in which it is on the ballot; a door for whoever may open one."""
    about = Q(opportunite=opportunite.pk) | Q(options__opportunite=opportunite.pk)
    found = list(Consultation.objects.public().filter(about).distinct()[:SHOWN])
    may = bool(role_for(request.user, places_of(opportunite, None))) if request.user.is_authenticated else False
    return {"consultations": found, "may": may} if found or may else None
