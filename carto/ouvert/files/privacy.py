"""What a file says of those who stayed anonymous: the day and never the hour, the place to ten metres.

Ten metres is what a telephone knows of where it stands: the bench is still found, not the doorstep. A bulk file of
exact moments and points would tell the walk of one person; the page of one fiche does not.
"""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.db.models import Case, DateTimeField, F, Func, Q, When
from django.utils import timezone

from carto.fiches.models import Origin
from carto.geometry import STORED

GRID: Final = 10  # metres, in the metric system of the place
ANONYMOUS: Final = Q(author=None) & ~Q(origin=Origin.IMPORT.value)


class _Snapped(Func):
    """A point on a grid of the metric system, back in degrees; a line or an area, drawn on purpose, as it is."""

    template = (
        "CASE WHEN ST_Dimension(%(expressions)s) > 0 THEN %(expressions)s ELSE"
        " ST_Transform(ST_SnapToGrid(ST_Transform(%(expressions)s, %(metres)s), %(grid)s), %(stored)s) END"
    )
    output_field = GeometryField(srid=STORED)


def place(told: Callable[[Any], Any] = lambda shape: shape) -> Case:
    """Where a fiche is (SRID 4326), as a file may say it; `told` makes of it what the file writes."""
    snapped = _Snapped(F("geom"), metres=int(settings.CARTO_SRID_METRES), grid=GRID, stored=STORED)
    exact = told(F("geom"))
    field = getattr(exact, "output_field", None) if exact != F("geom") else GeometryField(srid=STORED)
    return Case(When(ANONYMOUS, then=told(snapped)), default=exact, output_field=field)


class _Day(Func):
    """Midnight, in UTC, of the day that it was in the city: read in any zone to its east, the day stays that one."""

    template = "date_trunc('day', %(expressions)s AT TIME ZONE '%(zone)s') AT TIME ZONE 'UTC'"
    output_field = DateTimeField()


def moment(expression: Any) -> Case:
    """A moment; only its day when whoever acted is anonymous."""
    day = _Day(expression, zone=timezone.get_default_timezone_name())
    return Case(When(ANONYMOUS, then=day), default=expression, output_field=DateTimeField())
