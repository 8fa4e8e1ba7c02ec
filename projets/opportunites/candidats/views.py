"""The public pages of candidates: their order beside a map, one of them explained, two of them compared."""

import json
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.gis.geos import Point
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from carto.fiches.models import Theme
from projets.opportunites.candidats.asked import Asked, quartiers
from projets.opportunites.candidats.data import stamp, table
from projets.opportunites.candidats.lines import Line, fulls, lines, ordered, roll_words
from projets.opportunites.candidats.telling import READINGS
from projets.opportunites.candidats.weighing import Weights
from projets.opportunites.models import SIGNALS, Candidat, Formule, Scale

PER_PAGE: Final = 20
SCALES: Final = {Scale.METROPOLE: 11.0, Scale.QUARTIER: 12.6, Scale.RUE: 15.4}  # zoom at which each opens


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`/opportunites/candidates/?echelle=&theme=&quartier=&poids_people=…&page=`; 400 for what cannot be, in words."""
    formule = Formule.objects.first()
    if formule is None:
        return render(request, "opportunites/candidats/none.html")
    asked = Asked.read(request.GET, formule)
    full = fulls(formule)
    page = Paginator(ordered(asked, full), PER_PAGE).get_page(request.GET.get("page"))
    shown = lines(page, full, asked.weights)
    context = {
        "formule": formule,
        "asked": asked,
        "page": page,
        "lines": shown,
        "query": asked.query(),
        "suffix": f"?{urlencode(asked.weights.moved)}" if asked.weights.moved else "",
        "reset": asked.query(**dict.fromkeys(asked.weights.moved, "")),
        "scales": [(scale, asked.query(echelle=scale.value), zoom) for scale, zoom in SCALES.items()],
        "themes": Theme.objects.filter(pk__in=Candidat.objects.order_by().values("theme")),
        "quartiers": quartiers(),
        "sliders": _sliders(asked.weights),
        "words": _words(),
        "start": _start(shown),
    }
    return render(request, "opportunites/candidats/list.html", context, status=400 if asked.errors else 200)


def _sliders(weights: Weights) -> list[dict[str, Any]]:
    """One for each signal that the formula weighs; numbers as an input writes them."""
    return [
        {
            "signal": signal,
            "label": READINGS[signal].label,
            "about": SIGNALS[signal],
            "weight": weight,
            "value": f"{weight:g}",
            "published": f"{weights.published[signal]:g}",
        }
        for signal, weight in weights.own.items()
    ]


def _start(shown: list[Line]) -> Point | None:
    """Where the map opens at the scale of streets: at the first of the list."""
    return shown[0].candidat.spot if shown else None


def _words() -> dict[str, Any]:
    """What the browser says as this page does."""
    rolls = {scale.value: [roll_words(scale, n) for n in (1, 2)] for scale in (Scale.RUE, Scale.QUARTIER)}
    return {
        "readings": {signal: READINGS[signal].as_json() for signal in SIGNALS},
        "rolls": rolls,
        "unknown": _("Pas de donnée : %(labels)s"),
        "page": _("Page %(number)s sur %(all)s"),
        "counted": [ngettext("%(n)s candidate", "%(n)s candidates", n) for n in (1, 2)],
        "everywhere": _("Toute la ville"),
        "moved": _("L’ordre a changé : %(place)s, %(theme)s est en tête."),
        "more": _("et %(n)s autres ici"),
    }


def _stamp(request: HttpRequest) -> str | None:
    formule = Formule.objects.first()
    scale = request.GET.get("echelle", "")
    return stamp(scale, formule) if formule and scale in Scale.values else None


@require_safe
@gzip_page
@condition(etag_func=_stamp)
def data(request: HttpRequest) -> HttpResponse:
    """`/opportunites/candidates/donnees.json?echelle=rue`: all of that scale at once; 404 for no such scale."""
    formule = Formule.objects.first()
    scale = request.GET.get("echelle", "")
    if formule is None or scale not in Scale.values:
        return HttpResponse(status=404)
    text = json.dumps(table(scale, formule), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return HttpResponse(text, content_type="application/json", headers={"Cache-Control": "no-cache"})


@require_safe
def formulas(request: HttpRequest) -> HttpResponse:
    """Every version of the formula, the last one first: what it weighed, and why."""
    told = [(formule, _weighed_by(formule)) for formule in Formule.objects.all()]
    return render(request, "opportunites/candidats/formulas.html", {"told": told})


def _weighed_by(formule: Formule) -> list[dict[str, Any]]:
    """Each signal with its weight, and what gives all its points at each scale; « – » where it is not counted."""
    return [
        {
            "label": READINGS[signal].label,
            "about": SIGNALS[signal],
            "weight": formule.weights[signal],
            "full": [told.get(signal, "–") for told in formule.full.values()],
        }
        for signal in SIGNALS
        if signal in formule.weights
    ]
