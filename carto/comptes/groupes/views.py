"""The groups, for everybody: how many people each is, never who; for members, whom they ask and how one leaves."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from carto.comptes.groupes.actions import (
    LINK_DAYS,
    consent,
    declare,
    dissolve,
    groupe_of_token,
    invite,
    is_member,
    join_token,
    leave,
)
from carto.comptes.groupes.forms import GroupeForm, InviteForm
from carto.comptes.groupes.querysets import declared
from carto.comptes.models import Adhesion, Groupe

PER_PAGE: Final = 50
UNPROCESSABLE: Final = 422


@require_safe
def groupe_list(request: HttpRequest) -> HttpResponse:
    """`/groupes/`: every declared group, from A to Z."""
    page = Paginator(declared().order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "comptes/groupes/list.html", {"page": page})


@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """`/groupes/declarer/`: what it is called, what it is, what it looks for."""
    form = GroupeForm(request.POST or None)
    if form.is_valid():
        try:
            groupe = declare(**form.cleaned_data, person=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est déclaré. Demandez maintenant à ses membres s’ils en sont."))
            return redirect(groupe)
    return render(request, "comptes/groupes/new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@never_cache
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """`/groupes/<slug>/`: what it says of itself, and how many people it is."""
    groupe = get_object_or_404(Groupe, slug=slug)
    return _page(request, groupe, InviteForm())


def _page(request: HttpRequest, groupe: Groupe, form: InviteForm, status: int = 200) -> HttpResponse:
    member = groupe.dissolved_at is None and is_member(request.user, groupe)
    signed_in = request.user.is_authenticated
    asked = signed_in and not member and groupe.adhesions.filter(person=request.user, left_at=None).exists()
    link = reverse("groupes:join", args=[join_token(groupe)]) if member else ""
    context = {
        "groupe": groupe, "form": form if member else None, "member": member, "asked": asked,
        "members": groupe.adhesions.filter(consented_at__isnull=False, left_at=None).count(),
        "link": request.build_absolute_uri(link) if link else "", "link_days": LINK_DAYS,
        "mine": signed_in and groupe.declared_by_id == request.user.pk,
    }  # fmt: skip
    return render(request, "comptes/groupes/page.html", context, status=status)


@never_cache
@login_required
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A member asks somebody in; the answer is the same whether that address has an account or not."""
    groupe = get_object_or_404(Groupe, slug=slug, dissolved_at=None)
    if not is_member(request.user, groupe):
        raise PermissionDenied
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, groupe, form, UNPROCESSABLE)
    invite(groupe, form.cleaned_data["email"])
    messages.success(request, _("Si cette adresse a un compte, la question l’attend dans « Mon compte »."))
    return redirect(groupe)


@never_cache
@login_required
def join(request: HttpRequest, token: str) -> HttpResponse:
    """`/groupes/rejoindre/<token>/`: a page to be sure, then one is of it."""
    groupe = groupe_of_token(token)
    if groupe is None:
        raise Http404
    if request.method == "POST":
        return _joined(request, groupe)
    return render(request, "comptes/groupes/join.html", {"groupe": groupe})


@never_cache
@login_required
@require_POST
def say_yes(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody who was asked says yes."""
    asked = Adhesion.objects.filter(person=request.user, left_at=None, groupe__dissolved_at=None)
    return _joined(request, get_object_or_404(asked.select_related("groupe"), groupe__slug=slug).groupe)


def _joined(request: HttpRequest, groupe: Groupe) -> HttpResponse:
    consent(groupe, request.user)
    messages.success(request, _("Vous êtes de %(groupe)s. Vous pouvez le quitter à tout moment.") % {"groupe": groupe})
    return redirect(groupe)


@never_cache
@login_required
@require_POST
def go(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave, or say no."""
    groupe = get_object_or_404(Groupe, slug=slug)
    if leave(groupe, request.user):
        messages.success(request, _("C’est noté : vous n’êtes pas de %(groupe)s.") % {"groupe": groupe})
    return redirect("comptes:home")


@never_cache
@login_required
@require_POST
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever declared it says that it is no more."""
    groupe = get_object_or_404(Groupe, slug=slug)
    if not dissolve(groupe, request.user):
        raise PermissionDenied
    messages.success(request, _("Le groupe est dissous : chacun compte de nouveau pour soi."))
    return redirect(groupe)
