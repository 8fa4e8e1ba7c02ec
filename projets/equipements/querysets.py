"""The vocabulary of facilities and of what they cost."""

from datetime import date
from decimal import Decimal
from typing import Final, Self

from django.db import models
from django.db.models import Count, Q, Sum

from carto.fiches.querysets import FicheQuerySet

HOLDING: Final = ("confirmed", "contested")  # states of a cost that is shown as one


class EquipementQuerySet(FicheQuerySet):
    """Facilities through their own table."""

    def open(self) -> Self:
        """Those that one can use today."""
        return self.filter(status="open")

    def works_from(self, day: date) -> Self:
        """Works that are not over on that day: those that say their end, and those that are still to do."""
        undated = Q(ends_on__isnull=True) & ~Q(status__in=("closed", "open"))
        return self.filter(nature="works").filter(Q(ends_on__gte=day) | undated)


class CoutQuerySet(models.QuerySet):
    """Cost lines. There is no total: study and upkeep, or HT and TTC, are never added up."""

    def holding(self) -> Self:
        """Lines that stand today: what is only proposed, or was replaced, is told apart."""
        return self.filter(state__in=HOLDING)

    def published(self) -> Self:
        """Lines that bear an amount and stand."""
        return self.holding().filter(amount__isnull=False)

    def comparable(self) -> Self:
        """Published lines that nobody contests, of facilities that everybody sees."""
        return self.filter(state="confirmed", amount__isnull=False, equipement__visibility="public")

    def last_of_each_kind(self) -> Self:
        """One line per facility, kind, purpose and tax basis: the last published, the largest of that year."""
        names = ("equipement_id", "kind", "purpose", "basis")
        return self.order_by(*names, "-year", "-amount", "pk").distinct(*names)

    def last_of_each(self) -> Self:
        """One line per facility, the last that was published and the largest of that year: an estimate and the final
        cost, or two years' upkeep, are not two costs.
        """
        return self.published().order_by("equipement_id", "-year", "-amount", "pk").distinct("equipement_id")

    def sums(self) -> dict[tuple[str, str, str], tuple[Decimal, int]]:
        """Amounts in euros and number of lines, by (kind, purpose, tax basis): the only sums that mean something."""
        grouped = self.published().order_by().values("kind", "purpose", "basis")
        summed = grouped.annotate(total=Sum("amount"), lines=Count("pk"))
        return {(row["kind"], row["purpose"], row["basis"]): (row["total"], row["lines"]) for row in summed}
