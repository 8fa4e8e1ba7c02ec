"""What is said again and again at one spot: signalements of one theme, near each other, within a year."""

from collections import Counter
from datetime import timedelta
from typing import Final

from django.contrib.gis.geos import Point
from django.utils import timezone

from carto.fiches.models import Fiche, Kind
from carto.fiches.querysets import FicheQuerySet

NEAR: Final = 50  # metres
WITHIN: Final = timedelta(days=365)
ENOUGH: Final = 3  # signalements, the one looked at included
MOST: Final = 30  # of which an idea grows at once
MOST_THEMES: Final = 3


def around(fiche: Fiche) -> FicheQuerySet:
    """The signalements of its theme within NEAR metres, this one included, nearest first; the joined ones too."""
    since = timezone.now() - WITHIN
    said = Fiche.objects.filter(kind="signalement", visibility__in=["public", "joined"], theme_id=fiche.theme_id)
    return said.filter(created_at__gte=since).near(fiche.geom.point_on_surface, NEAR)


def cluster_of(fiche: Fiche) -> list[Fiche]:
    """Those signalements when they are ENOUGH, otherwise none; MOST of them at most."""
    if fiche.kind != Kind.SIGNALEMENT:
        return []
    found = list(around(fiche)[:MOST])
    return found if len(found) >= ENOUGH and any(each.pk == fiche.pk for each in found) else []


def clusters_near(point: Point) -> list[list[Fiche]]:
    """The clusters that a point of SRID 4326 stands in, the largest first: one a theme, MOST_THEMES at most."""
    since = timezone.now() - WITHIN
    said = Fiche.objects.filter(kind="signalement", visibility="public", created_at__gte=since)
    nearest: dict[int, Fiche] = {}
    seen: Counter[int] = Counter()
    for fiche in said.select_related("theme").near(point, NEAR)[: MOST * MOST_THEMES]:
        seen[fiche.theme_id] += 1
        nearest.setdefault(fiche.theme_id, fiche)
    often = [theme for theme, count in seen.most_common(MOST_THEMES) if count >= ENOUGH]
    found = [(nearest[theme], cluster_of(nearest[theme])) for theme in often]
    return [[leading, *(each for each in whole if each.pk != leading.pk)] for leading, whole in found if whole]
