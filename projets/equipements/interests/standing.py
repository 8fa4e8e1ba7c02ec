"""Who is asked to declare, and what somebody has declared that still holds."""

from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from carto.comptes.models import Groupe, RoleName, User
from projets.equipements.models import Interet, Mandat

DECLARING = frozenset(RoleName) - {RoleName.CREW}  # who decides, answers or looks after what others say


def declares(person: User) -> bool:
    """Whether they are asked to: a role, a mandate to publish, or a group declared in their name."""
    if not person.is_authenticated:
        return False
    return (
        person.roles.filter(name__in=DECLARING).exists()
        or Mandat.objects.filter(person=person, ended_at=None).exists()
        or Groupe.objects.filter(declared_by=person, dissolved_at=None).exists()
    )


def holding(day: date | None = None) -> Q:
    """What holds on that day, today by default."""
    day = day or localdate()
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def standing_of(person: User | None) -> list[Interet]:
    """What they have declared and holds today; nothing of whoever does not sign."""
    if person is None:
        return []
    return list(Interet.objects.filter(holding(), person=person).select_related("organisme"))
