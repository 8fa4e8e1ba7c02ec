"""What is said again and again at one spot: signalements of one theme, near each other, within a year."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from carto.fiches.models import Fiche, Kind
from carto.fiches.querysets import FicheQuerySet

NEAR: Final = 50  # metres
WITHIN: Final = timedelta(days=365)
ENOUGH: Final = 3  # signalements, the one looked at included
MOST: Final = 30  # of which an idea grows at once


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
