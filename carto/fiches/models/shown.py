"""Which fiches are shown to the day and to ten metres, and where; `carto.fiches.privacy` says why."""

from datetime import UTC, datetime
from typing import Final

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Case, Func, IntegerField, Q, Value, When
from django.db.models.lookups import Exact
from django.utils import timezone

from carto.geometry import GRID, TILES, on_grid

SAID_BY_PEOPLE: Final = ("signalement", "idee")  # kinds: a facility or a topic without an author is the city's own
IMPORTED: Final = "import"
UNSIGNED: Final = ("resident", "system")  # as what nobody signs
ANONYMOUS: Final = Q(author=None, kind__in=SAID_BY_PEOPLE) & ~Q(origin=IMPORTED)
IS_POINT: Final = Q(Exact(Func("geom", function="ST_Dimension", output_field=IntegerField()), 0))
_WEB: Final = GeometryField(srid=TILES)
# A line or an area was drawn on purpose, and stays as it is.
SHOWN: Final = Case(
    When(
        ANONYMOUS & IS_POINT,
        then=Func(Transform("geom", TILES), Value(GRID), function="ST_SnapToGrid", output_field=_WEB),
    ),
    default=Transform("geom", TILES),
    output_field=_WEB,
)


def day_of(moment: datetime) -> datetime:
    """Midnight, in UTC, of the day that it was in the city."""
    return datetime.combine(timezone.localdate(moment), datetime.min.time(), tzinfo=UTC)


class Shown:
    """What a fiche lets everybody know of where and when it was made."""

    @property
    def is_anonymous(self) -> bool:
        """Whether somebody wrote it without a name: its exact place and hours are for the services alone."""
        return self.author_id is None and self.origin != IMPORTED and self.kind in SAID_BY_PEOPLE

    @property
    def told_place(self) -> GEOSGeometry:
        """Where everybody is told that it is (SRID 4326): `geom_web`, known before it is stored."""
        return on_grid(self.geom) if self.is_anonymous else self.geom

    def told_at(self, moment: datetime) -> datetime:
        """One of its moments as everybody is told it: only its day when whoever wrote is anonymous."""
        return day_of(moment) if self.is_anonymous else moment


class ShownLine:
    """What a line of history lets everybody know of when it was written."""

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody signed it: its hour is nobody's to know. What the site does by itself (hold, reopen, send
        on) follows within the second what somebody sent, and would tell their hour.
        """
        return self.person_id is None and self.actor_role in UNSIGNED

    @property
    def told_at(self) -> datetime:
        """When it was written, as everybody is told it."""
        return day_of(self.at) if self.is_anonymous else self.at
