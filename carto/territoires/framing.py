"""How far a place reaches, for whatever has to show it whole."""

from datetime import date

from django.contrib.gis.db.models import Extent
from django.utils import timezone

from carto.geometry import Box
from carto.territoires.models import Rue, Territoire


def place_called(code: str, day: date | None = None) -> Territoire | Rue | None:
    """The territory of that code in force on `day` (today), else the street; its shape is read only when asked for."""
    if "\x00" in code:
        return None
    known = Territoire.objects.in_force(day or timezone.localdate()).filter(code=code).order_by("level", "-pk")
    return known.defer("geom").first() or Rue.objects.filter(code=code).defer("geom", "geom_metres").first()


def box_of(code: str) -> Box | None:
    """The box around the territory or street of that code (SRID 4326); None for an unknown one."""
    place = place_called(code)
    if place is None:
        return None
    return Box(*type(place).objects.filter(pk=place.pk).aggregate(box=Extent("geom"))["box"])
