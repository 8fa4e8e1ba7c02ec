"""Joining and separating by hand: agents of the service and moderators on any, reporters on their own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from carto.comptes.models import User
from carto.comptes.rules import is_moderator
from carto.fiches.actions import fiche_of_secret
from carto.fiches.models import Kind, Visibility
from carto.fiches.views import UNPROCESSABLE
from carto.text import tidy
from signalements.desk.rights import acting_role
from signalements.joining import join, may_join, separate
from signalements.likeness.candidates import candidates
from signalements.models import Signalement

SEEN = (Visibility.PUBLIC, Visibility.JOINED)


@never_cache
@login_required
def join_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/signalements/<uuid>/reunir/`: the likeliest ones, or any by its number; nothing is closed by it."""
    signalement = _for_agent(request, uuid)
    if request.method != "POST":
        return _show(request, signalement)
    number = tidy(request.POST.get("numero", "")[:20].replace("\x00", "")).upper()
    target = Signalement.objects.filter(number=number, visibility__in=SEEN).first()
    if target is None:
        return _show(request, signalement, number, _("Aucun signalement public ne porte ce numéro."))
    try:
        join(signalement, target, by=request.user, role=_role(request.user, signalement), reason=_reason(request))
    except ValidationError as error:
        return _show(request, signalement, number, error.message)
    messages.success(request, _("C’est réuni. Chacun garde son numéro et sera tenu au courant."), extra_tags="good")
    return redirect(_back(request, signalement))


@require_POST
@login_required
def separate_by_agent(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`POST /signalements/<uuid>/separer/`: it has its pin again."""
    signalement = _for_agent(request, uuid)
    separate(signalement, by=request.user, role=_role(request.user, signalement), reason=_reason(request))
    messages.success(request, _("C’est séparé : chacun suit de nouveau son chemin."), extra_tags="good")
    return redirect(_back(request, signalement))


@require_POST
def separate_own(request: HttpRequest, secret: str) -> HttpResponse:
    """`POST /suivre/<secret>/separer/`: by whoever sent it, known by the secret alone."""
    fiche = fiche_of_secret(secret)
    if fiche is None or fiche.kind != Kind.SIGNALEMENT:
        raise Http404
    separate(Signalement.objects.get(pk=fiche.pk), role="resident")
    messages.success(request, _("C’est séparé : votre signalement suit son propre chemin."), extra_tags="good")
    return redirect(reverse("fiches:follow", args=[secret]))


def _for_agent(request: HttpRequest, uuid: UUID) -> Signalement:
    """The signalement, for somebody who may join it; Http404 or PermissionDenied otherwise."""
    seen = Signalement.objects.for_cards().select_related("categorie", "service").filter(visibility__in=SEEN)
    signalement = get_object_or_404(seen, uuid=uuid)
    if not may_join(request.user, signalement):
        raise PermissionDenied
    return signalement


def _show(request: HttpRequest, signalement: Signalement, number: str = "", wrong: str = "") -> HttpResponse:
    alike = candidates(
        signalement.geom.point_on_surface, signalement.categorie, precision=signalement.precision,
        text=signalement.text, without=signalement.uuid,
    )  # fmt: skip
    told: dict[str, Any] = {"fiche": signalement, "alike": alike, "number": number, "wrong": wrong}
    return render(request, "signalements/join.html", told, status=UNPROCESSABLE if wrong else 200)


def _back(request: HttpRequest, signalement: Signalement) -> str:
    """Where one came from: the desk (`retour=bureau`), or the public page."""
    desk = request.POST.get("retour") == "bureau"
    return reverse("signalements:desk:case", args=[signalement.uuid]) if desk else signalement.get_absolute_url()


def _role(user: User, signalement: Signalement) -> str:
    """As what the person acts; a moderator who is also an agent acts as a moderator."""
    return "moderator" if is_moderator(user) else acting_role(user, signalement)


def _reason(request: HttpRequest) -> str:
    return tidy(request.POST.get("raison", "").replace("\x00", ""))[:300]
