"""Where campaigns are made: those who animate write, publish, change and close them."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projets.idees.campagnes.actions import close_early, missing, publish, revise
from projets.idees.campagnes.forms import CampagneForm, CloseForm, Shape
from projets.idees.campagnes.telling import Standing, counted
from projets.idees.models import Campagne
from projets.idees.rights import for_facilitators

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@for_facilitators
def desk(request: HttpRequest) -> HttpResponse:
    """`/campagnes/animer/`: every campaign, drafts first."""
    found = counted(Campagne.objects.all()).order_by("-opens_at", "-pk")[:200]
    lines = sorted(((each, Standing.of(each)) for each in found), key=lambda line: line[1].code != "draft")
    return render(request, "idees/campagnes/desk.html", {"lines": lines})


@for_facilitators
def new(request: HttpRequest) -> HttpResponse:
    """Write a new one."""
    return _write(request, Campagne(created_by=request.user), initial=_start())


@for_facilitators
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change it; what is published keeps a dated trace of each rule."""
    return _write(request, get_object_or_404(Campagne.objects.select_related("territoire", "official"), slug=slug))


def _start() -> dict[str, object]:
    """From tomorrow morning, for three weeks."""
    opens = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {"shape": Shape.TERRITOIRE, "opens_at": opens, "closes_at": opens + timedelta(days=21)}


def _write(request: HttpRequest, campagne: Campagne, initial: dict[str, object] | None = None) -> HttpResponse:
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CampagneForm(*data, instance=campagne, initial=initial)
    if form.is_valid():
        try:
            revise(form.instance, form.before, person=request.user, why=form.cleaned_data.get("why", ""))
        except ValidationError as error:
            form.add_error("why", error)
        else:
            messages.success(request, _("C’est enregistré."), "good")
            return redirect("idees:campagnes:edit", slug=form.instance.slug)
    status = (CONFLICT if form.has_error("__all__", "changed") else UNPROCESSABLE) if form.is_bound else 200
    stored = Campagne.objects.filter(pk=campagne.pk).first() if campagne.pk else None
    context = {
        "form": form,
        "campagne": stored,
        "standing": Standing.of(stored) if stored else None,
        "missing": missing(stored) if stored else [],
        "closing": CloseForm(auto_id="fermer_%s"),
    }
    return render(request, "idees/campagnes/form.html", context, status=status)


@require_POST
@for_facilitators
def publish_it(request: HttpRequest, slug: str) -> HttpResponse:
    """Show it to everybody; refused in words while something is owed."""
    campagne = get_object_or_404(Campagne, slug=slug)
    try:
        publish(campagne, person=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages), "bad")
        return redirect("idees:campagnes:edit", slug=slug)
    messages.success(request, _("C’est publié. Il reste à coller les affiches."), "good")
    return redirect(campagne)


@require_POST
@for_facilitators
def close_it(request: HttpRequest, slug: str) -> HttpResponse:
    """End it before its time, with the reason that everybody reads."""
    campagne = get_object_or_404(Campagne, slug=slug)
    try:
        form = CloseForm(request.POST)
        close_early(campagne, form.cleaned_data["why"] if form.is_valid() else "", person=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages), "bad")
        return redirect("idees:campagnes:edit", slug=slug)
    messages.success(request, _("Elle est fermée, et la page dit pourquoi."), "good")
    return redirect(campagne)
