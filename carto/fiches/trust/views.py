"""What a waiting fiche's author sees, the challenge their device works out, and what is kept of everybody."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from carto.fiches.actions import DRAFT_PHOTOS_KEPT
from carto.fiches.models import Fiche
from carto.fiches.trust import retention
from carto.fiches.trust.clocks import clocks
from carto.fiches.trust.holding import open_holds
from carto.fiches.trust.proof import awaited, challenge, release
from carto.problems import problem


def waiting(fiche: Fiche) -> dict[str, Any]:
    """For the follow page: why the fiche waits, and what its author's device may work out to end that."""
    holds = open_holds(fiche)
    provable = bool(holds) and awaited(fiche)
    return {"holds": holds, "challenge": json.dumps(challenge(str(fiche.uuid))) if provable else ""}


@never_cache
@csrf_exempt  # the proof is the only authority there is: no cookie is read
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """`/fiches/epreuve/`: GET `?pour=<uuid>` gives a challenge for what will have that uuid; POST `altcha` spends one.

    204 when it is right and new; what waited for it alone is then public. 400 otherwise: it goes on waiting.
    """
    if request.method == "POST":
        if release(request.POST.get("altcha", "")):
            return HttpResponse(status=204)
        return problem(400, _("Cette vérification ne vaut plus : une personne regardera votre envoi."))
    try:
        return JsonResponse(challenge(str(UUID(request.GET.get("pour", "")))))
    except ValueError:
        return problem(400, _("Un identifiant est attendu : ?pour=…"))


@require_safe
def your_data(request: HttpRequest) -> HttpResponse:
    """`/vos-donnees/`: what is kept, how long, and what never is; the durations are those of the code."""
    return render(
        request,
        "fiches/trust/your_data.html",
        {
            "contact_days": retention.contact_kept().days,
            "passage_hours": int(retention.PASSAGES_KEPT.total_seconds() // 3600),
            "draft_hours": int(DRAFT_PHOTOS_KEPT.total_seconds() // 3600),
            "withdrawn_days": retention.WITHDRAWN_LINKS_KEPT.days,
            "clocks": sorted(clocks(), key=lambda each: each.runs_at),
        },
    )
