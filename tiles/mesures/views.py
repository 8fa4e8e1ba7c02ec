"""Figures over HTTP: the legend that colours the map, their table (the map's full equal), and one place's figure."""

from typing import Final

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.geometry import read_point
from carto.problems import problem
from tiles.documents import json_document
from tiles.mesures.asked import Asked, read_coloured
from tiles.mesures.legend import legend, years_of
from tiles.mesures.places import Told

PER_PAGE: Final = 100
LONGEST_CODE: Final = 160


@require_safe
def mesure_json(request: HttpRequest) -> HttpResponse:
    """The classes, colours and words of a coloured scale: `?mesure=delai&niveau=quartier`, with the map's filters."""
    try:
        colouring, niveau = read_coloured(request.GET)
    except ValidationError as error:
        return problem(400, _("Certains choix ne conviennent pas."), errors=error.message_dict)
    return json_document(request, legend(colouring, niveau))


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Every territory of a scale with its figure, in order; a wrong parameter answers 400 in words, the others hold."""
    asked = Asked.read(request.GET)
    colouring = asked.colouring()
    page = Paginator(Told.every(colouring, asked.niveau, asked.order), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "panel": asked.panel(),
        "errors": asked.errors,
        "page": page,
        "query": asked.query(),
        "years": years_of(colouring.figures(asked.niveau)),
        "absence": asked.mesure.unknown_at.get(asked.niveau, ""),
        "orders": {name: _order(asked, name) for name in ("nom", "valeur")},
    }
    return render(request, "tiles/territoires.html", context, status=400 if asked.errors else 200)


def _order(asked: Asked, name: str) -> dict[str, str]:
    """A column's heading: how the table is sorted by it now, and the address that sorts it the other way."""
    first = "-valeur" if name == "valeur" else "nom"
    other = {"nom": "-nom", "-nom": "nom", "valeur": "-valeur", "-valeur": "valeur"}.get(asked.order)
    mine = asked.order.removeprefix("-") == name
    now = ("descending" if asked.order.startswith("-") else "ascending") if mine else ""
    return {"now": now, "query": asked.query(tri=other if mine and other else first)}


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """What the mesure says of one place, and where to read more; `fragment` in the address gives the panel alone."""
    asked = Asked.read(request.GET)
    told = None if "\x00" in code or len(code) > LONGEST_CODE else Told.one(asked.colouring(), asked.niveau, code)
    if told is None:
        raise Http404(_("Ce territoire n’existe pas à cette échelle."))
    template = "tiles/_place.html" if "fragment" in request.GET else "tiles/place.html"
    context = {"asked": asked, "told": told, "errors": asked.errors, "point": _point(request)}
    return render(request, template, context, status=400 if asked.errors else 200)


def _point(request: HttpRequest) -> object:
    """Where the map was touched; None when the address does not say, or says it wrong."""
    try:
        return read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    except ValidationError:
        return None
