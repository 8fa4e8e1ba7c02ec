"""The pages of the juries: all of them, what a juror reads and answers, who offers, and who calls one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from carto.comptes.models import User
from carto.comptes.rules import is_moderator
from carto.fiches.actions import fiche_of_secret
from carto.fiches.layers import layer_of
from carto.fiches.models import Acte, ActeKind, Jure, Jury
from carto.fiches.moderation.jury import actions
from carto.fiches.moderation.jury.closing import close_over
from carto.fiches.moderation.jury.draw import QUORUM, SEATS
from carto.fiches.moderation.jury.forms import OpinionForm
from carto.fiches.moderation.wording import RULES

PER_PAGE = 20
UNPROCESSABLE, CONFLICT = 422, 409


@never_cache
def juries(request: HttpRequest) -> HttpResponse:
    """`/jurys/`: how a jury works, and each of them with its verdict; `?page=`."""
    close_over()
    told = Jury.objects.select_related("acte__fiche__theme", "acte__fiche__quartier", "acte__fiche__commune")
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    lines = [(jury, layer_of(jury.acte.fiche.kind)) for jury in page]
    context = {"lines": lines, "page": page, "seats": SEATS, "quorum": QUORUM}
    return render(request, "fiches/moderation/jury/list.html", context)


@require_POST
@login_required
def offer(request: HttpRequest) -> HttpResponse:
    """From one's account: accept to be drawn (`willing=yes`), or no longer."""
    willing = request.POST.get("willing") == "yes"
    actions.volunteer(request.user, willing=willing)
    told = _("Merci ! Si le sort vous désigne, vous recevrez un e-mail.") if willing else _("C’est noté.")
    messages.success(request, told)
    return redirect("comptes:home")


@never_cache
@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """`/jurys/<n>/`: what one of its members reads, without names, and answers; 404 for everybody else."""
    close_over()
    called = Jure.objects.filter(called_at__isnull=False).select_related(
        "jury__acte__fiche__theme", "jury__acte__fiche__quartier", "jury__acte__fiche__commune",
        "jury__acte__commentaire",
    )  # fmt: skip
    jure = get_object_or_404(called, jury_id=pk, person=request.user)
    doing = request.POST.get("do") if request.method == "POST" else ""
    form = OpinionForm(request.POST if doing == "answer" else None)
    try:
        if doing == "decline":
            actions.decline(jure)
            return _thanked(request, _("C’est noté, quelqu’un d’autre est convié à votre place."))
        if form.is_valid():
            actions.answer(jure, **form.cleaned_data)
            return _thanked(request, _("Merci. Votre avis compte, sans votre nom."))
    except ValidationError as error:
        form.add_error(None, error) if form.is_bound else messages.warning(request, error.message)
        return _case(request, jure, form, CONFLICT)
    return _case(request, jure, form, UNPROCESSABLE if form.is_bound else 200)


def _thanked(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(request.path)


def _case(request: HttpRequest, jure: Jure, form: OpinionForm, status: int) -> HttpResponse:
    acte = jure.jury.acte
    context = {
        "jure": jure, "jury": jure.jury, "acte": acte, "form": form, "said": _said(acte),
        "rule": next(told for told in RULES if told.rule == acte.rule),
        "fiche": acte.fiche, "layer": layer_of(acte.fiche.kind),
    }  # fmt: skip
    return render(request, "fiches/moderation/jury/case.html", context, status=status)


def _said(acte: Acte) -> str:
    """The words that were taken away: of the fiche, of the comment, or out of one of their texts."""
    if acte.what == ActeKind.EDITED:
        return acte.before
    if acte.commentaire:
        return acte.commentaire.text
    return "\n\n".join(filter(None, (acte.fiche.title, acte.fiche.text, acte.fiche.feeling)))


@require_POST
@login_required
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """A moderator, or the author from their account, calls a jury about an act; a stranger is told 403."""
    acte = get_object_or_404(Acte.objects.told(), pk=pk)
    if is_moderator(request.user):
        return _called(request, acte, by=request.user, role="moderator")
    if not Acte.objects.about(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return _called(request, acte, by=request.user, role="resident")


@never_cache
@require_POST
def call_by_link(request: HttpRequest, secret: str, pk: int) -> HttpResponse:
    """The author without an account does the same, from the secret link of the fiche."""
    fiche = fiche_of_secret(secret)
    if fiche is None:
        raise Http404
    acte = get_object_or_404(Acte.objects.told().filter(fiche=fiche, commentaire=None), pk=pk)
    return _called(request, acte, by=None, role="resident")


def _called(request: HttpRequest, acte: Acte, *, by: User | None, role: str) -> HttpResponse:
    """To the act's public page, which says either the draw or why there is none."""
    try:
        actions.call(acte, by=by, role=role)
    except ValidationError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Le sort a désigné cinq habitants. Ils ont sept jours."))
    return redirect("fiches:moderation:act", acte.pk)
