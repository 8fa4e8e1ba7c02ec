"""Giving one feeling. What is written says neither who, nor where exactly, nor when."""

import secrets
from datetime import timedelta
from enum import StrEnum

from django.contrib.gis.geos import Point
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import localdate

from carto.fiches.marks import mark, mark_of_person
from carto.fiches.models import Ressenti
from carto.fiches.ressentis.grid import Cell, cell_of
from carto.fiches.trust.counting import count, note
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.querysets import one_at_a_time
from carto.fiches.trust.weighing import weigh

WHAT = "ressenti"
ONCE_IN = timedelta(days=1)


class Felt(StrEnum):
    """What came of it."""

    KEPT = "kept"
    ALREADY = "already"  # said today, of this very cell
    TOO_MANY = "too_many"  # this network sends a great many gestures


def feel(request: HttpRequest, point: Point, face: str, moment: str = "") -> Felt:
    """Keep the feeling as one voice of its cell (the point, SRID 4326, is forgotten), once a day per person and cell.

    The passage that tells so is a mark of this cell alone: it cannot be put beside another, nor read back.
    """
    if weigh(request, Sending.SOUTIEN).level is Level.HELD:
        return Felt.TOO_MANY
    cell = cell_of(point)
    passage = _mark(request, cell)
    with transaction.atomic():
        one_at_a_time(passage)
        if count([(passage, WHAT, ONCE_IN)])[0]:
            return Felt.ALREADY
        note(passage, WHAT)
        Ressenti.objects.create(
            pk=secrets.randbits(62),
            column=cell.column,
            row=cell.row,
            face=face,
            moment=moment,
            month=localdate().replace(day=1),
        )
    return Felt.KEPT


def _mark(request: HttpRequest, cell: Cell) -> str:
    """Of the person when they have an account, else of their browser; for this cell alone."""
    purpose = f"{WHAT}:{cell.column}:{cell.row}"
    if request.user.is_authenticated:
        return mark("account", purpose, str(request.user.pk))
    return mark_of_person(request, purpose)
