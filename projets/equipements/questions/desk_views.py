"""The desk of questions: what waits for an answer, handing on, reminding, and what the moderation looks at."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carto.comptes.rules import is_moderator
from projets.equipements.models import Demande, Transmission
from projets.equipements.questions import actions
from projets.equipements.questions.clock import Handed, Told, all_told
from projets.equipements.questions.forms import AnswerForm, HideForm, ShowForm, TheirAnswerForm, TransmitForm
from projets.equipements.questions.letters import mailbox_of
from projets.equipements.questions.rights import must_answer, must_moderate
from projets.equipements.questions.views import PER_PAGE, render_question
from projets.equipements.rights import publishing

CONFLICT, UNPROCESSABLE = HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """`a-repondre/`: those that wait for these people, the most urgent first; moderators see what to look at."""
    mine, moderating = publishing(request.user), is_moderator(request.user)
    if not (mine or moderating):
        raise PermissionDenied
    waiting = Demande.objects.waiting() if mine else Demande.objects.none()
    if mine and not mine.role:
        waiting = waiting.published_by(mine.organismes)
    page = Paginator(waiting.told(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, [Handed(one) for one in each.demande.transmissions.all()]) for each in all_told(page)]
    reread = all_told(Demande.objects.to_reread().told()[:PER_PAGE]) if moderating else []
    context = {"page": page, "rows": rows, "reread": reread, "publishing": mine}
    return render(request, "equipements/questions/desk.html", context)


@never_cache
@login_required
@require_POST
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`<uuid>/repondre/`."""

    def do(demande: Demande, data: dict[str, Any], **who: Any) -> None:
        actions.answer(demande, data["text"], **who)

    return _act(request, uuid, AnswerForm(request.POST, auto_id="reponse_%s"), "answer_form", do)


@never_cache
@login_required
@require_POST
def transmit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`<uuid>/transmettre/`; says whether a mail leaves, or that somebody has to write."""

    def do(demande: Demande, data: dict[str, Any], **who: Any) -> None:
        given = actions.transmit(demande, data["organisme"], data["words"], **who)
        if not mailbox_of(given.organisme):
            messages.warning(request, _("Nous n’avons pas leur adresse e-mail : écrivez-leur par leur site."))

    return _act(request, uuid, TransmitForm(request.POST, auto_id="transmettre_%s"), "transmit_form", do)


@never_cache
@login_required
@require_POST
def take_answer(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`<uuid>/transmissions/<pk>/reponse/`."""

    def do(demande: Demande, data: dict[str, Any], **who: Any) -> None:
        given = get_object_or_404(Transmission.objects.select_related("organisme"), pk=pk, demande=demande)
        actions.take_answer(given, data["text"], data["said_by"], **who)

    return _act(request, uuid, TheirAnswerForm(request.POST, auto_id=f"leur_{pk}_%s"), f"their_form_{pk}", do)


@never_cache
@login_required
@require_POST
def remind(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`<uuid>/transmissions/<pk>/relancer/`: only once their days have passed."""
    demande = get_object_or_404(Demande.objects.shown().told(), uuid=uuid)
    must_answer(request, Told(demande))
    given = get_object_or_404(Transmission, pk=pk, demande=demande)
    if not Handed(given).to_remind:
        messages.warning(request, _("Il leur reste du temps pour répondre."))
    else:
        actions.remind(given)
        messages.success(request, _("C’est fait : ils sont relancés."))
    return redirect("equipements:questions:page", uuid)


def _act(request: HttpRequest, uuid: UUID, form: Any, name: str, do: Callable[..., None]) -> HttpResponse:
    """Right, form, action; refused, the page again with what was typed (422), or what somebody did before (409)."""
    demande = get_object_or_404(Demande.objects.shown().told(), uuid=uuid)
    acting = must_answer(request, Told(demande))
    if not form.is_valid():
        return render_question(request, uuid, status=UNPROCESSABLE, form=form, **{name: form})
    try:
        do(demande, form.cleaned_data, publishing=acting, person=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        status = CONFLICT if error.code in {"late", "hidden"} else UNPROCESSABLE
        return render_question(request, uuid, status=status, form=form, **{name: form})
    messages.success(request, _("C’est enregistré."))
    return redirect("equipements:questions:page", uuid)


@never_cache
@login_required
@require_POST
def hide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`<uuid>/masquer/`: for moderators, with the rule and the reason that everybody reads."""
    must_moderate(request)
    demande = get_object_or_404(Demande.objects.select_related("commentaire"), uuid=uuid)
    form = HideForm(request.POST, auto_id="masquer_%s")
    if not form.is_valid() and demande.held:  # it has no page yet
        messages.error(request, _("Dites pourquoi : tout le monde lira la raison."))
        return redirect("equipements:questions:desk")
    if not form.is_valid():
        return render_question(request, uuid, status=UNPROCESSABLE, form=form, hide_form=form)
    try:
        actions.hide(demande, rule=form.cleaned_data["rule"], why=form.cleaned_data["why"], by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("equipements:questions:hidden")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`<uuid>/montrer/`: a moderator reads again what was hidden, and shows it with a reason; refused (422) or too late
    (409), the words are kept.
    """
    must_moderate(request)
    demande = get_object_or_404(Demande.objects.told(), uuid=uuid)
    form, status = ShowForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.show_again(demande, why=form.cleaned_data["why"], by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
                status = CONFLICT
            else:
                messages.success(request, _("La question se lit de nouveau ; le registre dit pourquoi."))
                return redirect("equipements:questions:page", uuid)
    return render(request, "equipements/questions/show.html", {"told": Told(demande), "form": form}, status=status)


@never_cache
@login_required
@require_POST
def publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`<uuid>/publier/`: a moderator has looked."""
    must_moderate(request)
    actions.publish(get_object_or_404(Demande, uuid=uuid), by=request.user)
    messages.success(request, _("La question est publiée."))
    return redirect("equipements:questions:desk")
