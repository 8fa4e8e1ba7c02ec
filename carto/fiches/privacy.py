"""What everybody is told of whoever stayed anonymous: the day and never the hour, the place to ten metres.

Exact moments and points, taken together, tell the walk of one person and the door where it ends. So whatever answers
strangers, page, file, feed or tile, says the same of one fiche, and what it is asked is answered by what it says: a
frame or a period that looked at more would give it away. Services, and whoever wrote, have it as it was sent.

Where it is shown is kept by the database (`Fiche.geom_web`); a facility or a topic is nobody's walk, and stays exact.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db.models import Case, DateTimeField, F, Func, When
from django.utils import timezone

from carto.fiches.models.shown import ANONYMOUS, IS_POINT
from carto.geometry import STORED


class _Shown(Func):
    """Where it is shown, in degrees. Without a parameter: what writes a place may repeat it."""

    template = f"ST_Transform(%(expressions)s, {STORED})"
    output_field = GeometryField(srid=STORED)


def place(told: Callable[[Any], Any] = lambda shape: shape) -> Case:
    """Where a fiche is (SRID 4326), as strangers are told; `told` makes of it what is written."""
    exact = told(F("geom"))
    field = getattr(exact, "output_field", None) if exact != F("geom") else GeometryField(srid=STORED)
    return Case(When(ANONYMOUS & IS_POINT, then=told(_Shown("geom_web"))), default=exact, output_field=field)


class _Day(Func):
    """Midnight, in UTC, of the day that it was in the city: read in any zone to its east, the day stays that one."""

    template = "date_trunc('day', %(expressions)s AT TIME ZONE '%(zone)s') AT TIME ZONE 'UTC'"
    output_field = DateTimeField()


def moment(expression: Any) -> Case:
    """A moment; only its day when whoever acted is anonymous."""
    day = _Day(expression, zone=timezone.get_default_timezone_name())
    return Case(When(ANONYMOUS, then=day), default=expression, output_field=DateTimeField())
