"""Downloads: the fiches of a view as CSV or GeoJSON, streamed row by row, as many as the map and the list say."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import DateTimeField, F, QuerySet

from carto.fiches import privacy
from carto.fiches.models import Fiche
from carto.text import safe_cell

BATCH = 2000
DECIMALS = 7  # a centimetre
COLUMNS = {
    "uuid": F("uuid"), "number": F("number"), "kind": F("kind"), "title": F("title"), "text": F("text"),
    "feeling": F("feeling"), "temporality": F("temporality"),
    "theme": F("theme__code"), "stage": F("stage"), "rue": F("rue__name"), "quartier": F("quartier__name"),
    "commune": F("commune__name"), "precision_m": F("precision"), "osm_id": F("osm_id"), "origin": F("origin"),
    "demonstration": F("demonstration"), "author": F("author__name"), "created_at": F("created_at"),
    "updated_at": F("updated_at"),
}  # fmt: skip
Columns = Mapping[str, Any]  # name in the file → expression


def rows(fiches: QuerySet[Fiche], columns: Columns = COLUMNS) -> Iterator[dict[str, Any]]:
    """One dict a fiche, the geometry as GeoJSON text (SRID 4326); a server-side cursor keeps memory flat.

    Moments and points of those who stayed anonymous are rounded (carto.fiches.privacy).
    """
    own = {f"out_{name}": column for name, column in columns.items()}
    known = fiches.annotate(**own).query.annotations
    own |= {
        name: privacy.moment(column) for name, column in own.items()
        if isinstance(known[name].output_field, DateTimeField)
    }  # fmt: skip
    selected = fiches.annotate(out_geometry=AsGeoJSON(privacy.place(), precision=DECIMALS), **own)
    for row in selected.values("out_geometry", *own).iterator(chunk_size=BATCH):
        yield {name.removeprefix("out_"): value for name, value in row.items()}


def as_csv(fiches: QuerySet[Fiche], more: Columns | None = None) -> Iterator[str]:
    """RFC 4180 with a header line; `longitude` and `latitude` are those of the point, empty for lines and areas."""
    columns = COLUMNS | dict(more or {})
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([*columns, "longitude", "latitude", "geometry"])
    for row in rows(fiches, columns):
        writer.writerow([*(safe_cell(row[name]) for name in columns), *_position(row["geometry"]), row["geometry"]])
        if buffer.tell() > 65_536:
            yield _emptied(buffer)
    yield _emptied(buffer)


def as_geojson(fiches: QuerySet[Fiche], more: Columns | None = None) -> Iterator[str]:
    """RFC 7946, one feature a line; `more` are the columns of one kind (`Layer.columns`), over its own objects."""
    columns = COLUMNS | dict(more or {})
    yield '{"type": "FeatureCollection", "features": [\n'
    separator = ""
    for row in rows(fiches, columns):
        properties = {name: row[name] for name in columns if name != "uuid"}
        yield (
            f'{separator}{{"type": "Feature", "id": "{row["uuid"]}", "geometry": {row["geometry"]}, '
            f'"properties": {json.dumps(properties, default=_text, ensure_ascii=False)}}}'
        )
        separator = ",\n"
    yield "\n]}\n"


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _position(geometry: str) -> tuple[str, str]:
    shape = json.loads(geometry)
    return tuple(str(part) for part in shape["coordinates"]) if shape["type"] == "Point" else ("", "")


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
