"""Costs elsewhere: beside a sticker that is being laid, and as a page of its own."""

from typing import Final

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.geometry import read_point
from carto.problems import problem
from projets.equipements.context.comparing import FEWEST, Spread, elsewhere, known_types, last_lines, spreads
from projets.equipements.models import Cout, Equipement, TypeEquipement

PER_PAGE: Final = 50


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """`/equipements/comparer/ici/?autocollant=&lon=&lat=`: a fragment of the form; 204 when nothing is known."""
    asked = request.GET
    try:
        point = read_point(asked.get("lon", ""), asked.get("lat", ""))
    except ValidationError as error:
        return problem(400, _("Ce lieu ne convient pas."), detail=error.message)
    found = elsewhere(asked.get("autocollant", "")[:60].replace("\x00", ""), point)
    if found is None:
        return HttpResponse(status=204)
    return render(request, "equipements/context/_here.html", found)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`/equipements/comparer/?type=`: every published figure of one type, and the middle of those that compare."""
    sorts = known_types()
    asked = request.GET.get("type", "")[:60]
    sort = next((each for each in sorts if each.code == asked), None)
    context = {"sorts": sorts, "sort": sort, "fewest": FEWEST}
    if sort is not None:
        known = spreads(sort)
        context |= {"spreads": known, "page": _facilities(sort, known, request.GET.get("page", ""))}
    unknown = bool(asked) and sort is None
    return render(
        request, "equipements/context/compare.html", context | {"unknown": unknown}, status=404 if unknown else 200
    )


def _facilities(sort: TypeEquipement, known: list[Spread], asked: str) -> Page[Equipement]:
    standing = Cout.objects.comparable().order_by("purpose", "kind", "-year", "-amount", "pk")
    told = Equipement.objects.public().filter(type=sort).select_related("commune", "quartier").order_by("title", "pk")
    page = Paginator(told.prefetch_related(Prefetch("couts", standing, to_attr="comparable")), PER_PAGE).get_page(
        asked if asked.isdecimal() and len(asked) < 8 else 1
    )
    for each in page:
        each.told = last_lines(each.comparable, known)
    return page
