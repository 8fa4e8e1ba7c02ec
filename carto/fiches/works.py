"""« Travaux prévus ici jusqu’au … » in the forms that add a fiche: said, and nothing is blocked by it.

Whatever stands on the ground knows of the works; its function is named by the setting TRAVAUX, and called with a point
(SRID 4326).
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.fiches.forms import FicheForm
from carto.geometry import read_point
from carto.problems import problem


@dataclass(frozen=True)
class Planned:
    """Works at or beside a place: what they are, one sentence that says until when, and where one reads more."""

    title: str
    said: str
    address: str


def planned_at(point: Point) -> list[Planned]:
    """The works there that are not over, those that end first before the others."""
    return import_string(settings.TRAVAUX)(point)


def planned_for(form: FicheForm) -> list[Planned]:
    """The same for a form: where it says it is, or where the link that opened it did; none while nobody knows."""
    point = form.point or form.linked_place()
    return planned_at(point) if point is not None else []


@require_safe
def works_here(request: HttpRequest) -> HttpResponse:
    """`/fiches/travaux/?lon=&lat=`: a fragment of the form; 204 without any."""
    try:
        point = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    except ValidationError as error:
        return problem(400, _("Ce lieu ne convient pas."), detail=error.message)
    found = planned_at(point)
    return render(request, "fiches/_works.html", {"works": found}) if found else HttpResponse(status=204)
