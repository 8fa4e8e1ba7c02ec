"""What comes before and after a signalement in the view that one came from, in the queue's own order."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from signalements.desk.rights import scope
from signalements.models import Signalement
from signalements.querysets import SignalementQuerySet


def beside(request: HttpRequest, signalement: Signalement) -> tuple[Any, Any]:
    """The uuids before and after it, None at the ends: two short walks along the index of the queue, never a count."""
    view = scope(request.user, request.desk_roles).for_queue().select_related(None)
    return _first(view.reverse(), signalement, before=True), _first(view, signalement, before=False)


def _first(view: SignalementQuerySet, signalement: Signalement, *, before: bool) -> Any:
    """The nearest in that direction: among those of its own sort (promised or not), then among the others."""
    side = "lt" if before else "gt"
    due: datetime | None = signalement.due_at
    later = _after(side, signalement)
    if due is None:
        own, others = Q(due_at__isnull=True) & later, Q(due_at__isnull=False)
        others = others if before else Q(pk__in=())
    else:
        edge = Q(**{f"due_at__{side}e": due})  # where the index begins to be read
        own = edge & (Q(**{f"due_at__{side}": due}) | (Q(due_at=due) & later))
        others = Q(pk__in=()) if before else Q(due_at__isnull=True)
    return next(
        (found for found in (view.filter(q).values_list("uuid", flat=True).first() for q in (own, others)) if found),
        None,
    )


def _after(side: str, signalement: Signalement) -> Q:
    at = signalement.reported_at
    return Q(**{f"reported_at__{side}": at}) | Q(reported_at=at, **{f"pk__{side}": signalement.pk})
