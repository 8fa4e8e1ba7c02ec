"""Counting what comes from one network without writing which: marks (carto.fiches.marks) and slots of five minutes."""

import math
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db.models import Count, Q
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
    """Remember passages of one mark."""
    _remember([(mark, what)] * times)


def _remember(passages: Iterable[tuple[str, str]]) -> None:
    """Store (mark, what) pairs; their order in the table tells nothing, as their numbers are drawn."""
    at = slot(timezone.now())
    Visit.objects.bulk_create(Visit(pk=secrets.randbits(62), mark=mark, what=what, at=at) for mark, what in passages)


def count(asked: Iterable[tuple[str, str, timedelta]]) -> list[int]:
    """How many passages of each mark and kind within that time, all in one query."""
    asked = list(asked)
    begins = [slot(timezone.now() - within) for _mark, _what, within in asked]
    tallies = {
        f"n{rank}": Count("pk", filter=Q(mark=mark, what=what, at__gte=begin))
        for rank, ((mark, what, _within), begin) in enumerate(zip(asked, begins, strict=True))
    }
    passages = Visit.objects.filter(mark__in={mark for mark, *_rest in asked}, at__gte=min(begins))
    return list(passages.aggregate(**tallies).values())


def level_of(request: HttpRequest, sending: Sending, point: Point | None = None) -> tuple[Level, str]:
    """Count this sending; the level that its network has reached, and what was seen, for the moderation.

    With a point (SRID 4326), at that spot too. The spot is hashed with the network: neither can be read back.
    """
    watched = [(mark_of_network(request, sending.value), sending.value, limit, "") for limit in BY_NETWORK[sending]]
    if point is not None:
        watched.append((mark_of_network(request, f"place {_square(point)}"), "place", BY_PLACE, " au même endroit"))
    _remember({(mark, what) for mark, what, _limit, _where in watched})
    counts = count((mark, what, limit.within) for mark, what, limit, _where in watched)
    (_mark, _what, limit, where), many = max(
        zip(watched, counts, strict=True), key=lambda pair: pair[0][2].level(pair[1])
    )
    minutes = int(limit.within.total_seconds() // 60)
    return limit.level(many), f"{many} envois en {minutes} minutes{where} depuis un même réseau"


def _square(point: Point) -> str:
    """The square of PLACE_SIDE metres that holds the point."""
    metric = point.transform(settings.CARTO_SRID_METRES, clone=True)
    return f"{metric.x // PLACE_SIDE:.0f} {metric.y // PLACE_SIDE:.0f}"


def photos_fit(request: HttpRequest, size: int) -> bool:
    """Whether its network may leave `size` more bytes of photos with forms not sent yet; they are then counted."""
    if not size:
        return True
    mark = mark_of_network(request, "photos")
    weight = math.ceil(size / MEGABYTE)
    counts = count((mark, "photos", within) for within, _budget in PHOTO_BUDGET)
    if any(many + weight > budget for many, (_within, budget) in zip(counts, PHOTO_BUDGET, strict=True)):
        return False
    note(mark, "photos", weight)
    return True
