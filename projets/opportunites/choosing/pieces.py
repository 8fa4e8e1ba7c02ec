"""What the page of a topic says of its consultations: those that one may take part in, and what came of the others."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from projets.opportunites.choosing.rights import places_of, role_for
from projets.opportunites.models import Consultation, Moment, Opportunite

SHOWN: int = 6


def page_piece(request: HttpRequest, opportunite: Opportunite) -> dict[str, Any] | None:
    """Its consultations, and the sessions in which it is on the ballot; a door for whoever may open one."""
    about = Q(opportunite=opportunite.pk) | Q(options__opportunite=opportunite.pk)
    found = list(Consultation.objects.public().filter(about).distinct()[:SHOWN])
    may = bool(role_for(request.user, places_of(opportunite, None))) if request.user.is_authenticated else False
    now = [
        (
            _("Donner ma voix : %(title)s") % {"title": each.title},
            reverse("opportunites:consultation_vote", args=[each.slug]),
        )
        for each in found
        if each.moment == Moment.OPEN
    ]
    return {"consultations": found, "may": may, "now": now} if found or may else None
