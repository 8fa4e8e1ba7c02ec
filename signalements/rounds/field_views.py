"""A round on a phone: its stops in order, what is done at each, what is nearest now."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from carto.fiches.views import UNPROCESSABLE
from carto.geometry import read_point
from carto.problems import problem
from carto.territoires.streets import Going
from signalements.desk.rights import View, for_services
from signalements.models import Stop, Tournee
from signalements.rounds.course import nearest
from signalements.rounds.forms import GestureForm
from signalements.rounds.gestures import CONFLICT, check_person, take
from signalements.rounds.pages import cards_of, round_for, shown

STALE = 409


@require_safe
@for_services
@ensure_csrf_cookie
def round_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/bureau/tournees/<uuid>/`: the page that the phone keeps."""
    return _show(request, round_for(request, uuid))


def _signed_in_or_told(view: View) -> View:
    """The outbox of a phone whose session is over is told so; a redirection would look like a broken network."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _wants_json(request) and not request.user.is_authenticated:
            return problem(401, _("Votre session est finie : reconnectez-vous, puis réessayez."))
        return view(request, *args, **kwargs)

    return guarded


@require_POST
@_signed_in_or_told
@for_services
def gesture(request: HttpRequest, uuid: UUID, stop: int) -> HttpResponse:
    """`POST /bureau/tournees/<uuid>/arrets/<n>/`: one gesture, once, by a form or by the outbox (JSON asked for).

    409: somebody else was quicker, or it is in other hands; 422: something is missing; 403: another person's phone;
    401 (JSON): nobody is signed in any more.
    """
    tournee = round_for(request, uuid)
    found = get_object_or_404(tournee.stops.select_related("signalement"), pk=stop)
    form = GestureForm(request.POST, request.FILES)
    try:
        check_person(request.user, request.POST.get("person", "")[:20])
        if not form.is_valid():
            raise ValidationError([message for errors in form.errors.values() for message in errors])
        found = take(found, form.read(), person=request.user)
    except PermissionDenied:
        if not _wants_json(request):
            raise
        return problem(403, _("Ce geste a été fait par quelqu’un d’autre : c’est à cette personne de l’envoyer."))
    except ValidationError as error:
        return _refuse(request, tournee, found, error)
    if _wants_json(request):
        return JsonResponse({"stop": found.pk, "outcome": found.outcome, "closed": tournee.closed_at is not None})
    messages.success(request, _("C’est noté.") if found.outcome else _("C’est repris."), extra_tags="good")
    return redirect("signalements:rounds:round", uuid)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _refuse(request: HttpRequest, tournee: Tournee, stop: Stop, error: ValidationError) -> HttpResponse:
    """Why not, in the language that was asked for; what was typed stays on the page."""
    status = STALE if getattr(error, "code", "") == CONFLICT else UNPROCESSABLE
    if _wants_json(request):
        return problem(status, " ".join(error.messages))
    kept = {name: request.POST.get(name, "")[:1000] for name in ("outcome", "closing", "words", "note")}
    return _show(request, tournee, refused={"stop": stop.pk, "said": error.messages, **kept}, status=status)


def _show(
    request: HttpRequest, tournee: Tournee, *, refused: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context = shown(request, tournee) | {"refused": refused}
    return render(request, "signalements/rounds/round.html", context, status=status)


@require_safe
@for_services
def nearest_stop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/bureau/tournees/<uuid>/proche/?lon=&lat=`: `{"stop": 12, "metres": 340}`; 404 when nothing is left to do."""
    tournee = round_for(request, uuid)
    try:
        here = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    except ValidationError as error:
        return problem(400, error.message)
    left = [card for card in cards_of(tournee) if not card.is_settled]
    places = [card.stop.signalement.geom.point_on_surface for card in left]
    found = nearest(here, places, Going(tournee.vehicle))
    if found is None:
        return problem(404, _("Plus rien à faire sur cette tournée, ou rien que les rues atteignent d’ici."))
    rank, metres = found
    return JsonResponse({"stop": left[rank].stop.pk, "metres": round(metres)})
