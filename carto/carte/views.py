"""The map page, its list, « autour d’ici », the search page, and what the whole is about."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from carto.carte.around import Spot
from carto.carte.colouring import MesureChoice
from carto.carte.glossary import GLOSSARY
from carto.carte.listing import lines, listing
from carto.carte.panel import Panel
from carto.carte.querysets import search
from carto.carte.rhythm import read_step, rhythm
from carto.fiches.filters import Filters
from carto.fiches.forms import OSM_ID
from carto.fiches.growing.clusters import clusters_near
from carto.fiches.models import Etiquette, Fiche
from carto.fiches.tags.querysets import roots_of_code
from carto.geometry import read_point
from carto.problems import problem

SCALES: Final = ((11.2, _("métropole")), (13.2, _("quartier")), (16.5, _("rue")))
LATEST: Final = 20  # fiches told under the map, for browsers that draw none
AROUND: Final = 40

__all__ = [
    "about",
    "around",
    "counts",
    "fiche_list",
    "listing",
    "map_page",
    "rhythm_of_view",
    "search_page",
    "tag_page",
]


def map_page(request: HttpRequest) -> HttpResponse:
    """The map. Its state is in the address; `?fiche=<uuid>` opens that fiche's card."""
    panel, colouring = Panel.read(request.GET), MesureChoice.read(request.GET)
    opened, errors = _opened(request)
    context = {
        "panel": panel,
        "opened": opened,
        "errors": [*panel.errors, *colouring.errors, *errors],
        "colouring": colouring,
        "lines": lines(panel.fiches().for_cards()[:LATEST]),
        "query": panel.query,
        "tile_query": panel.filters.query(couches=""),  # layers are hidden and shown by the page itself
        "scales": SCALES,
        "annonces": import_string(settings.ANNONCES)(),
    }
    return render(request, "carte/map.html", context, status=400 if context["errors"] else 200)


def _opened(request: HttpRequest) -> tuple[dict[str, Any] | None, list[str]]:
    """The fiche that the address opens, with the point where its pin stands."""
    text = request.GET.get("fiche", "")
    if not text:
        return None, []
    try:
        fiche = Fiche.objects.public().only("uuid", "geom", "kind", "origin", "author").get(uuid=UUID(text))
    except (ValueError, Fiche.DoesNotExist):
        return None, [gettext("Cette fiche n’est plus sur la carte.")]
    return {"uuid": fiche.uuid, "name": str(fiche.uuid), "at": fiche.told_place.point_on_surface}, []


def counts(request: HttpRequest) -> JsonResponse:
    """How many fiches of each layer the filters keep: `{"couches": {"signalements": 300, …}, "total": 412}`."""
    panel = Panel.read(request.GET)
    answer = {"couches": {choice.layer.name: choice.count for choice in panel.layers}, "total": panel.total}
    if panel.errors:
        answer["erreurs"] = list(panel.errors)
    return JsonResponse(answer, status=panel.status)


@require_safe
def rhythm_of_view(request: HttpRequest) -> JsonResponse:
    """How many fiches each step of the view's period holds, `?<filters>&pas=jour|semaine|mois|an` (else what suits).

    `{"pas": "semaine", "total": 412, "barres": [{"du": "2026-01-01", "au": "2026-01-04", "fiches": 7}, …]}`
    """
    try:
        found = rhythm(Filters.read(request.GET), read_step(request.GET.get("pas", "")))
    except ValidationError as error:
        return problem(400, gettext("Certains filtres ne conviennent pas."), errors=error.message_dict)
    bars = [{"du": bar.since, "au": bar.until, "fiches": bar.count} for bar in found.bars]
    return JsonResponse({"pas": found.step, "total": found.total, "barres": bars})


def fiche_list(request: HttpRequest) -> HttpResponse:
    """The list of everything that the map shows."""
    return listing(request)


def tag_page(request: HttpRequest, slug: str) -> HttpResponse:
    """`/etiquettes/<slug>/`: whatever bears that tag; one that was replaced leads to what replaced it."""
    known = roots_of_code(slug)
    if known is None:
        raise Http404
    tag = Etiquette.objects.get(pk=known)
    if tag.slug != slug:
        return redirect(tag)
    params = request.GET.copy()
    params["etiquette"] = slug
    register = {"address": reverse("fiches:tags:index"), "label": gettext("Toutes les étiquettes")}
    return listing(request, title=f"# {tag.name}", params=params, extra={"beside": register}, drawn=True)


def around(request: HttpRequest) -> HttpResponse:
    """What a place is and what lies within two minutes' walk; `fragment` in the address gives the panel alone."""
    try:
        spot = read_spot(request)
    except ValidationError as error:
        return render(request, _around_template(request), {"errors": error.messages}, status=400)
    near = spot.fiches()
    context = {
        "spot": spot,
        "where": spot.place,
        "address": spot.address(),
        "territoires": spot.territoires(),
        "lines": lines(near[:AROUND]),
        "count": near.order_by().count(),
        "clusters": clusters_near(spot.point),
    }
    return render(request, _around_template(request), context)


def _around_template(request: HttpRequest) -> str:
    return "carte/_around.html" if "fragment" in request.GET else "carte/around.html"


def read_spot(request: HttpRequest) -> Spot:
    """From `?lat=&lon=&osm_id=&nom=`; raises ValidationError for an impossible position, drops what else is odd."""
    point = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    osm_id = request.GET.get("osm_id", "")
    name = request.GET.get("nom", "").replace("\x00", "").strip()[:120]
    return Spot(point, osm_id if OSM_ID.regex.fullmatch(osm_id) else "", name)


def search_page(request: HttpRequest) -> HttpResponse:
    """`/recherche/?q=`: the search field's answers as a page."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    hits = search(words, near=_near(request), limit=20) if words else []
    return render(request, "carte/search.html", {"words": words, "hits": hits})


def _near(request: HttpRequest) -> Point | None:
    """The position that the search prefers; a wrong one is left out."""
    try:
        return read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    except ValidationError:
        return None


def about(request: HttpRequest) -> HttpResponse:
    """What this is, whose it is, and what its words mean."""
    return render(request, "carte/about.html", {"glossary": GLOSSARY})
