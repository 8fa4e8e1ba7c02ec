"""What one may be pointing at: the lamp, bench, tree or stop near a point, and the doors and streets around it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.gis.db.models.functions import ClosestPoint, Distance, Transform
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from carto.fiches.models import Fiche, Kind
from carto.geometry import read_point
from carto.territoires.geocoding import Hit
from carto.territoires.models import Adresse, Lieu, Rue
from carto.territoires.natures import label_of_nature

REACH: Final = 40  # metres: what one stands before, a phone's error included
WALK: Final = 120  # metres: the doors and streets of « autour de moi »
DEGREES: Final = 1 / 72_000  # at least a metre in both directions up to 50° N: the prefilter on the index
OBJECTS, DOORS, STREETS = 6, 4, 3
ALIKE: Final = 2  # of one sort: an avenue has twenty trees, and the bench would never be named


@dataclass(frozen=True)
class Choice:
    """One place to choose; `key` is what the form sends back, `metres` how far it is when that is known."""

    key: str
    kind: str  # objet, adresse, rue or lieu
    label: str
    detail: str
    point: Point
    osm_id: str = ""
    metres: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As the page's own modules read it."""
        return {
            "key": self.key,
            "kind": self.kind,
            "label": self.label,
            "detail": self.told,
            "longitude": round(self.point.x, 7),
            "latitude": round(self.point.y, 7),
            "osm_id": self.osm_id,
        }

    @property
    def told(self) -> str:
        """What follows the name: « banc, à 6 m »."""
        away = _("à %(metres)d m") % {"metres": self.metres} if self.metres is not None else ""
        return ", ".join(part for part in (self.detail, away) if part)


def objects_near(point: Point, reach: float = REACH) -> list[Choice]:
    """Objects of the base map and public facilities within `reach` metres of a point (SRID 4326), nearest first."""
    spots = [_spot(lieu, round(lieu.distance.m)) for lieu in _within(Lieu.objects.all(), point, reach)[:60]]
    facilities = Fiche.objects.public().filter(kind=Kind.EQUIPEMENT).near(point, reach).select_related("theme")
    found = spots + [_facility(fiche, round(fiche.distance.m)) for fiche in facilities[:OBJECTS]]
    return _varied(sorted(found, key=lambda choice: choice.metres or 0))


def places_near(point: Point) -> list[Choice]:
    """The doors and streets a short walk from a point (SRID 4326): a place without a map."""
    doors = [
        Choice(_key(each.geom), "adresse", str(each), each.city, each.geom, metres=round(each.distance.m))
        for each in _within(Adresse.objects.all(), point, WALK)[:DOORS]
    ]
    exact = point.transform(settings.CARTO_SRID_METRES, clone=True)
    streets = (
        Rue.objects.filter(geom_metres__dwithin=(exact, D(m=WALK)))
        .annotate(distance=Distance("geom_metres", exact), spot=ClosestPoint("geom", point))
        .order_by("distance", "pk")
        .defer("geom", "geom_metres")
    )
    return doors + [
        Choice(_key(each.spot), "rue", each.name, _("rue"), each.spot, metres=round(each.distance.m))
        for each in streets[:STREETS]
    ]


def choices_of(hits: Iterable[Hit]) -> list[Choice]:
    """What words were understood as, to choose from."""
    return [Choice(_key(hit.point), hit.kind, hit.label, hit.detail, hit.point) for hit in hits]


def chosen(key: str) -> Choice:
    """The place behind a key that a form sent back; raises ValidationError for what is not, or no longer, there."""
    kind, _slash, rest = key.partition("/")
    if kind in {"node", "way", "relation"}:
        found = Lieu.objects.filter(osm_id=key).first()
    elif kind == Kind.EQUIPEMENT:
        found = Fiche.objects.public().filter(kind=kind, uuid=_uuid(rest)).first()
    else:
        longitude, _comma, latitude = key.partition(",")
        point = read_point(longitude, latitude)
        return Choice(key, "lieu", "", "", point)
    if found is None:
        raise ValidationError(_("Cet objet n’est plus sur la carte : choisissez-en un autre."), code="gone")
    return _spot(found) if isinstance(found, Lieu) else _facility(found)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _within(places: QuerySet, point: Point, metres: float) -> QuerySet:
    """Points within `metres`, nearest first, with `.distance`: degrees on the index, then the true distance."""
    exact = point.transform(settings.CARTO_SRID_METRES, clone=True)
    return (
        places.filter(geom__dwithin=(point, metres * DEGREES))
        .annotate(distance=Distance(Transform("geom", settings.CARTO_SRID_METRES), exact))
        .filter(distance__lte=metres)
        .order_by("distance", "pk")
    )


def _spot(lieu: Lieu, metres: int | None = None) -> Choice:
    nature = label_of_nature(lieu.nature) or _("objet de la carte")
    label, detail = (lieu.name, nature) if lieu.name else (nature[:1].upper() + nature[1:], "")
    return Choice(lieu.osm_id, "objet", label, detail, lieu.geom, lieu.osm_id, metres)


def _facility(fiche: Fiche, metres: int | None = None) -> Choice:
    point = fiche.geom if fiche.geom.geom_type == "Point" else fiche.geom.point_on_surface
    return Choice(f"equipement/{fiche.uuid}", "objet", fiche.title, _("équipement"), point, fiche.osm_id, metres)


def _varied(choices: list[Choice]) -> list[Choice]:
    """At most ALIKE without a name of the same sort, and each name once, OBJECTS in all."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for choice in choices:
        same = (choice.label, choice.detail)
        seen[same] += 1
        if seen[same] <= (1 if choice.detail else ALIKE):
            kept.append(choice)
    return kept[:OBJECTS]


def _key(point: Point) -> str:
    return f"{point.x:.7f},{point.y:.7f}"
