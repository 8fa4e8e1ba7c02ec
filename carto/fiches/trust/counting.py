"""Counting what comes from one network without writing which: marks (carto.fiches.marks) and slots of five minutes."""

import math
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.gis.geos import Point
from django.http import HttpRequest
from django.utils import timezone

from carto.fiches.marks import mark_of_network
from carto.fiches.models import Visit
from carto.fiches.trust.levels import BY_NETWORK, BY_PLACE, PHOTO_BUDGET, PLACE_SIDE, Level, Sending

SLOT = timedelta(minutes=5)
MEGABYTE = 1024 * 1024


def slot(moment: datetime) -> datetime:
    """The beginning of its five minutes: the exact moment would say which fiche a passage belongs to."""
    return moment - timedelta(seconds=moment.timestamp() % SLOT.total_seconds())


def note(mark: str, what: str, times: int = 1) -> None:
    """Remember passages; their order in the table tells nothing, as their numbers are drawn."""
    at = slot(timezone.now())
    Visit.objects.bulk_create(Visit(pk=secrets.randbits(62), mark=mark, what=what, at=at) for _ in range(times))


def count(mark: str, what: str, within: timedelta) -> int:
    """How many passages of that mark since then."""
    return Visit.objects.filter(mark=mark, what=what, at__gte=slot(timezone.now() - within)).count()


def level_of_network(request: HttpRequest, sending: Sending) -> tuple[Level, str]:
    """Count this sending; the level that its network has reached, and what was seen, for the moderation."""
    mark = mark_of_network(request, sending.value)
    note(mark, sending.value)
    counted = [(limit, count(mark, sending.value, limit.within)) for limit in BY_NETWORK[sending]]
    limit, many = max(counted, key=lambda pair: pair[0].level(pair[1]))
    minutes = int(limit.within.total_seconds() // 60)
    return limit.level(many), f"{many} envois en {minutes} minutes depuis un même réseau"


def level_of_place(request: HttpRequest, point: Point) -> tuple[Level, str]:
    """The same for that network at that spot. The spot is hashed with the network: neither can be read back."""
    metric = point.transform(settings.CARTO_SRID_METRES, clone=True)
    mark = mark_of_network(request, f"place {metric.x // PLACE_SIDE:.0f} {metric.y // PLACE_SIDE:.0f}")
    note(mark, "place")
    many = count(mark, "place", BY_PLACE.within)
    minutes = int(BY_PLACE.within.total_seconds() // 60)
    return BY_PLACE.level(many), f"{many} envois en {minutes} minutes au même endroit depuis un même réseau"


def photos_fit(request: HttpRequest, size: int) -> bool:
    """Whether its network may leave `size` more bytes of photos with forms not sent yet; they are then counted."""
    if not size:
        return True
    mark = mark_of_network(request, "photos")
    weight = math.ceil(size / MEGABYTE)
    if any(count(mark, "photos", within) + weight > budget for within, budget in PHOTO_BUDGET):
        return False
    note(mark, "photos", weight)
    return True
