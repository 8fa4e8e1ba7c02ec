"""The vocabulary of street problems: what is open, late, in whose queue."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from django.db import connection, models
from django.db.models import Aggregate, Count, F, Func, Q

from carto.comptes.models import Service
from carto.fiches.querysets import FicheQuerySet
from signalements.workflow import OPEN, Status

OPEN_STATES: Final = sorted(status.value for status in OPEN)


class _Within(Aggregate):
    """The value that `share` of them (0 to 1) do not exceed; None without any."""

    template = "percentile_cont(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.DurationField()


# What was treated, reopened and treated again took until the last time; what is not treated today has no delay.
_DATED: Final = Q(status=Status.TREATED.value, treated_at__gte=F("reported_at"))
_DELAY: Final = F("treated_at") - F("reported_at")


class Promised(Func):
    """The promised moment as the queue orders by it: what nothing is promised for comes last, in one index.

    The infinite date is written in the statement, as in the index: a parameter would not be recognised as the same.
    """

    template = "COALESCE(%(expressions)s, 'infinity'::timestamptz)"
    output_field = models.DateTimeField()

    def __init__(self, field: str = "due_at") -> None:
        super().__init__(F(field))


class Urgency(Func):
    """The priority, the most pressing first: ascending like the other keys, so that one comparison pages them all."""

    template = "(- %(expressions)s)"
    output_field = models.SmallIntegerField()

    def __init__(self, field: str = "priority") -> None:
        super().__init__(F(field))


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
        alone = self.open().exclude(visibility="joined")  # those go where the one that is kept goes
        return alone.for_cards().select_related("categorie", "service").order_by(
            F("due_at").asc(nulls_last=True), "reported_at", "pk"
        )  # fmt: skip

    def lock_joins(self, *, change: bool) -> None:
        """Until the transaction ends, nobody joins or separates (and with `change`, nobody else moves a case).

        People join a few times a minute: one lock for all keeps the links a forest whatever two agents do at once.
        """
        function = "pg_advisory_xact_lock" if change else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(hashtextextended('signalements:joins', 0))")

    def leading(self, pks: Collection[int]) -> frozenset[int]:
        """Which of these have others joined to them."""
        liens = {"linked__kind": "duplicates", "linked__undone_at": None}
        return frozenset(self.filter(pk__in=pks, **liens).values_list("pk", flat=True))

    def reported_between(self, start: datetime, end: datetime) -> Self:
        """Reported from `start` (included) to `end` (not included)."""
        return self.filter(Q(reported_at__gte=start) & Q(reported_at__lt=end))

    def delays_by_place(self) -> dict[int, tuple[float | None, int, int]]:
        """By the `place` that these are annotated with: the median delay, in days, from report to treatment; how many
        it rests on; out of how many. An import that only says « traité » gives no delay.
        """
        delay = _Within(_DELAY, share=0.5, filter=_DATED)
        rows = self.order_by().values_list("place").annotate(median=delay, n=Count("pk", filter=_DATED), of=Count("pk"))
        return {place: (median and median / timedelta(days=1), n, of) for place, median, n, of in rows}

    def usual_delays(self) -> tuple[timedelta | None, timedelta | None, int]:
        """From report to treatment: what half of these did not exceed, and eight of ten; and how many were treated."""
        told = self.filter(_DATED).order_by().aggregate(
            half=_Within(_DELAY, share=0.5), most=_Within(_DELAY, share=0.8), n=Count("pk")
        )  # fmt: skip
        return told["half"], told["most"], told["n"]


class TourneeQuerySet(models.QuerySet):
    """Field rounds."""

    def waiting_for(self, signalement: Any, today: date) -> Self:
        """Those to come, or of today, that have still to pass there."""
        return self.filter(stops__signalement=signalement, stops__outcome="", day__gte=today)


class AnnonceQuerySet(models.QuerySet):
    """Notices of services."""

    def around(self, at: datetime) -> Self:
        """Those whose dates hold at that moment; their hours remain to be looked at."""
        begun = Q(starts_at__isnull=True) | Q(starts_at__lte=at)
        return self.filter(begun, Q(ends_at__isnull=True) | Q(ends_at__gt=at))
