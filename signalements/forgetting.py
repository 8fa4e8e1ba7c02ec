"""What somebody who is erased said beside their reports: what they answered, what they thought of the outcome."""

from carto.comptes.models import User
from signalements.models import Satisfaction, Signalement


def forget(person: User) -> None:
    """The words; whether they were satisfied still counts."""
    Signalement.objects.filter(author=person).exclude(answers={}).update(answers={})
    Satisfaction.objects.filter(signalement__author=person).exclude(text="").update(text="")
