"""« Qui s’en occupe ici ? » at `/qui/`, and the whole directory at `/qui/annuaire/`."""

from typing import Any, Final

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.geometry import read_point
from carto.territoires.geocoding import Hit, geocode
from carto.territoires.models import Territoire
from carto.territoires.querysets import name_of_place
from projets.equipements.directory.finding import by_theme, in_charge_at
from projets.equipements.models import Competence, Elu

MOST_WORDS: Final = 200
CANDIDATES: Final = 6


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """`?lat=&lon=` from the map or the browser, or `?adresse=` in words; `?theme=` opens that theme;
    `?territoire=44109` is somewhere in the middle of it.
    """
    words = request.GET.get("adresse", "").replace("\x00", "").strip()[:MOST_WORDS]
    point, hits, errors = _place(request, words)
    context: dict[str, Any] = {"words": words, "hits": hits, "errors": errors, "theme": request.GET.get("theme", "")}
    if point is not None:
        context |= {"point": point, "place": name_of_place(point), "found": in_charge_at(point)}
    return render(request, "equipements/directory/here.html", context, status=400 if errors else 200)


def _place(request: HttpRequest, words: str) -> tuple[Point | None, list[Hit], list[str]]:
    """The place asked about, or the places that the words may mean, or what is wrong."""
    longitude, latitude = request.GET.get("lon", ""), request.GET.get("lat", "")
    if longitude or latitude:
        try:
            return read_point(longitude, latitude), [], []
        except ValidationError as error:
            return None, [], error.messages
    if code := request.GET.get("territoire", "").replace("\x00", ""):
        territoire = Territoire.objects.in_force(localdate()).filter(code=code[:40]).first()
        return (territoire.geom.point_on_surface if territoire else None), [], []
    hits = geocode(words, limit=CANDIDATES) if words else []
    if len(hits) == 1:
        return hits[0].point, [], []
    unknown = [_("Nous n’avons pas trouvé ce lieu. Essayez une rue ou un lieu voisin.")]
    return None, hits, unknown if words and not hits else []


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Everything, by theme, whatever the place; `?theme=` opens that theme."""
    elus = list(Elu.objects.sitting(localdate()).told())
    themes = by_theme(Competence.objects.told(), elus)
    context = {
        "themes": list(themes.values()), "elus": [elu for elu in elus if elu.theme_id is None],
        "theme": request.GET.get("theme", ""),
    }  # fmt: skip
    return render(request, "equipements/directory/list.html", context)
