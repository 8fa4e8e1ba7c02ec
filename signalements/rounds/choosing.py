"""What to put on a round: what somebody chose at the desk, or the most pressing in a place."""

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from carto.fiches.models import Visibility
from carto.territoires.models import Territoire
from signalements.models import Signalement, Tournee
from signalements.querysets import SignalementQuerySet
from signalements.rounds.actions import MOST_STOPS
from signalements.workflow import Status

REACH: Final = 1500  # metres around a place: what one round covers
READY: Final = (Status.ACCEPTED.value, Status.PLANNED.value, Status.REOPENED.value)


def read_choice(words: Iterable[str]) -> list[UUID]:
    """The identifiers in what an address or a form says, once each, in their order; what is none is left."""
    found: dict[UUID, None] = {}
    for word in re.split(r"[,\s]+", ",".join(words)[:10_000]):
        try:
            found[UUID(word)] = None
        except ValueError:
            continue
    return list(found)[:MOST_STOPS]


def chosen_in(seen: SignalementQuerySet, uuids: Iterable[UUID]) -> list[Signalement]:
    """Those of `seen` with these identifiers, in that order; what somebody does not see is as if it were not there."""
    uuids = list(uuids)
    rows = {each.uuid: each for each in seen.for_cards().select_related("categorie", "service").filter(uuid__in=uuids)}
    return [rows[uuid] for uuid in uuids if uuid in rows]


def most_pressing(
    seen: SignalementQuerySet, count: int, *, around: Point | None = None, inside: Territoire | None = None
) -> list[Signalement]:
    """Up to `count` taken up or planned and on no round that is still to be done, the most pressing first."""
    ready = seen.filter(status__in=READY).exclude(visibility=Visibility.JOINED)
    ready = ready.exclude(Exists(Tournee.objects.waiting_for(OuterRef("pk"), timezone.localdate())))
    if around:
        ready = ready.near(around, REACH)
    if inside:
        ready = ready.filter(quartier=inside)
    pressing = ready.order_by("-priority", F("due_at").asc(nulls_last=True), "reported_at", "pk")
    return list(pressing.for_cards().select_related("categorie", "service")[: min(count, MOST_STOPS)])
