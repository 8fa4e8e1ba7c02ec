"""« Qui parle ici »: how many people sign, and how much of it comes from the most active. No name is looked at."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from carto.comptes.models import Groupe
from carto.fiches.voices.speaking import ENOUGH, gini, share_of_busiest
from projets.idees.models import Campagne
from projets.idees.querysets import contributions_by_person, ideas_by_signature

PERCENT: Final = 100


@require_safe
def speaking(request: HttpRequest) -> HttpResponse:
    """`/idees/qui-parle/`, and `?campagne=<slug>` of one campaign: what is signed alone can be counted so."""
    slug = request.GET.get("campagne", "")[:40].replace("\x00", "")
    campagne = get_object_or_404(Campagne.objects.public(), slug=slug) if slug else None
    tally = contributions_by_person(campagne.pk if campagne else None)
    people, made = sum(tally.values()), sum(n * many for n, many in tally.items())
    signed, anonymous = ideas_by_signature(campagne.pk if campagne else None)
    enough = people >= ENOUGH
    context = {
        "campagne": campagne, "people": people, "made": made, "signed": signed, "anonymous": anonymous,
        "share": round(share_of_busiest(tally) * PERCENT) if enough else None, "enough": ENOUGH,
        "gini": gini(tally) if enough else None, "groups": Groupe.objects.filter(dissolved_at=None).count(),
    }  # fmt: skip
    return render(request, "idees/speaking.html", context)
