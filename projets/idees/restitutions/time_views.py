"""`/participer/`: what one has time for; and what has changed since this browser last came, told without knowing it."""

import secrets
from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from carto.problems import problem
from projets.idees.models import Campagne
from projets.idees.querysets import changes_since
from projets.idees.restitutions.moments import moments

FURTHEST: Final = timedelta(days=120)  # further back everything is new


@require_GET
@never_cache
def participate(request: HttpRequest) -> HttpResponse:
    """Three lists for three lengths of time; the ideas shown are drawn anew each time."""
    return render(request, "idees/restitutions/participate.html", {"moments": moments(secrets.randbits(32))})


@require_GET
def since(request: HttpRequest) -> HttpResponse:
    """`/participer/depuis/?depuis=<ISO>&campagne=`: `{"dit": [...], "maintenant": ISO}`, for the browser that asks.

    The browser alone knows when it last came; nothing of it is kept here.
    """
    try:
        moment = parse_datetime(request.GET.get("depuis", "")[:40])
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        return problem(400, _("Date illisible."), detail=_("Un instant avec son fuseau est attendu."))
    slug = request.GET.get("campagne", "")[:40]
    campagne = Campagne.objects.public().filter(slug=slug).first() if slug and "\x00" not in slug else None
    now = timezone.now()
    counts = changes_since(max(moment, now - FURTHEST), campagne.pk if campagne else None)
    return JsonResponse({"dit": _told(counts), "maintenant": now.isoformat()})


def _told(counts: dict[str, int]) -> list[str]:
    """What has changed, in words; nothing when nothing has."""
    said = {
        "ideas": ngettext("%(n)d nouvelle idée", "%(n)d nouvelles idées", counts["ideas"]),
        "answers": ngettext("%(n)d réponse d’un service", "%(n)d réponses des services", counts["answers"]),
        "states": ngettext("%(n)d idée a changé d’état", "%(n)d idées ont changé d’état", counts["states"]),
    }
    return [words % {"n": counts[name]} for name, words in said.items() if counts[name]]
