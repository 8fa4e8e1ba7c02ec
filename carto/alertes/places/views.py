"""`/alertes/lieu/`: choosing a place by its name, around a point or on the map, and following it."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from carto.alertes import push
from carto.alertes.actions import own_address
from carto.alertes.limits import too_many
from carto.alertes.places.following import follow_place_by_mail, follow_place_by_push
from carto.alertes.places.forms import PlaceForm
from carto.alertes.places.selection import LEAST, MOST, USUAL, Selection, read_selection
from carto.alertes.tokens import MANAGE, token
from carto.alertes.views import TOO_MANY, UNPROCESSABLE, subscription_of
from carto.problems import problem
from carto.territoires.geocoding import as_hit, find_rows
from carto.territoires.querysets import PLACE_SOURCES, TERRITOIRE_SOURCE

RADII: Final = (100, 200, 300, 500, 1000, 2000, 3000)
MOST_HITS: Final = 8


@never_cache
@require_http_methods(["GET", "POST"])
def place_page(request: HttpRequest) -> HttpResponse:
    """The place is in the address on GET, in the form on POST; what was typed stays when something is wrong."""
    try:
        selection = read_selection(request.POST if request.method == "POST" else request.GET)
    except ValidationError as error:
        return _page(request, None, wrong=error.messages)
    if request.method == "GET":
        return _page(request, selection)
    if selection is None:
        return _page(request, None, wrong=[_("Choisissez d’abord un lieu.")])
    own = own_address(request.user) if request.user.is_authenticated else ""
    form = PlaceForm(request.POST, own=own, selection=selection)
    if not form.is_valid():
        return _page(request, selection, form=form)
    if too_many(request):
        return render(request, "alertes/too_many.html", {"selection": selection}, status=TOO_MANY)
    return _follow(request, selection, form)


def _follow(request: HttpRequest, selection: Selection, form: PlaceForm) -> HttpResponse:
    """Follow, or ask the owner of the address; the answer is the same whether or not it followed already."""
    person = request.user if form.own else None
    rhythm = form.cleaned_data["rhythm"] or "now"
    try:
        abonnement = follow_place_by_mail(selection, form.address(), person=person, rhythm=rhythm)
    except ValidationError as error:
        return _page(request, selection, form=form, wrong=error.messages)
    if form.own:
        return redirect("alertes:manage", token(abonnement, MANAGE))
    return render(request, "alertes/asked.html", {"selection": selection, "email": form.address()})


def _page(
    request: HttpRequest, selection: Selection | None, *, form: PlaceForm | None = None, wrong: list[str] | None = None
) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    own = own_address(request.user) if request.user.is_authenticated else ""
    said: dict[str, Any] = {
        "selection": selection,
        "wrong": wrong,
        "words": words,
        "hits": [_choice(row) for row in _rows(words)] if words else [],
        "radii": sorted({*RADII, selection.place.reach} if selection and selection.place.round else RADII),
        "usual": USUAL,
        "limits": (LEAST, MOST),
    }
    if selection is not None:
        said |= {
            "form": form or PlaceForm(own=own, selection=selection),
            "there": selection.fiches().count(),
            "push_key": push.public_key(),
            "everywhere": "partout" in selection.place.params,
        }
    status = UNPROCESSABLE if wrong or (form is not None and form.errors) else 200
    return render(request, "alertes/place.html", said, status=status)


def _rows(words: str) -> list[Any]:
    return find_rows((*PLACE_SOURCES, TERRITOIRE_SOURCE), words, near=None, limit=MOST_HITS)


def _choice(row: Any) -> dict[str, str]:
    """An answer of the search, with what the address of this page says of it."""
    hit = as_hit(row)
    if hit.url:
        said = {"lieu": hit.url.removeprefix("/territoires/").removesuffix("/")}
    else:
        said = {"lat": f"{hit.point.y:.6f}", "lon": f"{hit.point.x:.6f}", "rayon": str(USUAL)}
    detail = "" if hit.kind == "territoire" else hit.detail
    return {"label": hit.label, "detail": detail, "round": "" if hit.url else str(USUAL), "params": said}


@never_cache
@require_POST
def follow_place_by_notification(request: HttpRequest) -> HttpResponse:
    """On this browser, without identity; as `views.follow_by_notification`, for a place."""
    if not push.public_key():
        raise Http404
    if too_many(request):
        return problem(TOO_MANY, _("Trop de demandes d’un coup : réessayez dans une heure."))
    try:
        selection = read_selection(request.POST)
        endpoint, keys = subscription_of(request)
        if selection is None:
            raise ValidationError(_("Choisissez d’abord un lieu."))
        abonnement = follow_place_by_push(selection, endpoint, keys)
    except ValueError:
        return problem(400, _("Ce navigateur n’a pas dit où envoyer les notifications."))
    except ValidationError as error:
        return problem(UNPROCESSABLE, error.messages[0])
    return JsonResponse({"regler": reverse("alertes:manage", args=[token(abonnement, MANAGE)])}, status=201)
