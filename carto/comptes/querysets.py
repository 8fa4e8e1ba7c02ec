"""The words for roles: which of them hold on a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate


class RoleQuerySet(models.QuerySet):
    """What people may do."""

    def in_force(self, day: date | None = None) -> Self:
        """Those that hold on `day` (today): a mandate begins and ends by the calendar, nothing has to run for it."""
        day = day or localdate()
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))
