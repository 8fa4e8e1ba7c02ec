"""What bursts and passages are asked in the database."""

from datetime import datetime

from django.contrib.gis.geos import Point
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection

from carto.fiches.models import Fiche
from carto.fiches.querysets import FicheQuerySet

MOST = 500  # of the latest: a city's busiest half-hour has some three hundred


def recent(since: datetime) -> FicheQuerySet:
    """Fiches sent since then, public or held, the latest first; each half has an index of its own."""
    public = Fiche.objects.public().filter(created_at__gte=since).order_by("-created_at", "-pk").values("pk")[:MOST]
    held = Fiche.objects.filter(
        visibility="waiting", retenues__lifted_at=None, retenues__at__gte=since, created_at__gte=since
    ).values("pk")[:MOST]
    return Fiche.objects.filter(pk__in=[row["pk"] for half in (public, held) for row in half]).order_by("pk")


def alike(fiches: FicheQuerySet, text: str, likeness: float) -> FicheQuerySet:
    """Those whose text is as like this one as `likeness` says (share of common trigrams, 0 to 1)."""
    return fiches.annotate(likeness=TrigramSimilarity("text", text)).filter(likeness__gte=likeness)


def within(fiches: FicheQuerySet, point: Point, metres: float) -> FicheQuerySet:
    """Those within `metres` of the point (SRID 4326), in the order they came."""
    return fiches.near(point, metres).order_by("pk")


def one_at_a_time(name: str) -> None:
    """Make whoever asks for the same name at the same moment wait for this transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"trust:{name}"])
