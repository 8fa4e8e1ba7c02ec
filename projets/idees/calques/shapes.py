"""What a stroke may be: its shape read, mended where it can be, and measured against the sheet's frame."""

import json
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from carto.geometry import STORED, Box, read_geometry
from projets.idees.calques.limits import LARGEST, LONGEST, SHORTEST, VERTICES
from projets.idees.models import TraitKind

SHAPES: Final = {
    TraitKind.FREE: {"LineString"},
    TraitKind.LINE: {"LineString"},
    TraitKind.AREA: {"Polygon", "MultiPolygon"},
    TraitKind.STICKER: {"Point"},
    TraitKind.TEXT: {"Point"},
}


def read_shape(sent: Any, kind: str, frame: Polygon) -> GEOSGeometry:
    """GeoJSON of a stroke of that kind → its geometry (SRID 4326); raises ValidationError with a French text.

    An area that crosses itself is mended. Refused besides what `read_geometry` refuses: another kind's shape, too many
    points, too long, too large, too small, outside the frame and its surroundings.
    """
    geom = _read(sent)
    if geom.geom_type not in SHAPES[TraitKind(kind)]:
        raise ValidationError(_("Cette forme n’est pas celle de cet outil."), code="kind")
    if geom.num_coords > VERTICES:
        said = {"many": number_format(geom.num_coords), "most": number_format(VERTICES)}
        raise ValidationError(
            _("Ce trait a %(many)s points, %(most)s au plus : dessinez-le en deux fois.") % said, code="vertices"
        )
    if not _around(frame).contains(*geom.extent[:2]) or not _around(frame).contains(*geom.extent[2:]):
        raise ValidationError(_("Ce trait sort du cadre du calque."), code="frame")
    _measure(geom, frame)
    return geom


def _read(sent: Any) -> GEOSGeometry:
    """The geometry, valid; one that crosses itself is mended."""
    try:
        return read_geometry(sent)
    except ValidationError as error:
        if error.code != "crossing":
            raise
    return _mended(sent if isinstance(sent, str) else json.dumps(sent))


def _mended(text: str) -> GEOSGeometry:
    """The area that was meant by a ring that crosses itself; ValidationError when nothing of it is left."""
    try:
        made = GEOSGeometry(text, srid=STORED).make_valid()
    except GEOSException:
        raise ValidationError(_("Ce tracé est illisible."), code="geometry") from None
    parts = [made] if made.geom_type == "Polygon" else list(made) if made.num_geom > 1 else []
    areas = [part for each in parts for part in (each if isinstance(each, MultiPolygon) else [each])]
    areas = [part for part in areas if isinstance(part, Polygon) and part.area > 0]
    if not areas:
        raise ValidationError(_("Ce trait se replie sur lui-même : reprenez-le d’un seul tour."), code="crossing")
    return areas[0] if len(areas) == 1 else MultiPolygon(areas, srid=STORED)


def _around(frame: Polygon) -> Box:
    """The frame's box with half its size around: a hand goes over the edge of the paper."""
    west, south, east, north = frame.extent
    wide, high = (east - west) / 2, (north - south) / 2
    return Box(west - wide, south - high, east + wide, north + high)


def _metric(geom: GEOSGeometry) -> GEOSGeometry:
    return geom.transform(settings.CARTO_SRID_METRES, clone=True)


def _measure(geom: GEOSGeometry, frame: Polygon) -> None:
    """Raise ValidationError for a line or an area that is too small to be seen, too long or too large."""
    if geom.dims == 0:
        return
    metric = _metric(geom)
    if geom.dims == 1:
        _within(metric.length, SHORTEST, LONGEST, _told_line)
    else:
        _within(metric.area, SHORTEST**2, min(LARGEST, _metric(frame).area), _told_area)


def _within(size: float, least: float, most: float, told: Callable[[float, float], str]) -> None:
    if size < least:
        raise ValidationError(_("Ce trait est trop petit pour être vu."), code="small")
    if size > most:
        raise ValidationError(told(size, most), code="large")


def _told_line(size: float, most: float) -> str:
    said = {"size": number_format(size / 1000, 1), "most": number_format(most / 1000, 0)}
    return _("Ce trait fait %(size)s km, %(most)s km au plus : dessinez-le en deux fois.") % said


def _told_area(size: float, most: float) -> str:
    said = {"size": number_format(size / 10_000, 1), "most": number_format(most / 10_000, 1)}
    return _("Cette surface fait %(size)s hectares, %(most)s au plus ici : dessinez-la plus petite.") % said
