"""The ideas that a service owes an answer; the answer; another service; and how the promises are kept."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carto.comptes.models import RoleName, Service, User
from carto.fiches.answering.actions import why_not
from carto.fiches.layers import layer_named
from carto.promised import Promised
from projets.idees.answers.actions import answer_idea, hand_over, may_answer, role_to_hand_over
from projets.idees.answers.forms import AnswerForm, HandOverForm
from projets.idees.answers.querysets import kept_by_service, unanswered
from projets.idees.models import Idee

PER_PAGE: Final = 30
UNPROCESSABLE, CONFLICT = 422, 409


def services_of(person: User) -> list[Service]:
    """The services in whose name this person answers ideas."""
    held = person.roles.filter(name=RoleName.AGENT, service__isnull=False)
    return list(Service.objects.filter(pk__in=held.values("service")))


@never_cache
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """`/idees/reponses/`: what one's service owes an answer, those past their day first; 403 for whoever has none."""
    services = services_of(request.user)
    if not services:
        raise PermissionDenied
    waiting = unanswered(services).for_cards().select_related("autocollant", "service")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "services": services, "waiting": [(idee, Promised(idee.answer_due_at)) for idee in page]}
    return render(request, "idees/answers/queue.html", context)


@require_safe
def by_service(request: HttpRequest) -> HttpResponse:
    """`/idees/reponses/services/`: for everybody, how each service keeps its promises."""
    return render(request, "idees/answers/services.html", {"kept": kept_by_service()})


@never_cache
@login_required
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/idees/reponses/<uuid>/`: answer, or ask for another service; 403 for whoever may do neither."""
    idee = get_object_or_404(layer_named("idees").objects().public(), uuid=uuid)
    return _Visit(request, idee).answer()


class _Visit:
    """One visit to the page where an idea is answered."""

    def __init__(self, request: HttpRequest, idee: Idee) -> None:
        self.request, self.idee = request, idee
        self.may_answer = may_answer(request.user, idee)
        self.role = "" if idee.answered_at else role_to_hand_over(request.user, idee)
        if not (self.may_answer or self.role):
            raise PermissionDenied
        self.why = why_not(idee)
        sent = request.POST if request.method == "POST" else None
        self.doing = sent.get("do", "") if sent else ""
        self.form = AnswerForm(sent if self.doing == "answer" else None, idee=idee)
        self.other = HandOverForm(sent if self.doing == "hand_over" else None, idee=idee)

    def answer(self) -> HttpResponse:
        """Do what was asked, or show the page; of what nobody answers yet, why."""
        if self.why:
            return self._page(UNPROCESSABLE if self.request.method == "POST" else 200)
        doing = {
            "answer": (self.form, self._answer, self.may_answer),
            "hand_over": (self.other, self._hand_over, self.role),
        }
        if self.doing not in doing:
            return self._page()
        form, act, may = doing[self.doing]
        if not may:
            raise PermissionDenied
        if form is self.form and form.stale:
            form.look_again()
            messages.warning(self.request, _("Quelqu’un vient d’y toucher : relisez, puis envoyez si cela ajoute."))
            return self._page(CONFLICT)
        if not form.is_valid():
            return self._page(UNPROCESSABLE)
        try:
            messages.success(self.request, act(form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(UNPROCESSABLE)
        return redirect(self.idee)

    def _answer(self, data: dict[str, Any]) -> str:
        answer_idea(self.idee, data["text"], service=self.idee.service, person=self.request.user, after=data["after"])
        return _("C’est répondu : la réponse est sur la page, avec le nom du service.")

    def _hand_over(self, data: dict[str, Any]) -> str:
        hand_over(self.idee, data["service"], data["reason"], person=self.request.user, role=self.role)
        return _("C’est confié à : %(service)s.") % {"service": data["service"]}

    def _page(self, status: int = 200) -> HttpResponse:
        owed = self.idee.answer_due_at and not self.why
        promised = Promised(self.idee.answer_due_at, self.idee.answered_at) if owed else None
        context = {
            "idee": self.idee, "fiche": self.idee, "promised": promised, "doing": self.doing,
            "form": self.form if self.may_answer and not self.why else None,
            "other": self.other if self.role and not self.why else None,
            "why": self.why, "typed": (self.form.data.get("text") or self.other.data.get("autre-reason") or "")[:2000],
        }  # fmt: skip
        return render(self.request, "idees/answers/answer.html", context, status=status)
