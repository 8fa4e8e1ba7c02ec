"""Where a merge stands, computed from its dates when reading and when writing."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projets.idees.models import Fusion, Idee

ASKED_FOR: Final = timedelta(days=30)
AGAIN_AFTER: Final = timedelta(days=90)  # the same ideas are left in peace for so long once somebody preferred that


class Standing(StrEnum):
    """What became of a proposal to merge."""

    ASKED = "asked"
    DONE = "done"
    DROPPED = "dropped"  # refused, or not answered by everybody in time
    UNDONE = "undone"


STANDINGS: Final[dict[Standing, str | Promise]] = {
    Standing.ASKED: _("chacun est consulté"),
    Standing.DONE: _("réunies"),
    Standing.DROPPED: _("elles restent séparées"),
    Standing.UNDONE: _("séparées de nouveau"),
}


def standing_of(fusion: Fusion) -> Standing:
    """Silence past the day is no consent, whether or not anything has written it down yet."""
    if fusion.undone_at:
        return Standing.UNDONE
    if fusion.done_at:
        return Standing.DONE
    return Standing.DROPPED if fusion.dropped_at or fusion.until <= timezone.now() else Standing.ASKED


def about(idees: Collection[Idee]) -> QuerySet[Fusion]:
    """The merges that one of these ideas is or was a part of."""
    return Fusion.objects.filter(Q(target__in=idees) | Q(sources__idee__in=idees)).distinct()


def asked(fusions: QuerySet[Fusion], at: datetime) -> QuerySet[Fusion]:
    """Those that wait for answers at that moment."""
    return fusions.filter(done_at=None, dropped_at=None, until__gt=at)


def done(fusions: QuerySet[Fusion]) -> QuerySet[Fusion]:
    """Those that hold today."""
    return fusions.filter(done_at__isnull=False, undone_at=None)


def idees_of(fusion: Fusion) -> tuple[Idee, list[Idee]]:
    """The idea that stays and those that would join it, as they are stored now."""
    rows = Idee.objects.for_cards().select_related("autocollant")
    target = rows.get(pk=fusion.target_id)
    return target, list(rows.filter(fusion_sources__fusion=fusion).order_by("created_at", "pk"))
