"""The files of a view as other programs open them, beside what the database says: same rows, same attributes."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pandas
import pyogrio
from django.utils import timezone
from pyarrow import parquet

from carto.ouvert.exports import rows
from carto.ouvert.files.columns import BOOLEAN, DATE, INTEGER, MOMENT, NUMBER, Column, View
from carto.ouvert.files.formats import FORMATS, FRENCH
from carto.ouvert.files.writing import SHAPES

CUT: Final = 251  # bytes of a text that a Shapefile has surely kept: it holds 254, and cuts no letter in two
TOLD: Final = 3  # differences that are told of one format
MOST_OFF: Final = pandas.Timedelta("1ms")
TRUE: Final = frozenset({"true", "t", "1", "oui"})
# A GPX says four things of a fiche, under names of its own.
TRACKED: Final = {"src": "uuid", "name": "title", "desc": "text", "type": "theme"}
Row = Mapping[str, Any]


def expected(view: View) -> dict[str, Row]:
    """What the database says, by key."""
    columns = {column.name: column.expression for column in view.columns}
    return {str(row["uuid"]): row for row in rows(view.fiches, columns)}


def differences(view: View, wanted: Mapping[str, Row], name: str, folder: Path) -> list[str]:
    """What that format, written to the folder and opened by another program, says that the database does not."""
    made = FRENCH if name == "excel" else FORMATS[name]
    path = folder / f"vue.{made.extension}"
    made.save(view, path)
    columns = {column.name: column for column in view.columns if name != "gpx" or column.name in TRACKED.values()}
    missing, strange, wrong = set(wanted), 0, []
    for row in OPENERS[name](path, view):
        key = str(row["uuid"])
        missing.discard(key)
        if key not in wanted:
            strange += 1
            continue
        for field, column in columns.items():
            known, said = wanted[key].get(field), row.get(field)
            if not _alike(known, said, column, name):
                wrong.append(f"{key} {field} : {said!r} et non {known!r}")
        if len(wrong) >= TOLD:
            break
    if missing or strange:
        wrong.insert(0, f"{len(missing)} lignes manquent, {strange} sont de trop")
    return wrong[:TOLD]


def _alike(known: Any, said: Any, column: Column, name: str) -> bool:
    """Whether a program says what the database does."""
    if column.kind == MOMENT and known is not None and said and said is not pandas.NaT:
        known, said = _moment(known), _moment(said)
        # A table for people says the day alone, or the minute; other formats keep the millisecond.
        return known.floor("min") == said if name == "excel" else abs(known - said) <= MOST_OFF
    return _plain(known, column, name) == _plain(said, column, name)


def _plain(value: Any, column: Column, name: str) -> str:
    """A value as text, the same from every program; nothing is empty."""
    if value is None or value is pandas.NaT or value != value or value == "":
        return ""
    if column.kind == BOOLEAN:
        return str(str(value).lower() in TRUE)
    if column.kind in {INTEGER, NUMBER}:
        return f"{float(str(value).replace(',', '.')):.10g}"
    if column.kind == DATE:
        return str(value)[:10]
    text = str(value)
    if name == "shp.zip":
        return text.encode()[:CUT].decode(errors="ignore")
    return text.removeprefix("'") if name in {"csv", "excel"} else text


def _moment(value: Any) -> pandas.Timestamp:
    """In UTC; a day alone is its midnight, an hour without a zone is the city's."""
    at = pandas.Timestamp(value)
    if at.tzinfo is None:
        at = at.tz_localize("UTC" if len(str(value)) == 10 else timezone.get_default_timezone_name())
    return at.tz_convert("UTC")


def _frame(path: Path | str, names: Mapping[str, str] | None = None, **asked: str) -> Iterator[Row]:
    """What pyogrio reads of a layer, row by row, under other names where some are given."""
    frame = pyogrio.read_dataframe(path, read_geometry=False, **asked)
    if names:
        frame = frame.rename(columns=names)
    yield from frame.to_dict("records")


def _parquet(path: Path, _view: View) -> Iterator[Row]:
    for batch in parquet.ParquetFile(path).iter_batches():
        yield from batch.drop_columns(["geometry"]).to_pylist()


def _shapefile(path: Path, view: View) -> Iterator[Row]:
    names = {column.short: column.name for column in view.columns}
    for shape in SHAPES:
        layer = f"{view.name}_{shape}.shp"
        if any(each.endswith(layer) for each in pyogrio.vsi_listtree(f"/vsizip/{path}")):
            yield from _frame(f"/vsizip/{path}/{layer}", names)


def _gpx(path: Path, _view: View) -> Iterator[Row]:
    for layer in ("waypoints", "tracks"):
        yield from _frame(path, TRACKED, layer=layer)


def _table(encoding: str, delimiter: str) -> Callable[[Path, View], Iterator[Row]]:
    def read(path: Path, _view: View) -> Iterator[Row]:
        with path.open(encoding=encoding, newline="") as lines:
            yield from csv.DictReader(lines, delimiter=delimiter)

    return read


OPENERS: Final[dict[str, Callable[[Path, View], Iterator[Row]]]] = {
    "gpkg": lambda path, _view: _frame(path),
    "parquet": _parquet,
    "geojson": lambda path, _view: _frame(path, {"id": "uuid"}),
    "csv": _table("utf-8", ","),
    "excel": _table("utf-8-sig", ";"),
    "shp.zip": _shapefile,
    "kml": lambda path, _view: _frame(path),
    "gpx": _gpx,
}
