"""`/opportunites/<uuid>/journal/`: what happened, day by day, by whom (as what) and in which words."""

from datetime import date
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.alertes.wording import words
from carto.comptes.models import RoleName
from carto.fiches.models import Evenement
from projets.opportunites.referents.act_views import public_topic

PER_PAGE: Final = 100


@require_safe
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The latest month first; names of people are nowhere, only as what they acted."""
    topic = public_topic(key)
    lines = Paginator(topic.evenements.public().order_by("-at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    for line in lines:
        line.fiche = topic  # known already: no query a line
    months = [(month, list(there)) for month, there in groupby(map(_told, lines), key=lambda each: each["month"])]
    return render(request, "opportunites/journal/page.html", {"topic": topic, "months": months, "lines": lines})


def _told(line: Evenement) -> dict[str, Any]:
    day = localtime(line.at)
    said = words(line)
    return {
        "month": date(day.year, day.month, 1),
        "at": line.at,
        "what": said[:1].upper() + said[1:],
        "by": _as_what(line.actor_role),
        "text": line.public_text,
    }


def _as_what(role: str) -> str:
    """The role, in words; what nobody did by hand is the site's."""
    if role in RoleName.values:
        return str(RoleName(role).label)
    return {"resident": _("un habitant"), "system": _("le site, de lui-même")}.get(role, "")
