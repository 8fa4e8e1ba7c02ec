"""`/transmis/<secret>/`: one signalement for whoever holds its link, without an account and without JavaScript."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from carto.fiches.trust.counting import photos_fit
from carto.fiches.views import UNPROCESSABLE, told
from signalements.cases import case_of
from signalements.desk.rights import WORKED_ON
from signalements.forwarding.forms import ANSWERS, AnswerByLinkForm
from signalements.forwarding.links import of_secret
from signalements.forwarding.querysets import siblings
from signalements.layers import SIGNALEMENTS
from signalements.models import Forwarding, Signalement
from signalements.workflow import CLOSED

GONE, CONFLICT, TOO_MANY = 410, 409, 429
MOST_OTHERS = 100  # on one page: a phone is held in the other hand
_REFUSALS = {"over": CONFLICT, "photos": TOO_MANY}


@never_cache
def page(request: HttpRequest, secret: str, pk: int | None = None) -> HttpResponse:
    """What they need to know and the four answers; `pk` another one of the same contractor's. Looking changes nothing.

    410 once the link is over, 404 when there is none.
    """
    held = of_secret(secret)
    if held is None:
        raise Http404
    if not _holds(held):
        return _plain(request, "signalements/forwarding/over.html", {"forwarding": held}, GONE)
    others = siblings(held, timezone.now())
    forwarding = held if pk in (None, held.pk) else get_object_or_404(others, pk=pk)
    case = case_of(forwarding.signalement)
    if case.visibility not in WORKED_ON:
        return _plain(request, "signalements/forwarding/over.html", {"forwarding": forwarding}, GONE)
    forms, status = _answered(request, forwarding)
    if forms is None:
        return redirect(request.path)
    shown = Signalement.objects.for_cards().select_related("categorie", "service").get(pk=case.pk)
    context = told(SIGNALEMENTS, shown) | {
        "forwarding": forwarding, "forms": forms, "closed": shown.get_status() in CLOSED, "secret": secret,
        "others": [each for each in (*others[:MOST_OTHERS], held) if each.pk != forwarding.pk],
        "bad": next((form for form in forms.values() if form.errors), None),
    }  # fmt: skip
    return _plain(request, "signalements/forwarding/page.html", context, status)


def _answered(request: HttpRequest, forwarding: Forwarding) -> tuple[dict[str, AnswerByLinkForm] | None, int]:
    """The four forms, the one that was sent with what it lacks, and the status; None once it was taken."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    forms = {name: form(request.POST, request.FILES) if name == do else form() for name, form in ANSWERS.items()}
    form = forms.get(do)
    if form is None:
        return forms, UNPROCESSABLE if request.method == "POST" else 200
    if not form.is_valid():
        return forms, UNPROCESSABLE
    try:
        if not photos_fit(request, sum(picture.image.size for picture in form.cleaned_data.get("photos", ()))):
            raise ValidationError(_("Trop de photos attendent sur votre réseau."), code="photos")
        form.send(forwarding)
    except ValidationError as error:
        form.add_error(None, error)
        return forms, _REFUSALS.get(error.code, UNPROCESSABLE)
    messages.success(request, form.thanks, extra_tags="good")
    return None, 302


def _holds(forwarding: Forwarding) -> bool:
    """Neither over nor taken back."""
    return forwarding.revoked_at is None and forwarding.expires_at > timezone.now()


def _plain(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """No search engine keeps an address that opens something."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
