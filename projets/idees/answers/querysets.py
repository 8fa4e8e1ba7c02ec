"""What waits for an answer, and how each service keeps its promises: services, never people."""

from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils import timezone

from carto.comptes.models import Service
from projets.idees.models import Idee
from projets.idees.querysets import IdeeQuerySet

# Ideas answered this year, with the working of it: half of them within so many days.
_KEPT: Final = """
SELECT service.name,
       count(*) FILTER (WHERE answered_at IS NULL),
       count(*) FILTER (WHERE answered_at IS NULL AND answer_due_at < %(now)s),
       count(*) FILTER (WHERE answered_at IS NOT NULL),
       count(*) FILTER (WHERE answered_at <= answer_due_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY answered_at - fiche.created_at)
           FILTER (WHERE answered_at IS NOT NULL)
FROM idees_idee AS idee
JOIN fiches_fiche AS fiche ON fiche.id = idee.fiche_ptr_id AND fiche.kind = 'idee' AND fiche.visibility = 'public'
JOIN comptes_service AS service ON service.id = idee.service_id
LEFT JOIN idees_campagne AS campagne ON campagne.id = idee.campagne_id
WHERE answer_due_at IS NOT NULL AND campagne.dream IS NOT TRUE
GROUP BY service.id, service.name
ORDER BY service.name
"""


@dataclass(frozen=True)
class Kept:
    """How one service answers: ideas that wait, those of them past their day, those answered, those of them in time."""

    service: str
    waiting: int
    late: int
    answered: int
    in_time: int
    days: int | None  # half of the answers came within so many; None under ENOUGH of them


ENOUGH: Final = 5  # answers: of fewer a median says nothing


def unanswered(services: list[Service]) -> IdeeQuerySet:
    """The public ideas that these services owe an answer, the latest promise last: those past their day come first."""
    waiting = Idee.objects.filter(service__in=services, answered_at=None, answer_due_at__isnull=False)
    return waiting.undreamt().public().order_by("answer_due_at", "pk")


def kept_by_service() -> list[Kept]:
    """Every service that owes or gave answers, from A to Z: none is ranked."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"now": timezone.now()})
        return [
            Kept(*row[:5], days=round(row[5].total_seconds() / 86400) if row[3] >= ENOUGH else None)
            for row in cursor.fetchall()
        ]
