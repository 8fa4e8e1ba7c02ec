"""The vocabulary of participatory budgets."""

from typing import Self

from django.db import models
from django.db.models import F
from django.utils import timezone


class BudgetQuerySet(models.QuerySet):
    """Participatory budgets."""

    def public(self) -> Self:
        """Those that everybody sees."""
        return self.filter(published_at__isnull=False)

    def to_seal(self) -> Self:
        """Those whose vote is over and whose roll is still there."""
        return self.public().filter(sealed_at=None, vote_closes_at__lte=timezone.now())

    def to_count(self) -> Self:
        """Those whose day of counting has come."""
        return self.public().filter(counted_at=None, counts_at__lte=timezone.now())

    def voting_first(self) -> Self:
        """Those that are voted on, then the latest."""
        return self.order_by(F("counted_at").desc(nulls_first=True), "-vote_opens_at", "-pk")
