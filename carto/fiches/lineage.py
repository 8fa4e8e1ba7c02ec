"""What is one thing on the map: which fiche keeps the pin, and which are joined to it.

Reports that say the same thing (duplicates), ideas whose authors agreed (merged). A forest of depth one: a joined fiche
has one kept one, and nothing is joined to a joined one. `signalements.joining` and `projets.idees.fusions` keep it so;
here it is only read.
"""

from typing import Final

from carto.fiches.models import Fiche, Lien, LienKind, Visibility
from carto.fiches.querysets import FicheQuerySet

# A link of one of these kinds gives the pin to its target.
JOINING: Final = (LienKind.DUPLICATES, LienKind.MERGED)


def active_lien(fiche: Fiche) -> Lien | None:
    """The link by which this fiche is joined to another today, or None."""
    return Lien.objects.filter(source_id=fiche.pk, kind__in=JOINING, undone_at=None).first()


def kept_of(fiche: Fiche) -> Fiche:
    """The one that has the pin: what this one is joined to, or itself."""
    lien = Lien.objects.filter(source_id=fiche.pk, kind__in=JOINING, undone_at=None).select_related("target")
    found = lien.first()
    return found.target if found else fiche


def joined_to(fiche: Fiche) -> FicheQuerySet:
    """Those that are joined to it, the oldest first."""
    return Fiche.objects.filter(liens__target_id=fiche.pk, liens__kind__in=JOINING, liens__undone_at=None).order_by(
        "created_at", "pk"
    )


def shown_as(fiche: Fiche) -> Visibility:
    """What it becomes when it may be seen: public, or joined when another one has the pin (for the moderation)."""
    return Visibility.JOINED if active_lien(fiche) else Visibility.PUBLIC
