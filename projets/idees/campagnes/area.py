"""The area of a campaign: a territory, what the map shows, or a file; always polygons of SRID 4326 inside the place."""

import json
from typing import Any, Final

from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from carto.geometry import STORED, read_box, read_geometry

HEAVIEST: Final = 1024 * 1024  # bytes of a file
MOST_SHAPES: Final = 200


def area_of_view(text: str) -> MultiPolygon:
    """`west,south,east,north` → a rectangle; raises ValidationError (French)."""
    box = read_box(text)
    ring = Polygon.from_bbox((box.west, box.south, box.east, box.north))
    return _polygons([read_geometry(ring.geojson)])


def area_of_file(upload: UploadedFile) -> MultiPolygon:
    """A GeoJSON file (geometry, Feature or FeatureCollection) → its polygons as one area; raises ValidationError."""
    if upload.size > HEAVIEST:
        raise ValidationError(_("Ce fichier est trop lourd : un mégaoctet au plus."), code="heavy")
    try:
        data = json.loads(upload.read().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValidationError(_("Ce fichier n’est pas du GeoJSON."), code="file") from None
    shapes = _shapes(data)
    if not shapes or len(shapes) > MOST_SHAPES:
        raise ValidationError(_("Ce fichier ne contient aucune surface, ou en contient trop."), code="file")
    return _polygons([read_geometry(shape) for shape in shapes])


def _shapes(data: Any) -> list[dict[str, Any]]:
    """The geometries of what was read, however they are wrapped."""
    if not isinstance(data, dict):
        return []
    if data.get("type") == "FeatureCollection":
        features = data["features"] if isinstance(data.get("features"), list) else []
        return [feature["geometry"] for feature in features if isinstance(feature, dict) and _has_shape(feature)]
    if data.get("type") == "Feature":
        return [data["geometry"]] if _has_shape(data) else []
    return [data]


def _has_shape(feature: dict[str, Any]) -> bool:
    return isinstance(feature.get("geometry"), dict)


def _polygons(shapes: list[GEOSGeometry]) -> MultiPolygon:
    """One area of them all; lines and points are none."""
    try:
        whole = shapes[0]
        for shape in shapes[1:]:
            whole = whole.union(shape)
    except GEOSException:
        raise ValidationError(_("Ce tracé est illisible."), code="geometry") from None
    if whole.geom_type == "Polygon":
        whole = MultiPolygon(whole, srid=STORED)
    if whole.geom_type != "MultiPolygon" or whole.area == 0:
        raise ValidationError(_("Un périmètre est une surface : ni un point, ni une ligne."), code="surface")
    return whole
