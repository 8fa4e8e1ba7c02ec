"""The campaigns as everybody reads them, and where the official answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carto.carte.ordering import keep_seed, visit_seed
from projets.idees.campagnes.actions import answer
from projets.idees.campagnes.answering import ideas_of, may_answer, with_answers
from projets.idees.campagnes.forms import AnswerForm
from projets.idees.campagnes.sealing import seal
from projets.idees.campagnes.telling import page_told, shelves
from projets.idees.dreams.mode import aloft
from projets.idees.models import Campagne
from projets.idees.rights import animation_roles

UNPROCESSABLE, CONFLICT = 422, 409
AT_ONCE = 50  # ideas that wait for an answer, on one page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/campagnes/`: the questions that are asked now, those that come, and what became of the others."""
    return render(request, "idees/campagnes/index.html", shelves())


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign; what is not published is there for those who animate alone."""
    campagne = get_object_or_404(Campagne.objects.select_related("territoire", "official", "service"), slug=slug)
    animates = bool(animation_roles(request.user))
    if campagne.published_at is None and not animates:
        raise Http404
    seal(campagne)
    told = page_told(campagne, request) | {
        "animates": animates,
        "answers": may_answer(request.user, campagne),
    }
    shown = render(request, "idees/campagnes/page.html", told, status=400 if told["errors"] else 200)
    return keep_seed(shown, request, visit_seed(request))  # its restitutions stay in the order that was drawn


@never_cache
@login_required
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """`/campagnes/<slug>/reponses/`: the ideas of a campaign for whoever answers them; 403 for others."""
    campagne = get_object_or_404(Campagne.objects.public(), slug=slug)
    if not may_answer(request.user, campagne):
        raise PermissionDenied
    form = AnswerForm(request.POST) if request.method == "POST" else None
    asked = request.POST.get("idee", "")
    if form is not None and form.is_valid():
        try:
            answer(
                get_object_or_404(ideas_of(campagne), uuid=_uuid(asked)), form.cleaned_data["text"], person=request.user
            )
        except ValidationError as error:
            form.add_error("text", error)
        else:
            messages.success(request, _("C’est répondu : la réponse est sur la page de l’idée, signée."), "good")
            return redirect("idees:campagnes:answers", slug=campagne.slug)
    ideas = list(with_answers(ideas_of(campagne)).order_by("answered_at", "created_at", "pk")[:AT_ONCE])
    waiting = [(idee, form if str(idee.uuid) == asked else AnswerForm(auto_id=f"{idee.uuid}_%s")) for idee in ideas]
    status = (CONFLICT if form.has_error("text", "answered") else UNPROCESSABLE) if form is not None else 200
    context = {
        "campagne": campagne,
        "waiting": [pair for pair in waiting if not pair[0].answers_given and not aloft(pair[0])],
        "aloft": [idee for idee in ideas if not idee.answers_given and aloft(idee)],
        "given": [idee for idee in ideas if idee.answers_given],
        "form": form,
    }
    return render(request, "idees/campagnes/answers.html", context, status=status)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
