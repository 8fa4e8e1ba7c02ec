"""The vocabulary of facilities and of what they cost."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Count, Sum

from carto.fiches.querysets import FicheQuerySet


class EquipementQuerySet(FicheQuerySet):
    """Facilities through their own table."""

    def open(self) -> Self:
        """Those that one can use today."""
        return self.filter(status="open")


class CoutQuerySet(models.QuerySet):
    """Cost lines. There is no total: study and upkeep, or HT and TTC, are never added up."""

    def published(self) -> Self:
        """Lines that bear an amount."""
        return self.filter(amount__isnull=False)

    def last_of_each(self) -> Self:
        """One line per facility, the last that was published and the largest of that year: an estimate and the final
        cost, or two years' upkeep, are not two costs.
        """
        return self.published().order_by("equipement_id", "-year", "-amount", "pk").distinct("equipement_id")

    def sums(self) -> dict[tuple[str, str], tuple[Decimal, int]]:
        """Amounts in euros and number of lines, by (kind, tax basis): the only sums that mean something."""
        grouped = self.published().order_by().values("kind", "basis").annotate(total=Sum("amount"), lines=Count("pk"))
        return {(row["kind"], row["basis"]): (row["total"], row["lines"]) for row in grouped}
