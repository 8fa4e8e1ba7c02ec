"""The words for places: which territory holds this point, and the territories in force on a day."""

from datetime import date
from typing import Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.db.models import Q


class TerritoireQuerySet(models.QuerySet):
    """Territories: métropole, communes, quartiers, IRIS."""

    def in_force(self, day: date) -> Self:
        """Valid on `day`; an open end means “still”."""
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(started, Q(valid_to__isnull=True) | Q(valid_to__gt=day))

    def at(self, point: Point) -> Self:
        """Those that hold the point (SRID 4326), largest level first, found through the subdivided borders."""
        return self.filter(parts__geom__covers=point).distinct().order_by("level")
