"""What is the same thing said twice: which fiche keeps the pin, and which are joined to it.

A forest of depth one: a joined fiche has one kept one, and nothing is joined to a joined one. `signalements.joining`
keeps it so; here it is only read.
"""

from carto.fiches.models import Fiche, Lien, LienKind, Visibility
from carto.fiches.querysets import FicheQuerySet


def active_lien(fiche: Fiche) -> Lien | None:
    """The link by which this fiche is joined to another today, or None."""
    return Lien.objects.filter(source_id=fiche.pk, kind=LienKind.DUPLICATES, undone_at=None).first()


def kept_of(fiche: Fiche) -> Fiche:
    """The one that has the pin: what this one is joined to, or itself."""
    lien = Lien.objects.filter(source_id=fiche.pk, kind=LienKind.DUPLICATES, undone_at=None).select_related("target")
    found = lien.first()
    return found.target if found else fiche


def joined_to(fiche: Fiche) -> FicheQuerySet:
    """Those that say the same thing and are joined to it, the oldest first."""
    return Fiche.objects.filter(
        liens__target_id=fiche.pk, liens__kind=LienKind.DUPLICATES, liens__undone_at=None
    ).order_by("created_at", "pk")


def shown_as(fiche: Fiche) -> Visibility:
    """What it becomes when it may be seen: public, or joined when another one has the pin (for the moderation)."""
    return Visibility.JOINED if active_lien(fiche) else Visibility.PUBLIC
