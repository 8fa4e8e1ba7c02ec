"""Costs on the map, place by place: circles whose area goes as the last published figure of one kind and one tax."""

import json
from typing import Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.fiches.filters import Filters
from carto.problems import problem
from projets.equipements.costs import euros
from projets.equipements.figures.querysets import last_costs
from projets.equipements.money import ARGENT

BAD: Final = 400
KNOWN: Final = {mesure.code for mesure in ARGENT}


@require_safe
def circles(request: HttpRequest) -> HttpResponse:
    """`/argent/ronds.geojson?mesure=argent:running:running:ttc`, with the map's filters; `rayon` is from 0 to 1."""
    code = request.GET.get("mesure", "")
    try:
        filters = Filters.read(request.GET)
    except ValidationError as error:
        return problem(BAD, _("Certains choix ne conviennent pas."), errors=error.message_dict)
    if code not in KNOWN:
        return problem(BAD, _("Cette mesure n’existe pas."), errors={"mesure": [_("Ce choix n’existe pas.")]})
    _argent, kind, purpose, basis = code.split(":")
    costs = last_costs(filters.fiches(), kind=kind, purpose=purpose, basis=basis)
    largest = max((cost.amount for cost in costs), default=None)
    features = []
    for cost in costs:
        fiche = cost.equipement
        spot = fiche.geom.point_on_surface
        told = {
            "uuid": str(fiche.uuid), "titre": fiche.title, "montant": str(cost.amount), "dit": euros(cost.amount),
            "annee": cost.year, "rayon": round(float((cost.amount / largest).sqrt()), 4),
        }  # fmt: skip
        at = [round(spot.x, 6), round(spot.y, 6)]
        features.append({"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": told})
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return HttpResponse(body, content_type="application/geo+json")
