"""The vocabulary of street problems: what is open, late, in whose queue."""

from datetime import datetime
from typing import Final, Self

from django.db import models
from django.db.models import F, Q

from carto.comptes.models import Service
from carto.fiches.querysets import FicheQuerySet
from signalements.workflow import OPEN

OPEN_STATES: Final = sorted(status.value for status in OPEN)


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
