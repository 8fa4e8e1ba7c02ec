"""What the page of a case shows of its tasks."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from signalements.cases import case_of
from signalements.desk.rights import acting_role
from signalements.models import Signalement, SubTask
from signalements.subtasks.actions import MOST
from signalements.subtasks.forms import TaskForm
from signalements.workflow import CLOSED, OFFICE


def case_piece(request: HttpRequest, signalement: Signalement) -> dict[str, Any]:
    """The tasks of the case, the open ones first, and the form that gives one to whoever may."""
    case = case_of(signalement)
    tasks = list(case.tasks.select_related("service", "crew"))
    still = [task for task in tasks if task.state == SubTask.State.OPEN]
    may = acting_role(request.user, signalement) in OFFICE
    room = case.get_status() not in CLOSED and len(still) < MOST
    return {
        "tasks": still + [task for task in tasks if task.state != SubTask.State.OPEN],
        "tasks_open": len(still),
        "task_form": TaskForm() if may and room else None,
        "today": timezone.localdate(),
        "retour": request.get_full_path(),
    }
