"""Initiatives of the quartiers: listed, named by anybody, looked at by whoever answers there; skills of agents."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carto.comptes.models import RoleName
from carto.fiches.models import Theme
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.weighing import weigh
from carto.problems import problem
from projets.opportunites.after import directory
from projets.opportunites.after.directory_forms import InitiativeForm, TalentForm
from projets.opportunites.models import Initiative, Talent
from projets.opportunites.referents.rights import acting_roles

UNPROCESSABLE, CONFLICT, TOO_MANY = 422, 409, 429
PER_PAGE: Final = 30


@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """`/opportunites/initiatives/?theme=`: those that were looked at; above them, what waits for whoever reads."""
    theme = request.GET.get("theme", "").replace("\x00", "")[:50]
    shown = Initiative.objects.filter(state=Initiative.State.PUBLIC).select_related("theme", "quartier")
    shown = shown.filter(theme__code=theme) if theme else shown
    page = Paginator(shown.defer("quartier__geom"), PER_PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "themes": Theme.objects.all(), "theme": theme, "waiting": directory.waiting_for(request.user)}
    return render(request, "opportunites/after/initiatives.html", told)


@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """`/opportunites/initiatives/proposer/?lat=&lon=`: anybody, without an account; 429 after too many."""
    initial = InitiativeForm.starting(request.GET.get("lon", ""), request.GET.get("lat", ""))
    form = InitiativeForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "opportunites/after/initiative.html", {"form": form}, status=status)
    if weigh(request, Sending.FICHE).level is Level.HELD:
        return problem(TOO_MANY, _("Beaucoup d’envois arrivent de votre réseau : réessayez dans une heure."))
    directory.propose(form.told(), form.point)
    messages.success(request, _("Merci ! Quelqu’un qui répond du quartier la regarde, puis elle paraît."), "good")
    return redirect("opportunites:initiatives")


@never_cache
@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """`/opportunites/initiatives/12/`: publish it, or say why not; 403 for strangers, 404 elsewhere, 409 when done."""
    if not acting_roles(request.user):
        raise PermissionDenied
    initiative = get_object_or_404(Initiative, pk=pk)
    if (hand := directory.hand_on(request.user, initiative)) is None:
        raise Http404
    shown = request.POST.get("publier") == "1"
    try:
        directory.settle(initiative, hand, shown=shown, reason=request.POST.get("raison", "").replace("\x00", ""))
    except ValidationError as error:
        status = UNPROCESSABLE if error.code == "text" else CONFLICT
        told = {"waiting": directory.waiting_for(request.user), "refused": initiative.pk, "why": error.messages[0]}
        return render(request, "opportunites/after/initiatives.html", told, status=status)
    said = _("Elle est publiée.") if shown else _("Elle n’est pas publiée, et l’on sait pourquoi.")
    messages.success(request, said, "good")
    return redirect("opportunites:initiatives")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def talent(request: HttpRequest) -> HttpResponse:
    """`/opportunites/talents/moi/`: an agent says what they can do besides, and takes it back at once."""
    if not any(role.name == RoleName.AGENT for role in acting_roles(request.user)):
        raise PermissionDenied
    known = Talent.objects.filter(person=request.user).first()
    if request.method == "POST" and request.POST.get("enlever") == "1":
        Talent.objects.filter(person=request.user).delete()
        messages.success(request, _("C’est enlevé."), "good")
        return redirect("opportunites:talent")
    form = TalentForm(request.POST if request.method == "POST" else None, instance=known or Talent(person=request.user))
    if form.is_valid():
        Talent.objects.update_or_create(person=request.user, defaults=form.cleaned_data)
        messages.success(request, _("C’est dit. Vous pouvez l’enlever quand vous voulez."), "good")
        return redirect("opportunites:talent")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "opportunites/after/talent.html", {"form": form, "known": known}, status=status)
