"""What bursts and spent challenges are asked in the database."""

import math
from datetime import datetime

from django.contrib.gis.db.models.functions import Distance, Transform
from django.contrib.gis.geos import Point
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models.functions import Left

from carto.fiches.models import Fiche
from carto.geometry import TILES

MOST = 500  # of the latest: a city's busiest half-hour has some three hundred
COMPARED = 300  # characters of a text: a copy is told by its beginning, and a novel costs no more than a sentence


def recent(since: datetime, text: str, point: Point) -> list[Fiche]:
    """Fiches sent since then, public or held, in the order they came, each with `.likeness` and `.metres`.

    `likeness` is the share of trigrams that its text has in common with this one (0 to 1); `metres` is how far it is
    from the point (SRID 4326), to one in a hundred. The public and the held ones each come by an index of their own.
    """
    public = Fiche.objects.public().filter(created_at__gte=since).order_by("-created_at", "-pk")
    held = Fiche.objects.filter(visibility="waiting", retenues__lifted_at=None, retenues__at__gte=since).order_by("-pk")
    known = list(public.values_list("pk", flat=True)[:MOST].union(held.values_list("pk", flat=True)[:MOST]))
    if not known:
        return []
    fiches = Fiche.objects.filter(pk__in=known, created_at__gte=since).annotate(
        likeness=TrigramSimilarity(Left("text", COMPARED), text[:COMPARED]),
        drawn=Distance(Transform("geom", TILES), point.transform(TILES, clone=True)),
    )
    found = list(fiches.only("number", "stage", "visibility").order_by("pk"))
    for each in found:
        each.metres = each.drawn.m * math.cos(math.radians(point.y))  # web metres are too long by that much
    return found


def one_at_a_time(name: str) -> None:
    """Make whoever asks for the same name at the same moment wait for this transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"trust:{name}"])
