"""The threads of a topic: read by everybody, written in by everybody while the phase allows it."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.carte.ordering import keep_seed, visit_seed
from carto.fiches.comments.actions import roles_on
from carto.fiches.models import CommentKind, Visibility
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from projets.opportunites.models import STATUS_LABELS, Apport, Opportunite, Propos
from projets.opportunites.phases.actions import Closed, why_closed
from projets.opportunites.phases.acts import TABLE, phase_open, takes_now
from projets.opportunites.phases.exports import as_csv
from projets.opportunites.phases.forms import ProposForm, ReplyForm
from projets.opportunites.phases.threads import threads
from projets.opportunites.referents.act_views import public_topic

UNPROCESSABLE: Final = 422
CONFLICT: Final = 409


def phases_of(topic: Opportunite) -> list[dict[str, Any]]:
    """The table of acts as a page shows it: each phase, what is said in it, and whether it is the one that is open."""
    now = phase_open(topic)
    return [{"label": STATUS_LABELS[phase], "kinds": kinds, "now": phase == now} for phase, kinds in TABLE]


@never_cache
@require_safe
def index(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/propos/`: every thread, in this visitor's own order."""
    topic = public_topic(uuid)
    page, nodes, who = threads(topic, request)
    person = request.user if request.user.is_authenticated else None
    context = {
        "topic": topic, "page": page, "nodes": nodes, "who": who, "phases": phases_of(topic),
        "closed": why_closed(topic), "takes": takes_now(topic, None),
        "answers": bool(person and roles_on(person, topic)),
    }  # fmt: skip
    return keep_seed(render(request, "opportunites/phases/threads.html", context), request, visit_seed(request))


@never_cache
@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/propos/dire/?sous=12`: 422 for what is wrong, 409 when it is not said now; text kept."""
    topic = public_topic(uuid)
    under, origin = _named(topic, request)
    person = request.user if request.user.is_authenticated else None
    kind = request.GET.get("sorte", "")
    form = ProposForm(
        request.POST if request.method == "POST" else None, topic=topic, under=under, person=person, origin=origin
    )
    if kind in dict(form.fields["kind"].choices):
        form.initial["kind"] = kind
    if not form.fields["kind"].choices:
        return _asked(request, form, CONFLICT)
    if request.method != "POST":
        return _asked(request, form, 200)
    if not form.is_valid():
        return _asked(request, form, UNPROCESSABLE)
    try:
        stored = form.send(weigh(request, Sending.COMMENTAIRE, uuid=form.cleaned_data["uuid"]))
    except Closed as error:
        form.add_error(None, error)
        return _asked(request, form, CONFLICT)
    return _said(request, topic, stored)


def _named(topic: Opportunite, request: HttpRequest) -> tuple[Propos | None, Apport | None]:
    """What the address puts the words under, and the idea of a sheet that they take up; Http404 for strangers' ones."""
    under = origin = None
    if asked := request.GET.get("sous", ""):
        rows = Propos.objects.filter(opportunite=topic.pk, commentaire__visibility=Visibility.PUBLIC)
        under = get_object_or_404(rows.select_related("commentaire__author"), pk=_number(asked))
    if asked := request.GET.get("idee", ""):
        rows = Apport.objects.filter(tablee__opportunite=topic.pk, tablee__published_at__isnull=False)
        rows = rows.filter(commentaire__visibility=Visibility.PUBLIC)
        origin = get_object_or_404(rows.select_related("commentaire", "tablee"), pk=_number(asked))
    return under, origin


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 15):
        raise Http404
    return int(text)


def _asked(request: HttpRequest, form: ProposForm, status: int) -> HttpResponse:
    if len(form.fields["kind"].choices) == 1:
        form.fields["kind"].widget = forms.HiddenInput()
    context = {
        "topic": form.topic, "form": form, "under": form.under, "origin": form.origin,
        "closed": why_closed(form.topic), "phases": phases_of(form.topic),
        "may": bool(form.fields["kind"].choices), "typed": form.data.get("text", "") if form.is_bound else "",
    }  # fmt: skip
    return render(request, "opportunites/phases/say.html", context, status=status)


def _said(request: HttpRequest, topic: Opportunite, stored: Any) -> HttpResponse:
    if stored.visibility != Visibility.PUBLIC:
        messages.info(request, _("Merci. Une personne lira vos mots avant qu’ils paraissent."))
        return redirect("opportunites:threads", uuid=topic.uuid)
    messages.success(request, _("C’est dit : tout le monde le lit ici."), "good")
    return redirect(f"{_thread(stored.propos)}#propos-{stored.propos.pk}")


def _thread(propos: Propos) -> str:
    """Where the thread of a propos is read: the address of its page, whatever order the visitor has."""
    top = propos
    while top.under is not None:
        top = top.under
    return f"{reverse('opportunites:threads', args=[propos.opportunite.uuid])}?fil={top.pk}"


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`/opportunites/<uuid>/propos/12/repondre/`: an agent or a référent answers a question; 403 for anybody else."""
    topic = public_topic(uuid)
    asked = Propos.objects.filter(opportunite=topic.pk, commentaire__visibility=Visibility.PUBLIC)
    asked = asked.filter(commentaire__kind=CommentKind.QUESTION, commentaire__due_at__isnull=False)
    propos = get_object_or_404(asked.select_related("commentaire__author"), pk=pk)
    propos.commentaire.fiche = topic
    form = ReplyForm(request.POST or None, question=propos.commentaire, person=request.user)
    if not form.may:
        raise PermissionDenied
    if form.is_valid():
        stored = form.send(weigh(request, Sending.COMMENTAIRE, uuid=form.cleaned_data["uuid"]))
        messages.success(request, _("C’est répondu."), "good")
        return redirect(f"{_thread(propos)}#parole-{stored.pk}")
    context = {"topic": topic, "form": form, "under": propos, "may": True, "answering": True}
    return render(request, "opportunites/phases/say.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
def file(request: HttpRequest, uuid: UUID) -> StreamingHttpResponse:
    """`/opportunites/<uuid>/propos.csv`: every public propos with its place, its phase and its family; streamed."""
    topic = public_topic(uuid)
    headers = {"Content-Disposition": f'attachment; filename="propos-{topic.number or topic.uuid}.csv"'}
    return StreamingHttpResponse(as_csv(topic), content_type="text/csv; charset=utf-8", headers=headers)
