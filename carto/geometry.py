"""Space: the three reference systems, and what may enter the database. Pure functions.

Stored in 4326, measured in metres in `CARTO_SRID_METRES` (Lambert-93), drawn in 3857. Everything a stranger sends
passes `read_geometry` or `read_point` first: PostGIS raises InternalError on POINT(200 100) in a transform, stores
swapped axes without a word, and stores NaN as EMPTY.
"""

import json
import math
from dataclasses import dataclass

import pyproj
from django.conf import settings
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPoint, Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

STORED = 4326
TILES = 3857
GRID = 15.0  # metres of 3857, ten true ones in France (9.5 in Lille, 10.9 in Marseille): what a telephone knows
EARTH = 6_378_137.0  # metres: the radius of the sphere that 3857 draws
MAX_VERTICES = 20_000
MAX_LATITUDE = 85.06  # the edge of the web Mercator square


@dataclass(frozen=True)
class Box:
    """A rectangle in degrees (SRID 4326)."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, longitude: float, latitude: float) -> bool:
        """Whether the position lies in the box, its edge included."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


def place_box() -> Box:
    """The city's box with half its size around: what is further away is a mistake, not a report."""
    west, south, east, north = settings.CARTO_BBOX
    wide, high = (east - west) / 2, (north - south) / 2
    return Box(west - wide, south - high, east + wide, north + high)


def read_box(text: str) -> Box:
    """`west,south,east,north` in degrees; raises ValidationError with a French text."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise ValidationError(
            _("Cadre illisible : quatre nombres sont attendus, ouest,sud,est,nord."), code="bbox"
        ) from None
    inside = -180 <= west < east <= 180 and -90 <= south < north <= 90
    if not inside:  # also false when one of them is NaN
        raise ValidationError(_("Ce cadre n’existe pas : ouest,sud,est,nord en degrés."), code="bbox")
    return Box(west, south, east, north)


def read_point(longitude: float | str, latitude: float | str) -> Point:
    """A point in 4326 inside the place's box; raises ValidationError (swapped axes are named as such)."""
    try:
        x, y = float(longitude), float(latitude)
    except (TypeError, ValueError):
        raise ValidationError(
            _("Ce lieu est illisible : une longitude et une latitude sont attendues."), code="point"
        ) from None
    _check_position(x, y)
    return Point(x, y, srid=STORED)


def _check_position(x: float, y: float) -> None:
    """Raise ValidationError unless (longitude, latitude) is a finite position in the place."""
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValidationError(_("Ce lieu est illisible : une longitude et une latitude sont attendues."), code="point")
    box = place_box()
    if box.contains(x, y):
        return
    if box.contains(y, x):
        raise ValidationError(_("Longitude et latitude semblent inversées."), code="swapped")
    raise ValidationError(_("Ce lieu est hors de %(place)s.") % {"place": settings.CARTO_PLACE}, code="outside")


def read_geometry(text: str | dict) -> GEOSGeometry:
    """GeoJSON (RFC 7946: 4326, longitude first) → a valid geometry in the place; raises ValidationError.

    Refused: another SRID named by an old `crs` member, empty, NaN, self-crossing, over MAX_VERTICES vertices,
    outside the place, swapped axes, collections of collections.
    """
    data = _read_json(text)
    if data.get("crs") and "4326" not in json.dumps(data["crs"]) and "CRS84" not in json.dumps(data["crs"]):
        raise ValidationError(_("Seules les coordonnées en degrés (WGS 84) sont acceptées."), code="srid")
    if json.dumps(data).count("[") > MAX_VERTICES + 10:
        raise ValidationError(
            _("Ce tracé a trop de points (%(max)d au plus).") % {"max": MAX_VERTICES}, code="vertices"
        )
    try:
        geometry = GEOSGeometry(json.dumps(data), srid=STORED)
    except (GEOSException, GDALException, ValueError, TypeError):
        raise ValidationError(_("Ce tracé est illisible."), code="geometry") from None
    return _checked(geometry)


def _read_json(text: str | dict) -> dict:
    """The GeoJSON object; NaN and Infinity, which Python's reader lets through, are refused."""

    def refuse(_constant: str) -> float:
        raise ValueError

    try:
        data = json.loads(text, parse_constant=refuse) if isinstance(text, str) else text
        json.dumps(data, allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        raise ValidationError(_("Ce tracé est illisible."), code="geometry") from None
    if not isinstance(data, dict) or data.get("type") not in {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
    }:
        raise ValidationError(_("Ce tracé est illisible."), code="geometry")
    return data


def _checked(geometry: GEOSGeometry) -> GEOSGeometry:
    """The same geometry once it is known to be drawable; raises ValidationError."""
    if geometry.empty or geometry.hasz:
        raise ValidationError(_("Ce tracé est vide ou n’est pas à plat."), code="empty")
    west, south, east, north = geometry.extent
    _check_position(west, south)
    _check_position(east, north)
    if not geometry.valid:
        raise ValidationError(_("Ce tracé se croise lui-même."), code="crossing")
    return geometry


def on_grid(shape: GEOSGeometry) -> GEOSGeometry:
    """A point of SRID 4326, or several, on the grid of 3857, as ST_SnapToGrid has it; a line or an area as it is."""
    if shape.geom_type == "Point":
        return Point(*_on_grid(shape.x, shape.y), srid=STORED)
    if shape.geom_type == "MultiPoint":
        return MultiPoint([on_grid(each) for each in shape], srid=STORED)
    return shape


def _on_grid(longitude: float, latitude: float) -> tuple[float, float]:
    east, north = math.radians(longitude), math.asinh(math.tan(math.radians(latitude)))
    east, north = (round(each * EARTH / GRID) * GRID / EARTH for each in (east, north))
    return math.degrees(east), math.degrees(math.atan(math.sinh(north)))


def metres_between(one: Point, other: Point) -> float:
    """How far two points of SRID 4326 are from each other, in metres."""
    return pyproj.Geod(ellps="GRS80").inv(one.x, one.y, other.x, other.y)[2]


def scale_of_metres(longitude: float, latitude: float) -> float:
    """How long `CARTO_SRID_METRES` says one true metre is, there: 1.0 is exact.

    Lambert-93's scale depends on latitude alone: within 0.3 % from 42° to 50.5° N, so Geneva measures well in it.
    """
    factors = pyproj.Proj(settings.CARTO_SRID_METRES).get_factors(longitude, latitude)
    return (factors.meridional_scale * factors.parallel_scale) ** 0.5
