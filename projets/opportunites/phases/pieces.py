"""On the page of a topic: how much was said, where the tables are, and the doors to them."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from carto.fiches.models import Visibility
from projets.opportunites.models import Opportunite
from projets.opportunites.phases.acts import phase_open, takes_now
from projets.opportunites.workflow import Status


def page_piece(request: HttpRequest, opportunite: Opportunite) -> dict[str, Any]:
    """Two numbers, in one query; nothing before the first phase."""
    if opportunite.status in {Status.SPOTTED, Status.CARRIED} and opportunite.phase_starts is None:
        return {}
    public = Count("propos", filter=Q(propos__commentaire__visibility=Visibility.PUBLIC), distinct=True)
    told = Opportunite.objects.filter(pk=opportunite.pk).order_by()
    said = told.aggregate(words=public, tables=Count("tablees", distinct=True))
    if not (phase := phase_open(opportunite)) and not any(said.values()):
        return {}
    now = [(_("En parler"), reverse("opportunites:threads", args=[opportunite.uuid]))] if phase else []
    return said | {"open": phase, "takes": takes_now(opportunite, None), "now": now}
