"""The vocabulary of facilities and of what they cost."""

from decimal import Decimal
from typing import Final, Self

from django.db import models
from django.db.models import Count, Sum

from carto.fiches.querysets import FicheQuerySet

HOLDING: Final = ("confirmed", "contested")  # states of a cost that is shown as one


class EquipementQuerySet(FicheQuerySet):
    """Facilities through their own table."""

    def open(self) -> Self:
        """Those that one can use today."""
        return self.filter(status="open")


class CoutQuerySet(models.QuerySet):
    """Cost lines. There is no total: study and upkeep, or HT and TTC, are never added up."""

    def holding(self) -> Self:
        """Lines that stand today: what is only proposed, or was replaced, is told apart."""
        return self.filter(state__in=HOLDING)

    def published(self) -> Self:
        """Lines that bear an amount and stand."""
        return self.holding().filter(amount__isnull=False)

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
