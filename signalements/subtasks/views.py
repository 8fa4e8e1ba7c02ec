"""`/bureau/taches/`: what others have given us a part of, one task of it, and giving one from a case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.views import UNPROCESSABLE, told
from signalements.desk.back import back_to
from signalements.desk.rights import acting_role, for_services, scope
from signalements.layers import SIGNALEMENTS
from signalements.models import Signalement, SubTask
from signalements.subtasks.actions import role_for, tasks_of
from signalements.subtasks.forms import FinishForm, TaskForm
from signalements.workflow import OFFICE

PER_PAGE, CONFLICT = 50, 409
_SHOWN = ("signalement__theme", "signalement__rue", "signalement__quartier", "signalement__service", "service", "crew")


@for_services
def task_list(request: HttpRequest) -> HttpResponse:
    """What is to be done, the most pressing first; `?faites` what was closed, the latest first."""
    closed = "faites" in request.GET
    tasks = tasks_of(request.user).select_related(*_SHOWN)
    if closed:
        tasks = tasks.exclude(state=SubTask.State.OPEN).order_by("-closed_at", "-pk")
    else:
        tasks = tasks.filter(state=SubTask.State.OPEN).order_by(F("due_on").asc(nulls_last=True), "created_at", "pk")
    page = Paginator(tasks, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "closed": closed, "today": timezone.localdate(), "query": "faites" if closed else ""}
    return render(request, "signalements/subtasks/list.html", context)


@for_services
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task with what one needs to know of its signalement, for who was given it and who sees the case."""
    found = get_object_or_404(SubTask.objects.select_related(*_SHOWN, "signalement__categorie"), pk=pk)
    role = _role(request, found)
    form = FinishForm(request.POST if request.method == "POST" else None, task=found)
    status = UNPROCESSABLE if form.errors else 200
    if request.method == "POST" and not role:
        raise PermissionDenied
    if form.is_valid():
        try:
            form.send(request.user, role)
        except ValidationError as error:
            form.add_error(None, error)
            status = CONFLICT if error.code == "changed" else UNPROCESSABLE
            found.refresh_from_db(fields=["state", "outcome", "closed_at"])
        else:
            messages.success(request, _("C’est noté dans l’histoire du signalement."), extra_tags="good")
            return redirect(back_to(request, reverse("signalements:subtasks:list")))
    context = told(SIGNALEMENTS, found.signalement) | {"task": found, "form": form, "may": bool(role)}
    context |= {"today": timezone.localdate(), "back": back_to(request, "")}
    return render(request, "signalements/subtasks/task.html", context, status=status)


def _role(request: HttpRequest, found: SubTask) -> str:
    """As what this person may close that task; empty when they only read it; Http404 when it is not theirs to see."""
    if role := role_for(request.user, found):
        return role
    if not scope(request.user, request.desk_roles).filter(pk=found.signalement_id).exists():
        raise Http404
    acting = acting_role(request.user, found.signalement)
    return acting if acting in OFFICE else ""


@for_services
def give_task(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`pour/<uuid>/`: give a part of that case to others; agents and regulators who may act on it."""
    seen = scope(request.user, request.desk_roles).for_cards().select_related("categorie", "service")
    signalement: Signalement = get_object_or_404(seen, uuid=uuid)
    role = acting_role(request.user, signalement)
    if role not in OFFICE:
        raise PermissionDenied
    form = TaskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            given = form.send(signalement, request.user, role)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            to = given.crew or given.service
            messages.success(request, _("C’est confié à : %(to)s.") % {"to": to}, extra_tags="good")
            return redirect(back_to(request, signalement.get_absolute_url()))
    context: dict[str, Any] = {"fiche": signalement, "form": form, "back": back_to(request, "")}
    return render(request, "signalements/subtasks/give.html", context, status=UNPROCESSABLE if form.errors else 200)
