"""KML for globes and GPX for whoever walks: text, streamed row by row."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from carto.ouvert.exports import rows
from carto.ouvert.files.columns import View
from carto.ouvert.files.exports import alike
from carto.ouvert.files.writing import SHAPES

# What XML 1.0 cannot say even escaped.
_UNSAID: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
LINES: Final = ("LineString", "MultiLineString")
AREAS: Final = ("Polygon", "MultiPolygon")


def _told(view: View, fiches: Any = None) -> Iterator[dict[str, Any]]:
    columns = {column.name: column.expression for column in view.columns}
    return rows(view.fiches if fiches is None else fiches, columns)


def _text(value: Any) -> str:
    """A value as XML text."""
    text = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return escape(_UNSAID.sub("", text))


def kml(view: View) -> Iterator[str]:
    """KML 2.2: a placemark a fiche, its attributes as extended data."""
    yield f'{HEAD}<kml xmlns="http://www.opengis.net/kml/2.2"><Document id="{view.name}"><name>{view.name}</name>\n'
    named = {column.name: quoteattr(column.name) for column in view.columns}
    for row in _told(view):
        data = "".join(
            f"<Data name={name}><value>{_text(row[key])}</value></Data>"
            for key, name in named.items()
            if row[key] is not None
        )
        yield (
            f"<Placemark><name>{_text(row['title'])}</name><description>{_text(row['text'])}</description>"
            f"<ExtendedData>{data}</ExtendedData>{_shape(json.loads(row['geometry']))}</Placemark>\n"
        )
    yield "</Document></kml>\n"


def _places(positions: list[list[float]]) -> str:
    return "<coordinates>" + " ".join(f"{place[0]},{place[1]}" for place in positions) + "</coordinates>"


def _shape(shape: dict[str, Any]) -> str:
    kind = shape["type"]
    if kind == "Point":
        return f"<Point>{_places([shape['coordinates']])}</Point>"
    if kind == "LineString":
        return f"<LineString>{_places(shape['coordinates'])}</LineString>"
    if kind == "Polygon":
        rings = [f"<LinearRing>{_places(ring)}</LinearRing>" for ring in shape["coordinates"]]
        inner = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in rings[1:])
        return f"<Polygon><outerBoundaryIs>{rings[0]}</outerBoundaryIs>{inner}</Polygon>"
    return f"<MultiGeometry>{''.join(map(_shape, _parts(shape)))}</MultiGeometry>"


def _parts(shape: dict[str, Any]) -> list[dict[str, Any]]:
    """The single shapes of several."""
    if shape["type"] == "GeometryCollection":
        return list(shape["geometries"])
    if not shape["type"].startswith("Multi"):
        return [shape]
    return [{"type": shape["type"].removeprefix("Multi"), "coordinates": part} for part in shape["coordinates"]]


def gpx(view: View) -> Iterator[str]:
    """GPX 1.1: a waypoint a point, a track a line; an area as its outline, which is all that GPX can draw of it."""
    yield f'{HEAD}<gpx version="1.1" creator="Carte commune" xmlns="http://www.topografix.com/GPX/1/1">\n'
    points = alike(view.fiches, (*SHAPES["points"][1], *SHAPES["multipoints"][1]))
    drawn = alike(view.fiches, (*SHAPES["lignes"][1], *SHAPES["surfaces"][1]))
    yield from chain.from_iterable(map(_waypoints, _told(view, points)))  # the schema wants them first
    yield from map(_track, _told(view, drawn))
    yield "</gpx>\n"


def _singles(shape: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in _parts(shape):
        if part["type"] == shape["type"]:
            yield part
        else:
            yield from _singles(part)


def _waypoints(row: dict[str, Any]) -> Iterator[str]:
    for part in _singles(json.loads(row["geometry"])):
        longitude, latitude = part["coordinates"][:2]
        at = f"<time>{_text(row['created_at'])}</time>"
        yield f'<wpt lat="{latitude}" lon="{longitude}">{at}{_named(row)}</wpt>\n'


def _track(row: dict[str, Any]) -> str:
    lines: list[list[list[float]]] = []
    for part in _singles(json.loads(row["geometry"])):
        if part["type"] in LINES:
            lines.append(part["coordinates"])
        elif part["type"] in AREAS:
            lines += part["coordinates"]
    segments = "".join(f"<trkseg>{''.join(map(_step, line))}</trkseg>" for line in lines)
    return f"<trk>{_named(row)}{segments}</trk>\n"


def _step(place: list[float]) -> str:
    return f'<trkpt lat="{place[1]}" lon="{place[0]}"/>'


def _named(row: dict[str, Any]) -> str:
    return (
        f"<name>{_text(row['title'])}</name><desc>{_text(row['text'])}</desc>"
        f"<src>{_text(row['uuid'])}</src><type>{_text(row['theme'])}</type>"
    )
