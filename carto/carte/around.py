"""« Autour d’ici »: what a point of the city is, and what lies near it."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.gis.db.models.functions import Distance, Transform
from django.contrib.gis.geos import Point
from django.utils.timezone import localdate

from carto.fiches.models import Fiche
from carto.fiches.querysets import FicheQuerySet
from carto.territoires.models import Adresse, Territoire
from carto.territoires.querysets import name_of_place

NEAR: Final = 150  # metres: two minutes on foot
DOOR: Final = 40  # metres: further away an address says nothing of the place
DOOR_DEGREES: Final = 0.0006  # at least DOOR in both directions up to 50° N: the prefilter on the index


@dataclass(frozen=True)
class Spot:
    """A point (SRID 4326), and the object of the base map that was pointed at, if any."""

    point: Point
    osm_id: str = ""
    name: str = ""

    @property
    def place(self) -> str:
        """« Cours des 50 Otages, Centre-Ville »; empty where no street or territory is known."""
        return name_of_place(self.point)

    @property
    def query(self) -> str:
        """What a link to this spot carries."""
        carried = {"lat": f"{self.point.y:.6f}", "lon": f"{self.point.x:.6f}", "osm_id": self.osm_id, "nom": self.name}
        return urlencode({name: value for name, value in carried.items() if value}, safe="/")

    def address(self) -> Adresse | None:
        """The nearest door, with `.distance` in metres."""
        exact = self.point.transform(settings.CARTO_SRID_METRES, clone=True)
        return (
            Adresse.objects.filter(geom__dwithin=(self.point, DOOR_DEGREES))
            .annotate(distance=Distance(Transform("geom", settings.CARTO_SRID_METRES), exact))
            .filter(distance__lte=DOOR)
            .order_by("distance")
            .first()
        )

    def territoires(self, day: date | None = None) -> list[Territoire]:
        """Those that hold it, the largest first."""
        return list(Territoire.objects.in_force(day or localdate()).at(self.point).defer("geom"))

    def fiches(self) -> FicheQuerySet:
        """The public fiches within NEAR metres, nearest first."""
        return Fiche.objects.public().near(self.point, NEAR).for_cards()
