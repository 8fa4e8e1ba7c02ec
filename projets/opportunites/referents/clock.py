"""Until when a topic is answered, carried or set aside with a reason: one clock for the city and for everybody."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localtime

from carto.working_days import due_after, working_days_between
from projets.opportunites.models import Opportunite
from projets.opportunites.workflow import Status


@dataclass(frozen=True)
class Awaited:
    """One answer that is owed; `late` is how many working days ago it should have come, 0 while there is time."""

    topic: Opportunite
    due_at: datetime
    late: int


def awaited(topic: Opportunite) -> Awaited | None:
    """What is owed on a topic that waits; None when it does not."""
    if topic.status != Status.SPOTTED:
        return None
    now = localtime()
    due = due_after(localtime(topic.waiting_since or topic.created_at), settings.CARTO_QUESTION_DAYS)
    late = max(1, working_days_between(due.date(), now.date())) if now > due else 0
    return Awaited(topic, due, late)
