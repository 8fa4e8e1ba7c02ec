"""The vocabulary of street problems: what is open, late, in whose queue."""

from datetime import datetime
from typing import Final, Self

from django.db import connection, models
from django.db.models import F, Q

from carto.comptes.models import Service
from carto.fiches.querysets import FicheQuerySet
from signalements.workflow import OPEN

OPEN_STATES: Final = sorted(status.value for status in OPEN)

# What was treated, reopened and treated again took until the last time; what is not treated today has no delay yet.
_DELAYS = """
WITH kept (id, place, status, reported_at) AS MATERIALIZED ({kept}), treated AS (
    SELECT kept.id, extract(epoch FROM max(evenement.at) - kept.reported_at) / 86400 AS days
    FROM kept JOIN fiches_evenement AS evenement ON evenement.fiche_id = kept.id
    WHERE kept.status = 'treated' AND evenement.what = 'status' AND evenement.after = 'treated'
    GROUP BY kept.id, kept.reported_at
    HAVING max(evenement.at) >= kept.reported_at
)
SELECT place, percentile_cont(0.5) WITHIN GROUP (ORDER BY days), count(days), count(*)
FROM kept LEFT JOIN treated USING (id)
GROUP BY place
"""


class CategorieQuerySet(models.QuerySet):
    """Categories, as forms offer them."""

    def offered(self) -> Self:
        """Those that residents may choose, by family, with the service that will receive the report."""
        return self.filter(active=True).select_related("service", "theme")


class SignalementQuerySet(FicheQuerySet):
    """Signalements through their own table, which keeps the sort keys of the queue."""

    def open(self) -> Self:
        """Neither treated nor declined."""
        return self.filter(status__in=OPEN_STATES)

    def overdue(self, at: datetime) -> Self:
        """Open, and promised for before `at`; those without a promise are never late."""
        return self.open().filter(due_at__lt=at)

    def of_service(self, service: Service) -> Self:
        """What this service has to answer."""
        return self.filter(service=service)

    def for_queue(self) -> Self:
        """In the order in which a service works: what was promised first comes first, promises before none."""
        return self.open().for_cards().select_related("categorie", "service").order_by(
            F("due_at").asc(nulls_last=True), "reported_at", "pk"
        )  # fmt: skip

    def reported_between(self, start: datetime, end: datetime) -> Self:
        """Reported from `start` (included) to `end` (not included)."""
        return self.filter(Q(reported_at__gte=start) & Q(reported_at__lt=end))

    def delays_by_place(self) -> dict[int, tuple[float | None, int, int]]:
        """By the `place` that these are annotated with: the median delay, in days, from report to treatment; how many
        it rests on; out of how many. An import that only says « traité » gives no delay.
        """
        kept, params = self.order_by().values_list("pk", "place", "status", "reported_at").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(_DELAYS.format(kept=kept), params)
            return {place: tuple(rest) for place, *rest in cursor.fetchall()}
