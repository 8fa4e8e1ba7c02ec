"""The files of a view, row by row: CSV for a French spreadsheet, GeoPackage for a map. Never how to reach anybody."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import numpy
import pyogrio
import shapely
from django.contrib.gis.db.models.functions import AsWKB, PointOnSurface
from django.db.models import F
from django.utils import timezone

from carto.fiches.models import Origin, Temporality
from signalements.models import CLOSING_LABELS, STATUS_LABELS, Priority
from signalements.querysets import SignalementQuerySet

BATCH: Final = 1000
BUFFER: Final = 65_536  # characters sent at once
LAYER: Final = "signalements"
BOM: Final = "\ufeff"  # by it Excel knows UTF-8
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS: Final = {
    "numero": F("number"), "etat": F("status"), "categorie": F("categorie__name"), "titre": F("title"),
    "description": F("text"), "priorite": F("priority"), "service": F("service__name"), "equipe": F("crew__name"),
    "signale_le": F("reported_at"), "promis_le": F("due_at"), "delai_arrete_le": F("paused_at"),
    "prevu_le": F("planned_on"), "traite_le": F("treated_at"), "motif": F("closing"),
    "frequence": F("temporality"), "rue": F("rue__name"), "quartier": F("quartier__name"),
    "commune": F("commune__name"), "origine": F("origin"), "reouvertures": F("reopenings"), "renvois": F("bounces"),
    "identifiant": F("uuid"),
}  # fmt: skip
_LABELS: Final = {
    "etat": STATUS_LABELS, "motif": CLOSING_LABELS, "priorite": dict(Priority.choices),
    "frequence": dict(Temporality.choices), "origine": dict(Origin.choices),
}  # fmt: skip


def rows(signalements: SignalementQuerySet) -> Iterator[dict[str, Any]]:
    """One dict a signalement, `point` its longitude and latitude (degrees); a server-side cursor keeps memory flat."""
    told = {f"out_{name}": column for name, column in COLUMNS.items()}
    selected = signalements.annotate(out_point=AsWKB(PointOnSurface("geom")), **told)
    words = {name: {code: str(label) for code, label in labels.items()} for name, labels in _LABELS.items()}
    names = ["out_point", *told]
    batches = selected.values_list(*names).iterator(chunk_size=BATCH)
    while batch := list(islice(batches, BATCH)):
        spots = shapely.get_coordinates(shapely.from_wkb([bytes(row[0]) for row in batch]))
        for spot, row in zip(spots, batch, strict=True):
            found = {name.removeprefix("out_"): value for name, value in zip(names, row, strict=True)}
            for name, labels in words.items():
                found[name] = labels.get(found[name], "")
            yield found | {"point": spot}


def as_csv(signalements: SignalementQuerySet) -> Iterator[str]:
    """Semicolons, a byte order mark and decimal commas: what a French spreadsheet opens by itself; ISO dates."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow([*COLUMNS, "longitude", "latitude"])
    for row in rows(signalements):
        longitude, latitude = (f"{part:.6f}".replace(".", ",") for part in row["point"])
        # Figures of ours are no formulas: the minus of a longitude stays a minus.
        writer.writerow([*(_cell(row[name]) for name in COLUMNS), longitude, latitude])
        if buffer.tell() > BUFFER:
            yield _emptied(buffer)
    yield _emptied(buffer)


def as_gpkg(signalements: SignalementQuerySet) -> IO[bytes]:
    """A GeoPackage with one layer of points (SRID 4326), some thousand rows at a time; gone once closed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vue.gpkg"
        told, begun = rows(signalements), False
        while (batch := list(islice(told, BATCH))) or not begun:
            _write(path, batch, append=begun)
            begun = True
        return path.open("rb")  # read after its name is gone


def _write(path: Path, batch: list[dict[str, Any]], *, append: bool) -> None:
    spots = numpy.array([row["point"] for row in batch], dtype=float).reshape(-1, 2)
    fields = [numpy.array([_text(row[name]) for row in batch], dtype=object) for name in COLUMNS]
    pyogrio.raw.write(
        path, shapely.to_wkb(shapely.points(spots)), fields, list(COLUMNS), layer=LAYER, driver="GPKG",
        geometry_type="Point", crs="EPSG:4326", append=append,
    )  # fmt: skip


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


def _cell(value: Any) -> str:
    """Text for a spreadsheet: what would be run as a formula is preceded by an apostrophe (OWASP, “CSV injection”)."""
    text = _text(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(value: Any) -> str:
    """Dates in the city's time, to the minute; nothing for None."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(" ", "minutes")[:16]
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
