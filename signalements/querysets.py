"""The vocabulary of street problems: what is open, late, in whose queue."""

from datetime import datetime, timedelta
from typing import Final, Self

from django.db import models
from django.db.models import Aggregate, Count, F, Q

from carto.comptes.models import Service
from carto.fiches.querysets import FicheQuerySet
from signalements.workflow import OPEN, Status

OPEN_STATES: Final = sorted(status.value for status in OPEN)


class _Median(Aggregate):
    """The value that half of them do not exceed; None without any."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.DurationField()


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
        """Open, and promised for before `at`; those without a promise, or whose clock stands still, are never late."""
        return self.open().filter(due_at__lt=at, paused_at=None)

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
        # What was treated, reopened and treated again took until the last time; what is not treated today has no delay.
        dated = Q(status=Status.TREATED.value, treated_at__gte=F("reported_at"))
        delay = _Median(F("treated_at") - F("reported_at"), filter=dated)
        rows = self.order_by().values_list("place").annotate(median=delay, n=Count("pk", filter=dated), of=Count("pk"))
        return {place: (median and median / timedelta(days=1), n, of) for place, median, n, of in rows}
