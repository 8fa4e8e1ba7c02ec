"""The vocabulary of consultations."""

from typing import Self

from django.db import models
from django.utils import timezone


class ConsultationQuerySet(models.QuerySet):
    """Consultations."""

    def public(self) -> Self:
        """Those that everybody sees: opened one day, even if they were cancelled since."""
        return self.filter(opened_at__isnull=False)

    def due(self) -> Self:
        """Those that are over and not settled yet."""
        return self.public().filter(cancelled_at=None, counted_at=None, closes_at__lte=timezone.now())
