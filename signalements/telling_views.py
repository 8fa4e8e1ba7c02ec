"""What the report page asks while somebody fills it in: the categories that words may mean, and what to say before."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from signalements.before import read_before
from signalements.models import STATUS_LABELS, Categorie
from signalements.recognition import likely
from signalements.stages import told
from signalements.workflow import USUAL

FEW_MINUTES: Final = 300  # seconds


@require_safe
@cache_control(public=True, max_age=FEW_MINUTES)
def categories(request: HttpRequest) -> JsonResponse:
    """`/signaler/categories/?q=`: the likeliest categories for these words, the best first; none when nothing fits."""
    found = likely(request.GET.get("q", ""), list(Categorie.objects.offered()))
    return JsonResponse(
        {
            "categories": [
                {"code": categorie.code, "nom": categorie.name, "service": categorie.service.name}
                for categorie in found
            ]
        }
    )


@require_safe
def before(request: HttpRequest) -> HttpResponse:
    """`/signaler/avant/?categorie=&lon=&lat=`: what to know before sending, as a fragment; 404 without a category."""
    told = read_before(request.GET.dict(), timezone.now())
    if told is None:
        raise Http404
    return render(request, "signalements/_before.html", {"before": told})


@require_safe
@cache_control(public=True, max_age=FEW_MINUTES)
def how_it_goes_on(request: HttpRequest) -> HttpResponse:
    """`/signalements/etapes/`: the table of steps in words: each state, where it leads, by whom, with what."""
    usual = [STATUS_LABELS[status] for status in USUAL]
    return render(request, "signalements/stages.html", {"states": told(), "usual": usual})
