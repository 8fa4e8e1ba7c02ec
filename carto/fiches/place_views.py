"""What the place and photo fields of a form ask while one fills it in; each works without them too."""

from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from carto.fiches.actions import MAX_PHOTOS, drop_photos, keep_picture
from carto.fiches.models import Fiche, Photo
from carto.fiches.nearby import REACH, choices_of, objects_near, places_near
from carto.fiches.photos import Picture, read_picture
from carto.fiches.trust.counting import photos_fit
from carto.geometry import read_point
from carto.problems import problem
from carto.territoires.geocoding import geocode
from carto.territoires.querysets import name_of_place
from carto.text import tidy

FURTHEST: Final = 100  # metres: a phone between high houses is sure to no more
UNREADABLE = gettext_lazy("Cette photo n’a pas pu être prise en compte.")


@require_GET
def nearby(request: HttpRequest) -> HttpResponse:
    """`/fiches/autour/?lon=&lat=`: the objects near a point; with `tout=1` its doors and streets too; with `q=` what
    words mean. `precision` (metres) widens the circle as far as the device may be wrong.
    """
    words = tidy(request.GET.get("q", "")[:200].replace("\0", ""))
    if words:
        return JsonResponse({"choix": [choice.as_json() for choice in choices_of(geocode(words, limit=8))]})
    try:
        point = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    except ValidationError as error:
        return problem(400, _("Ce lieu ne convient pas."), detail=error.message)
    found = objects_near(point, _reach(request.GET.get("precision", "")))
    if request.GET.get("tout"):
        found += places_near(point)
    return JsonResponse({"choix": [choice.as_json() for choice in found]})


def _reach(precision: str) -> float:
    """REACH, or as far as the device may be wrong; what cannot be read widens nothing."""
    return min(max(REACH, int(precision)), FURTHEST) if precision.isdecimal() and len(precision) < 9 else REACH


@never_cache
@require_POST
def draft_photo(request: HttpRequest) -> HttpResponse:
    """`POST /signaler/photo/` (uuid of the form, photo): kept for who fills in that form, with where it was taken.

    Answers 201 `{"uuid", "id", "place": {"longitude", "latitude", "nom"} or null}`; the place is not kept here.
    """
    try:
        uuid = UUID(request.POST.get("uuid", ""))
    except ValueError:
        return problem(400, str(UNREADABLE), detail=_("Rechargez la page, puis reprenez votre photo."))
    if Fiche.objects.filter(uuid=uuid).exists():
        return problem(409, str(UNREADABLE), detail=_("Ce signalement est déjà envoyé."))
    if Photo.objects.filter(fiche=None, fiche_uuid=uuid).count() >= MAX_PHOTOS:
        return problem(422, str(UNREADABLE), detail=_("%(max)d photos au plus.") % {"max": MAX_PHOTOS})
    if "photo" not in request.FILES:
        return problem(422, str(UNREADABLE), detail=_("Aucune photo n’est arrivée : reprenez-la."))
    try:
        picture = read_picture(request.FILES["photo"])
    except ValidationError as error:
        return problem(422, str(UNREADABLE), detail=error.message)
    if not photos_fit(request, picture.image.size):
        return problem(429, str(UNREADABLE), detail=_("Trop de photos attendent sur votre réseau."))
    return _kept(uuid, picture)


def _kept(uuid: UUID, picture: Picture) -> JsonResponse:
    photo = keep_picture(uuid, picture)
    place = _told(picture.place) if picture.place else None
    return JsonResponse({"uuid": str(photo.uuid), "id": photo.pk, "place": place}, status=201)


def _told(place: Point) -> dict[str, float | str]:
    return {"longitude": round(place.x, 6), "latitude": round(place.y, 6), "nom": name_of_place(place)}


@never_cache
@require_http_methods(["DELETE"])
def drop_draft_photo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`DELETE /signaler/photo/<uuid>/`: taken out before sending, by who holds its random identifier."""
    drop_photos([get_object_or_404(Photo, uuid=uuid, fiche=None)])
    return HttpResponse(status=204)
