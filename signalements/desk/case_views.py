"""`/bureau/<uuid>/`: one signalement as the service needs it, and everything that is done to it in place."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from carto.fiches.models import Contact
from carto.fiches.own.actions import Changed
from carto.fiches.views import UNPROCESSABLE
from carto.text import tidy
from signalements.desk import actions, case, pieces
from signalements.desk.answering import Answer, answer_form
from signalements.desk.case_forms import FORMS, ReachForm, forms_of
from signalements.desk.neighbours import beside
from signalements.desk.rights import acting_role, for_services, readable, sees_contacts
from signalements.models import Signalement

CONFLICT = 409
RELATED = ("categorie", "service", "crew", "assignee", "rule", "iris")


class Visit:
    """One visit to the page of a case, by somebody who sees it; 404 for everybody else."""

    def __init__(self, request: HttpRequest, uuid: UUID) -> None:
        self.request = request
        seen = readable(request.user, request.desk_roles).for_cards().select_related(*RELATED)
        self.signalement: Signalement = get_object_or_404(seen, uuid=uuid)
        self.role = acting_role(request.user, self.signalement)
        self.query = request.GET.copy()
        self.sought = tidy(self.query.pop("histoire", [""])[-1][:100].replace("\0", ""))
        self.suffix = f"?{query}" if (query := self.query.urlencode()) else ""

    def back(self, said: str) -> HttpResponse:
        """To the page again, with a word on what happened; to the public page when it is no longer this person's."""
        messages.success(self.request, said)
        still = readable(self.request.user).filter(pk=self.signalement.pk).exists()
        address = reverse("signalements:desk:case", args=[self.signalement.uuid]) + self.suffix
        return redirect(address if still else self.signalement.get_absolute_url())

    def page(self, status: int = 200, forms: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
        """The page; `forms` replaces those that came back with something to say."""
        held = self.signalement
        before, after = beside(self.request, held)
        shown = self._own_forms() | (forms or {})
        contacts = sees_contacts(self.request.user, held) and Contact.objects.filter(fiche_id=held.pk).exists()
        context = case.told(self.request, held, self.sought) | {
            "forms": shown,
            "answer": Answer(held) if self.role else None,
            "role": self.role,
            "suffix": self.suffix,
            "sought": self.sought,
            "kept_query": [(name, value) for name, values in self.query.lists() for value in values],
            "before": before,
            "after": after,
            "pieces": pieces.drawn(self.request, held),
            "styles": [piece.style for piece in pieces.PIECES if piece.style],
            "reach_form": ReachForm(signalement=held) if contacts else None,
            "bad": [form for form in shown.values() if form.errors],
        }
        return render(self.request, "signalements/desk/case.html", context | more, status=status)

    def _own_forms(self) -> dict[str, Any]:
        """What this person may do here; nothing where a task only lets their service read."""
        held = self.signalement
        return forms_of(held, self.role) | {"repondre": answer_form(held, self.role)} if self.role else {}

    def again(self, name: str, form: Any, error: ValidationError) -> HttpResponse:
        """The page with what was typed: 409 when somebody was quicker, 422 otherwise."""
        stale = isinstance(error, Changed)
        self.signalement.refresh_from_db()
        if stale:
            form.look_again(self.signalement)
        form.add_error(None, error)
        return self.page(CONFLICT if stale else UNPROCESSABLE, {name: form})


@require_safe
@for_services
def page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything about one signalement."""
    return Visit(request, uuid).page()


@require_POST
@for_services
def act(request: HttpRequest, uuid: UUID, do: str) -> HttpResponse:
    """`/bureau/<uuid>/<noter|prendre|confier|priorite|categorie>/`: one small form."""
    visit, kind = Visit(request, uuid), FORMS.get(do)
    if kind is None:
        raise Http404
    if not visit.role or (kind.office and visit.role == "crew"):
        raise PermissionDenied
    form = kind(request.POST, signalement=visit.signalement, auto_id=f"{do}_%s")
    if not form.is_valid():
        return visit.page(UNPROCESSABLE, {do: form})
    try:
        done = form.send(request.user, visit.role)
    except ValidationError as error:
        return visit.again(do, form, error)
    return visit.back(form.same if done is None else form.done)


@require_POST
@for_services
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/bureau/<uuid>/repondre/`: the step and its words; `etape` fills in a reply or shows what will be read."""
    visit = Visit(request, uuid)
    if not visit.role:
        raise PermissionDenied
    step, asked = request.POST.get("etape", ""), Answer(visit.signalement)
    if step == "remplir":
        return visit.page(forms={"repondre": asked.prefilled(request.POST, visit.role)})
    form = answer_form(visit.signalement, visit.role, request.POST, request.FILES)
    valid = form.is_valid() and asked.complete(form)
    if step == "apercu" and "fragment" in request.POST:
        context = {"foreseen": asked.foresee(form) if valid else None, "form": form, "fiche": visit.signalement}
        return render(request, "signalements/desk/_foreseen.html", context, status=200 if valid else UNPROCESSABLE)
    if valid and step == "apercu":
        return visit.page(forms={"repondre": form}, foreseen=asked.foresee(form))
    if valid:
        try:
            form.send(request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return visit.back(_("C’est répondu."))
    stale = form.has_error("__all__", "changed")
    return visit.page(CONFLICT if stale else UNPROCESSABLE, {"repondre": form})


@require_POST
@for_services
def reach(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/bureau/<uuid>/coordonnees/`: shown once, on this answer alone, and the history says who looked and why."""
    visit = Visit(request, uuid)
    if not sees_contacts(request.user, visit.signalement):
        raise PermissionDenied
    form = ReachForm(request.POST, signalement=visit.signalement)
    if not form.is_valid():
        return visit.page(UNPROCESSABLE, reach_form=form)
    contact = actions.reach(visit.signalement, form.cleaned_data["why"], person=request.user, role=visit.role)
    return visit.page(contact=contact, reach_form=form)
