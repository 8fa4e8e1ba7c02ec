"""Groups as pages show them: how many people each is, never who."""

from django.db.models import Count, Q, QuerySet

from carto.comptes.models import Adhesion, Groupe, User

_MEMBER = Q(adhesions__consented_at__isnull=False, adhesions__left_at=None)


def declared() -> QuerySet[Groupe]:
    """The groups of today, from A to Z, each with the number of its `members`."""
    return Groupe.objects.filter(dissolved_at=None).annotate(members=Count("adhesions", filter=_MEMBER))


def adhesions_of(person: User) -> QuerySet[Adhesion]:
    """The groups that somebody is of, and those that ask them, the first joined first."""
    mine = Adhesion.objects.filter(person=person, left_at=None, groupe__dissolved_at=None)
    return mine.select_related("groupe").order_by("consented_at", "pk")
