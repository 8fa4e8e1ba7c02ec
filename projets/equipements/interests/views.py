"""`/argent/interets/`: the public register, and one's own statements."""

from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projets.equipements.interests.forms import InterestForm
from projets.equipements.interests.standing import declares, holding
from projets.equipements.models import Interet

PER_PAGE: Final = 50


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What holds today, then what has ended; who has nothing to declare says so."""
    declared = Interet.objects.select_related("organisme")
    ended = Paginator(declared.exclude(holding()), PER_PAGE).get_page(request.GET.get("page"))
    own = request.user.pk if request.user.is_authenticated else None
    context = {"standing": declared.filter(holding()), "ended": ended, "own": own, "declares": declares(request.user)}
    return render(request, "equipements/interests/register.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """`declarer/`: for those who decide, publish or speak for a group; 403 for others."""
    if not declares(request.user):
        raise PermissionDenied
    form = InterestForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("Merci : votre déclaration est dans le registre."))
        return redirect("equipements:interests:register")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "equipements/interests/declare.html", {"form": form}, status=status)


@never_cache
@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """`<pk>/terminer/`: it no longer holds; the register keeps it, with its last day."""
    mine = get_object_or_404(Interet, pk=pk, person=request.user)
    if not Interet.objects.filter(pk=mine.pk, until=None).update(until=max(localdate(), mine.since)):
        messages.info(request, _("Cette déclaration était déjà terminée."))
    return redirect("equipements:interests:register")
