"""The files of a view, row by row: CSV for a French spreadsheet, GeoPackage for a map. Never how to reach anybody."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import numpy
import pyogrio
import shapely
from django.contrib.gis.db.models.functions import AsWKB, PointOnSurface
from django.db import connection
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils import timezone

from carto.fiches.models import Origin, Temporality
from carto.text import BOM
from signalements.models import CLOSING_LABELS, STATUS_LABELS, Priority
from signalements.querysets import SignalementQuerySet

BATCH: Final = 1000
BUFFER: Final = 65_536  # bytes sent at once
LAYER: Final = "signalements"
MINUTE, DAY = "YYYY-MM-DD HH24:MI", "YYYY-MM-DD"
# The field that each column tells. The database writes the text: a million rows told by Python took a minute.
COLUMNS: Final = {
    "numero": "number", "etat": "status", "categorie": "categorie__name", "titre": "title", "description": "text",
    "priorite": "priority", "service": "service__name", "equipe": "crew__name", "signale_le": "reported_at",
    "promis_le": "due_at", "delai_arrete_le": "paused_at", "prevu_le": "planned_on", "traite_le": "treated_at",
    "motif": "closing", "frequence": "temporality", "rue": "rue__name", "quartier": "quartier__name",
    "commune": "commune__name", "origine": "origin", "reouvertures": "reopenings", "renvois": "bounces",
    "identifiant": "uuid",
}  # fmt: skip
_LABELS: Final[Mapping[str, Mapping[Any, Any]]] = {
    "etat": STATUS_LABELS, "motif": CLOSING_LABELS, "priorite": dict(Priority.choices),
    "frequence": dict(Temporality.choices), "origine": dict(Origin.choices),
}  # fmt: skip
_MOMENTS: Final = ("signale_le", "promis_le", "delai_arrete_le", "traite_le")
_OURS: Final = ("reouvertures", "renvois", "identifiant")


class _Cell(Func):
    """A text as a cell: what would run as a formula follows an apostrophe (OWASP, “CSV injection”); empty is NULL."""

    template = (
        "CASE WHEN left(%(expressions)s, 1) IN ('=', '+', '-', '@', E'\\t', E'\\r', E'\\n')"
        " THEN '''' || %(expressions)s ELSE nullif(%(expressions)s, '') END"
    )
    output_field = TextField()


class _Degrees(Func):
    """A coordinate (degrees) with a decimal comma, to 10 cm."""

    template = "replace(to_char(%(function)s(%(expressions)s), 'FM9990.000000'), '.', ',')"
    output_field = TextField()


def as_csv(signalements: SignalementQuerySet) -> Iterator[bytes]:
    """Semicolons, a byte order mark and decimal commas: what a French spreadsheet opens by itself; ISO dates, UTF-8.

    The database writes the whole table, which passes through here piece by piece: memory stays flat.
    """
    texts = {name: _Cell(text) if isinstance(text, F) else text for name, text in _texts().items()}
    texts |= {name: _Degrees(_point(), function=part) for name, part in (("longitude", "ST_X"), ("latitude", "ST_Y"))}
    statement, params = _selected(signalements, texts).query.sql_with_params()
    copied = connection.ops.compose_sql(f"COPY ({statement}) TO STDOUT (FORMAT csv, DELIMITER ';')", params)
    buffer = bytearray(f"{BOM}{';'.join(texts)}\n".encode())
    with connection.cursor() as cursor, cursor.copy(copied) as pieces:
        for piece in pieces:
            buffer += piece
            if len(buffer) > BUFFER:
                yield bytes(buffer)
                buffer.clear()
    yield bytes(buffer)


def as_gpkg(signalements: SignalementQuerySet) -> IO[bytes]:
    """A GeoPackage with one layer of points (SRID 4326), some thousand rows at a time; gone once closed."""
    rows = _selected(signalements, {"point": AsWKB(_point())} | _texts()).iterator(chunk_size=BATCH)
    with tempfile.TemporaryDirectory() as folder:
        path, begun = Path(folder) / "vue.gpkg", False
        while (batch := list(islice(rows, BATCH))) or not begun:
            _write(path, batch, append=begun)
            begun = True
        return path.open("rb")  # read after its name is gone


def _write(path: Path, batch: list[tuple[Any, ...]], *, append: bool) -> None:
    points = shapely.from_wkb([bytes(row[0]) for row in batch])
    fields = [numpy.array([row[rank] or "" for row in batch], dtype=object) for rank in range(1, 1 + len(COLUMNS))]
    pyogrio.raw.write(
        path, shapely.to_wkb(points), fields, list(COLUMNS), layer=LAYER, driver="GPKG",
        geometry_type="Point", crs="EPSG:4326", append=append,
    )  # fmt: skip


def _selected(signalements: SignalementQuerySet, told: Mapping[str, Combinable]) -> Any:
    """These expressions of each signalement; under names that are none of its fields'."""
    named = {f"out_{name}": expression for name, expression in told.items()}
    return signalements.annotate(**named).values_list(*named)


def _texts() -> dict[str, Combinable]:
    """What each column says, as text or NULL: states in words, moments to the minute in the city's time."""
    zone = Value(timezone.get_current_timezone_name())
    told: dict[str, Combinable] = {name: F(field) for name, field in COLUMNS.items()}
    for name, labels in _LABELS.items():
        words = [When(**{COLUMNS[name]: code}, then=Value(str(label))) for code, label in labels.items()]
        told[name] = Case(*words, output_field=TextField())
    for name in _MOMENTS:
        told[name] = _dated(Func(zone, F(COLUMNS[name]), function="timezone"), MINUTE)
    told["prevu_le"] = _dated(F(COLUMNS["prevu_le"]), DAY)
    return told | {name: Cast(COLUMNS[name], TextField()) for name in _OURS}


def _dated(moment: Combinable, form: str) -> Func:
    return Func(moment, Value(form), function="to_char", output_field=TextField())


def _point() -> PointOnSurface:
    return PointOnSurface("geom")


def as_geojson(pins: Iterator[tuple[str, dict[str, Any]]], most: int) -> Iterator[str]:
    """Points for the desk's map, `most` of them at the most; `capped` says whether there were more."""
    yield '{"type": "FeatureCollection", "features": ['
    separator, drawn = "", 0
    for geometry, said in pins:
        if drawn == most:
            drawn += 1
            break
        told = json.dumps(said, ensure_ascii=False)
        yield f'{separator}{{"type": "Feature", "geometry": {geometry}, "properties": {told}}}'
        separator, drawn = ",\n", drawn + 1
    yield f'], "capped": {json.dumps(drawn > most)}}}'
