"""Where the official answer is sent: from the page of any fiche."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from carto.fiches.answering.actions import ANSWERED, services_of, why_not
from carto.fiches.answering.forms import OfficialForm
from carto.fiches.layers import layer_of
from carto.fiches.models import Fiche

UNPROCESSABLE, CONFLICT = 422, 409


@never_cache
@login_required
def official(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/fiches/<uuid>/repondre/`: in the name of one's service; 403 without one, 404 for what is not public."""
    fiche = get_object_or_404(Fiche.objects.for_cards(), uuid=uuid, visibility__in=ANSWERED)
    if not services_of(request.user).exists():
        raise PermissionDenied
    if words := why_not(fiche):
        return _unanswered(request, fiche, words)
    form = OfficialForm(request.POST if request.method == "POST" else None, fiche=fiche, person=request.user)
    if form.is_valid():
        try:
            form.send()
        except ValidationError as error:
            form.add_error("text", error)
        else:
            messages.success(request, _("C’est répondu : la réponse est sur la fiche, avec le nom du service."))
            return redirect(fiche.get_absolute_url())
    status = (CONFLICT if form.has_error("__all__", "changed") else UNPROCESSABLE) if form.is_bound else 200
    context = {"form": form, "fiche": fiche, "layer": layer_of(fiche.kind), "back": fiche.get_absolute_url()}
    return render(request, "fiches/answering/answer.html", context, status=status)


def _unanswered(request: HttpRequest, fiche: Fiche, words: str) -> HttpResponse:
    """Nobody answers it yet: why, and what was written, to be copied elsewhere; no form."""
    context = {
        "why": words, "typed": request.POST.get("text", "")[:2000], "fiche": fiche, "layer": layer_of(fiche.kind),
        "back": fiche.get_absolute_url(),
    }  # fmt: skip
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "fiches/answering/answer.html", context, status=status)
