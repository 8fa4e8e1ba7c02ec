"""Reading and asking: `/argent/questions/`, with or without a figure in the address."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.comptes.rules import is_moderator
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from projets.equipements.models import Demande
from projets.equipements.questions.about import Figure, read_figure
from projets.equipements.questions.actions import ask
from projets.equipements.questions.clock import Handed, Told, all_told
from projets.equipements.questions.forms import AnswerForm, AskForm, HideForm, TheirAnswerForm, TransmitForm
from projets.equipements.questions.rights import answering

PER_PAGE: Final = 20
NAMES: Final = ("cout", "ligne", "chart")


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """All of them, or those about one figure: `?cout=12`, `?ligne=7`, `?chart=…`; those that wait, late ones first."""
    figure = read_figure(request.GET) if any(request.GET.get(name) for name in NAMES) else None
    shown = Demande.objects.shown() if figure is None else _about(figure)
    waiting = "attente" in request.GET
    if waiting:
        shown = shown.filter(pk__in=Demande.objects.waiting().order_by().values("pk")).order_by("due_at", "pk")
    page = Paginator(shown.told(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "figure": figure, "page": page, "told": all_told(page), "waiting": waiting,
        "late": Demande.objects.waiting().late().count() if figure is None else 0,
        "hidden": Demande.objects.hidden().exists(),
    }  # fmt: skip
    return render(request, "equipements/questions/list.html", context)


def _about(figure: Figure) -> QuerySet[Demande]:
    named = next((name, value) for name, value in figure.kept.items() if value)
    return Demande.objects.shown().filter(**dict([named]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest) -> HttpResponse:
    """`poser/?cout=12`: the form in two fields; refused (422), what was typed is still there."""
    figure = read_figure(request.GET)
    person = request.user if request.user.is_authenticated else None
    form = AskForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        verdict = weigh(request, Sending.COMMENTAIRE, uuid=form.cleaned_data["uuid"])
        return _asked(request, ask(figure, form.asking(), verdict), figure)
    context = {"figure": figure, "form": form, "known": all_told(_about(figure).told()[:5])}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "equipements/questions/ask.html", context, status=status)


def _asked(request: HttpRequest, demande: Demande, figure: Figure) -> HttpResponse:
    if not Demande.objects.shown().filter(pk=demande.pk).exists():
        messages.info(request, _("Merci. Une personne lira vos mots avant qu’ils paraissent."))
        return redirect(f"{reverse('equipements:questions:list')}?{figure.query}")
    messages.success(request, _("Merci : votre question est posée. La réponse restera à cette adresse."))
    return redirect("equipements:questions:page", demande.uuid)


@require_safe
def question_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One question: its figure, its clock, its answer, to whom it was handed, and the debate that it opened."""
    return render_question(request, uuid)


def render_question(
    request: HttpRequest, uuid: UUID, *, status: int = HTTPStatus.OK, **forms: Any
) -> HttpResponse:  # fmt: skip
    """Its page, with the forms of whoever may act; `forms` replaces one that was refused."""
    demande = get_object_or_404(Demande.objects.shown().told(), uuid=uuid)
    told = Told(demande)
    acting = answering(request.user, told)
    handed = [
        (Handed(each), forms.get(f"their_form_{each.pk}") or TheirAnswerForm(auto_id=f"leur_{each.pk}_%s"))
        for each in demande.transmissions.all()
    ]
    context = {
        "told": told, "figure": told.figure, "handed": handed, "acting": acting,
        "moderating": is_moderator(request.user),
    }  # fmt: skip
    if acting:
        context |= {"answer_form": AnswerForm(auto_id="reponse_%s")}
        context |= {"transmit_form": TransmitForm(auto_id="transmettre_%s", initial={"organisme": _meant(demande)})}
    if context["moderating"]:
        context["hide_form"] = HideForm(auto_id="masquer_%s")
    return render(request, "equipements/questions/page.html", context | forms, status=status)


def _meant(demande: Demande) -> str:
    """The organisation whose competence was asked about, in the directory."""
    room, _colon, rest = demande.chart.partition(":")
    return rest.partition("/")[2] if room == "qui" else ""


@require_safe
def hidden_list(request: HttpRequest) -> HttpResponse:
    """`masquees/`: what the moderation took away, with its reason; the words themselves are not shown."""
    page = Paginator(Demande.objects.hidden().told(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "told": all_told(page), "moderating": is_moderator(request.user)}
    return render(request, "equipements/questions/hidden.html", context)
