"""By when an answer is promised: the days of the policy in force at that moment, or those of the category's file."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from signalements.deadlines import due_after
from signalements.models import Categorie, DeadlinePolicy


def promise(categorie: Categorie, at: datetime) -> datetime | None:
    """Until when an answer is promised for something reported at that moment; None when nothing is promised."""
    local = timezone.localtime(at)
    days = working_days(categorie, local.date())
    return None if days is None else due_after(local, days)


def working_days(categorie: Categorie, day: date) -> int | None:
    """How many working days the category promises for what is reported on that day; None: nothing.

    Its policies are read once per object: an import asks tens of thousands of times.
    """
    prefetch_related_objects([categorie], "policies")
    policy = in_force(categorie.policies.all(), day)
    return policy.days if policy else categorie.deadline_days


def in_force(policies: Sequence[DeadlinePolicy], day: date) -> DeadlinePolicy | None:
    """The last one begun on that day, of one category; None before the first."""
    begun = [policy for policy in policies if policy.starts_on <= day]
    return max(begun, key=lambda policy: policy.starts_on, default=None)
