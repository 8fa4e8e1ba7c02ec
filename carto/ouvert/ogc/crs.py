"""Reference systems by their OGC addresses: which ones, in which order their axes come, and how to go from and to them.

Everything is stored in longitude, latitude (CRS84). EPSG:4326 is latitude first, here as in the standard; GeoServer,
GDAL and QGIS all count on it (OGC API – Features Part 2, 6.2).
"""

from typing import Any, Final

import pyproj
import shapely
from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Func
from django.utils.translation import gettext as _

from carto.geometry import STORED, TILES
from carto.ouvert.ogc.errors import Refused

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0/{srid}"
LAMBERT: Final = 2154
DEGREES, METRES = 7, 2  # decimals: a centimetre


def offered() -> dict[str, int]:
    """Address → SRID, the default one first; the city's own metres besides Lambert-93 where they differ."""
    srids = dict.fromkeys((STORED, LAMBERT, TILES, settings.CARTO_SRID_METRES))
    return {CRS84: STORED} | {EPSG.format(srid=srid): srid for srid in srids}


def srid_of(address: str) -> int:
    """The SRID of an offered address; Refused (French) for any other."""
    if address not in offered():
        raise Refused(_("Système de coordonnées inconnu : %(crs)s.") % {"crs": address[:120]})
    return offered()[address]


def is_flipped(address: str) -> bool:
    """Whether its first axis goes north: its coordinates come as (y, x)."""
    if address == CRS84:
        return False
    return pyproj.CRS.from_epsg(srid_of(address)).axis_info[0].direction == "north"


def as_geojson(address: str, shape: Any) -> Any:
    """The expression that writes a shape of SRID 4326 in that system, in the order of its axes."""
    srid = srid_of(address)
    if srid != STORED:
        shape = Transform(shape, srid)
    if is_flipped(address):
        shape = Func(shape, function="ST_FlipCoordinates", output_field=GeometryField(srid=srid))
    return AsGeoJSON(shape, precision=DEGREES if srid == STORED else METRES)


def read_in(geometry: GEOSGeometry, address: str) -> GEOSGeometry:
    """What was written in that system, as longitude and latitude; Refused where it lies nowhere on the map."""
    srid, flipped = srid_of(address), is_flipped(address)
    shape = shapely.from_wkb(bytes(geometry.wkb))
    if flipped:
        shape = shapely.transform(shape, lambda places: places[:, ::-1])
    if srid != STORED:
        project = pyproj.Transformer.from_crs(srid, STORED, always_xy=True).transform
        shape = shapely.transform(shape, project, interleaved=False)
    west, south, east, north = shape.bounds  # no number at all for an empty shape
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Refused(_("Ces coordonnées ne sont nulle part sur la carte : l’ordre des axes est-il le bon ?"))
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=STORED)
