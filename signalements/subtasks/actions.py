"""Giving a part of the work to others, and saying what became of it."""

from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.comptes.models import Crew, Service, User
from carto.fiches.actions import record
from carto.fiches.models import Evenement, What
from carto.text import tidy
from signalements.cases import lock_case
from signalements.desk.rights import WORKED_ON, desk_roles, given_to
from signalements.guards import check_day
from signalements.models import Signalement, SubTask
from signalements.workflow import CLOSED

MOST: Final = 10  # open at once, for one case: beyond, it is several problems


def tasks_of(user: User) -> QuerySet[SubTask]:
    """The tasks that this person has before them, as one of their roles."""
    given = Q(pk__in=())
    for role in desk_roles(user):
        given |= given_to(role)
    return SubTask.objects.filter(given, signalement__visibility__in=WORKED_ON)


def role_for(user: User, task: SubTask) -> str:
    """As what this person closes a task that they were given; empty when it is not theirs."""
    for role in desk_roles(user):
        if SubTask.objects.filter(given_to(role), pk=task.pk, signalement__visibility__in=WORKED_ON).exists():
            return role.name
    return ""


def give(
    signalement: Signalement, title: str, *, service: Service, crew: Crew | None = None, text: str = "",
    due_on: date | None = None, person: User | None, role: str,
) -> SubTask:  # fmt: skip
    """Give a part of the work of that case (the one that is kept) to a service, or to one of its crews.

    Raises ValidationError (French) once the case is closed, beyond ten open tasks, and for a day that is over.
    """
    check_day(due_on)
    with transaction.atomic():
        case, _joined = lock_case(signalement)
        if case.get_status() in CLOSED:
            raise ValidationError(_("Ce signalement est clos : rouvrez-le avant de confier une tâche."), code="closed")
        if case.tasks.filter(state=SubTask.State.OPEN).count() >= MOST:
            raise ValidationError(_("Dix tâches sont déjà ouvertes : terminez-en une d’abord."), code="many")
        task = SubTask.objects.create(
            signalement=case, title=tidy(title), text=tidy(text), service=service, crew=crew, due_on=due_on,
            created_by=person,
        )  # fmt: skip
        record(case, What.TASK, role=role, person=person, private_text=_given(task))
    return task


def finish(task: SubTask, state: str, outcome: str, *, person: User | None, role: str) -> Evenement:
    """Say that it is done, or dropped, and what became of it.

    Raises ValidationError (French) without a word on it, and when somebody was quicker.
    """
    outcome = tidy(outcome)
    if not outcome:
        raise ValidationError(_("Dites en quelques mots ce qui a été fait, ou pourquoi on y renonce."), code="why")
    with transaction.atomic():
        locked = SubTask.objects.select_for_update(of=("self",)).select_related("signalement").get(pk=task.pk)
        if locked.state != SubTask.State.OPEN:
            said = {"state": locked.get_state_display()}
            raise ValidationError(_("Entre-temps, cette tâche a été dite « %(state)s ».") % said, code="changed")
        locked.state, locked.outcome, locked.closed_at = state, outcome[:500], timezone.now()
        locked.save(update_fields=["state", "outcome", "closed_at"])
        said = {"title": locked.title, "state": locked.get_state_display(), "outcome": locked.outcome}
        words = _("« %(title)s » : %(state)s. %(outcome)s") % said
        return record(locked.signalement, What.TASK, role=role, person=person, private_text=words)


def _given(task: SubTask) -> str:
    """The line of history, for the services alone."""
    to = task.crew.name if task.crew else task.service.name
    said = _("« %(title)s », confiée à : %(to)s.") % {"title": task.title, "to": to}
    if task.due_on:
        said += " " + _("Pour le %(day)s.") % {"day": date_format(task.due_on, "j F Y")}
    return said
