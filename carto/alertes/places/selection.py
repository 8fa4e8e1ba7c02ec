"""What one follows: a place, themes, and what one wants to hear of it; as an address says it, or an abonnement.

`?lieu=` the code of a street or territory, or `?lat=&lon=&rayon=` (metres), or `?contour=lon,lat;lon,lat;…`, or
`?partout=1`; `&themes=` codes and `&quoi=` values of Heard, commas or several times; none of them means all.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from carto.alertes.models import Heard, Zone
from carto.alertes.places.querysets import fiches_in
from carto.fiches.models import Theme
from carto.fiches.querysets import FicheQuerySet
from carto.geometry import read_geometry, read_point
from carto.territoires.models import Rue, Territoire
from carto.territoires.querysets import name_of_place

LEAST, MOST, USUAL = 100, 3_000, 500  # metres of a circle
MOST_CORNERS: Final = 150  # so that the address of its feed fits everywhere
LONGEST: Final = 6_000  # characters of an outline
WIDEST: Final = 100_000_000  # m² of a drawn area: larger than the largest commune around
LONGEST_CODE: Final = 160


@dataclass(frozen=True)
class Place:
    """A street or territory (`code`), a circle (`geom` a point, `reach` metres), a drawn area (`reach` 0), or all."""

    name: str
    code: str = ""
    geom: GEOSGeometry | None = None
    reach: int = 0

    @property
    def params(self) -> dict[str, str]:
        """As an address says it."""
        if self.code:
            return {"lieu": self.code}
        if self.geom is None:
            return {"partout": "1"}
        if self.geom.geom_type == "Point":
            return {"lat": f"{self.geom.y:.6f}", "lon": f"{self.geom.x:.6f}", "rayon": str(self.reach)}
        return {"contour": outline(self.geom)}

    @property
    def round(self) -> bool:
        """Whether it is a circle."""
        return self.geom is not None and self.geom.geom_type == "Point"


@dataclass(frozen=True)
class Selection:
    """A place, with what one wants to hear of it; no theme means all of them."""

    place: Place
    themes: tuple[str, ...] = ()
    hears: tuple[str, ...] = tuple(Heard.values)

    @property
    def digest(self) -> str:
        """The same for the same selection, however it was typed."""
        said = [sorted(self.place.params.items()), sorted(self.themes), sorted(self.hears)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def query(self) -> str:
        """The query string of its page and of its feeds."""
        said = self.place.params | {"themes": ",".join(self.themes)}
        if len(self.hears) < len(Heard):
            said["quoi"] = ",".join(self.hears)
        return urlencode({name: value for name, value in said.items() if value}, safe=",;")

    def fiches(self) -> FicheQuerySet:
        """The public fiches of the place and themes, whatever one wants to hear of them."""
        found = fiches_in(self.place.code, self.place.geom, self.place.reach)
        return found.filter(theme__code__in=self.themes) if self.themes else found

    @property
    def heard_labels(self) -> list[str]:
        """What one wants to hear, in words."""
        return [str(heard.label) for heard in Heard if heard.value in self.hears]

    @property
    def theme_names(self) -> list[str]:
        """The themes in words; one query."""
        return list(Theme.objects.filter(code__in=self.themes).values_list("name", flat=True))

    @property
    def kinds(self) -> list[str]:
        """The kinds of fiche of which new ones are heard."""
        return [heard for heard in self.hears if heard not in (Heard.DECISIONS, Heard.WORKS)]


def selection_of(zone: Zone) -> Selection:
    """What an abonnement follows."""
    return Selection(Place(zone.name, zone.code, zone.geom, zone.reach), tuple(zone.themes), tuple(zone.hears))


def read_selection(params: QueryDict) -> Selection | None:
    """From an address or a form; None when it says no place. Raises ValidationError (French)."""
    place = read_place(params)
    if place is None:
        return None
    themes, hears = _words(params, "themes"), _words(params, "quoi") or list(Heard.values)
    known = set(Theme.objects.filter(code__in=themes).values_list("code", flat=True)) if themes else set()
    if set(themes) - known or set(hears) - set(Heard.values):
        raise ValidationError(_("Ce choix n’existe pas."), code="choice")
    return Selection(place, tuple(themes), tuple(hears))


def asked_selection(params: QueryDict) -> Selection:
    """The same where there has to be one: Http404 for what names no place, or none that can be."""
    try:
        selection = read_selection(params)
    except ValidationError as error:
        raise Http404(error.messages[0]) from None
    if selection is None:
        raise Http404
    return selection


def read_place(params: QueryDict) -> Place | None:
    """The place that an address or a form says, None without any. Raises ValidationError (French)."""
    if text := params.get("contour", "").strip():
        return Place(_("une zone dessinée"), geom=read_outline(text))
    if code := params.get("lieu", "").strip():
        return _of_code(code)
    if params.get("lat") or params.get("lon"):
        point = read_point(params.get("lon", ""), params.get("lat", ""))
        return circle(Point(round(point.x, 6), round(point.y, 6), srid=point.srid), params.get("rayon", ""))
    return Place(settings.CARTO_PLACE) if params.get("partout") else None


def circle(point: Point, metres: str) -> Place:
    """So many metres around a point (SRID 4326). Raises ValidationError."""
    reach = int(metres) if metres.isdecimal() and len(metres) < 6 else 0 if metres else USUAL
    if not LEAST <= reach <= MOST:
        told = {"least": LEAST, "most": MOST}
        raise ValidationError(_("Le rayon va de %(least)d à %(most)d mètres.") % told, code="reach")
    name = name_of_place(point) or _("ce point")
    return Place(_("%(metres)d m autour de %(name)s") % {"metres": reach, "name": name[:150]}, geom=point, reach=reach)


def _of_code(code: str) -> Place:
    found = None
    if "\x00" not in code and len(code) <= LONGEST_CODE:
        found = Territoire.objects.filter(code=code, valid_to=None).order_by("level").only("name", "code").first()
        found = found or Rue.objects.filter(code=code).only("name", "code").first()
    if found is None:
        raise ValidationError(_("Cette rue ou ce quartier n’existe pas ici."), code="unknown")
    return Place(found.name, code=found.code)


def read_outline(text: str) -> GEOSGeometry:
    """`lon,lat;lon,lat;…` → a valid polygon (SRID 4326), small enough. Raises ValidationError (French)."""
    corners = text.strip(";").split(";") if len(text) <= LONGEST else []
    if not 3 <= len(corners) <= MOST_CORNERS:
        told = _("Une zone dessinée a entre 3 et %(most)d points.") % {"most": MOST_CORNERS}
        raise ValidationError(told, code="corners")
    try:
        ring = [[round(float(part), 6) for part in corner.split(",")] for corner in corners]
    except ValueError:
        raise ValidationError(_("Ce tracé est illisible."), code="geometry") from None
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    if any(len(corner) != 2 for corner in ring):
        raise ValidationError(_("Ce tracé est illisible."), code="geometry")
    polygon = read_geometry({"type": "Polygon", "coordinates": [ring]})
    area = polygon.transform(settings.CARTO_SRID_METRES, clone=True).area
    if not 0 < area <= WIDEST:
        told = _("Cette zone est trop grande : dessinez plus petit, ou suivez une commune.")
        raise ValidationError(told, code="wide")
    return polygon


def outline(polygon: GEOSGeometry) -> str:
    """The same, from a polygon."""
    return ";".join(f"{x:.6f},{y:.6f}" for x, y in polygon.coords[0][:-1])


def _words(params: QueryDict, name: str) -> Sequence[str]:
    text = ",".join(params.getlist(name))
    if "\x00" in text or len(text) > 1000:
        raise ValidationError(_("Ce choix n’existe pas."), code="choice")
    return sorted({word for word in text.split(",") if word})
