"""The rows of a view as the database writes them: columns of Arrow by the batch, and a table for French spreadsheets.

Memory does not grow with the view: COPY sends a row at a time, of which half a megabyte is held at once.
"""

from array import array
from collections.abc import Iterator
from functools import cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from django.contrib.gis.db.models import GeometryField
from django.db import connection
from django.db.models import Case, CharField, F, Func, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from carto.fiches import privacy
from carto.geometry import STORED
from carto.ouvert.files.columns import BOOLEAN, DATE, INTEGER, MOMENT, NUMBER, TEXT, Column, View
from carto.text import BOM

if TYPE_CHECKING:
    import pyarrow

HELD: Final = 1 << 19  # bytes of rows held at once
BUFFER: Final = 65_536  # bytes sent at once
MINUTE, DAY = "YYYY-MM-DD HH24:MI", "YYYY-MM-DD"
GEOMETRY: Final = "geometry"


class _Hex(Func):
    """A geometry as hexadecimal WKB: a COPY in text has no bytes."""

    template = "encode(ST_AsBinary(%(expressions)s), 'hex')"
    output_field = TextField()


class _Alike(Func):
    """A geometry whose parts are of one kind: of a collection, those of the highest dimension."""

    template = (
        "CASE WHEN GeometryType(%(expressions)s) = 'GEOMETRYCOLLECTION'"
        " THEN ST_CollectionExtract(%(expressions)s) ELSE %(expressions)s END"
    )
    output_field = GeometryField(srid=STORED)


class _Type(Func):
    """POINT, MULTILINESTRING…"""

    function = "GeometryType"
    output_field = CharField()


class _Cell(Func):
    """A text as a cell: what would run as a formula follows an apostrophe (OWASP, “CSV injection”); empty is NULL."""

    template = (
        "CASE WHEN left(%(expressions)s, 1) IN ('=', '+', '-', '@', E'\\t', E'\\r', E'\\n')"
        " THEN '''' || %(expressions)s ELSE nullif(%(expressions)s, '') END"
    )
    output_field = TextField()


class _Local(Func):
    """A moment in the city's time, as the pattern `how` writes it."""

    template = "to_char(%(expressions)s AT TIME ZONE '%(zone)s', '%(how)s')"
    output_field = TextField()


class _Comma(Func):
    """A number with a decimal comma."""

    template = "replace((%(expressions)s)::text, '.', ',')"
    output_field = TextField()


class _Degrees(Func):
    """A coordinate of a point (degrees) with a decimal comma, to 10 cm; nothing for a line or an area."""

    template = (
        "CASE WHEN GeometryType(%(expressions)s) = 'POINT'"
        " THEN replace(to_char(%(function)s(%(expressions)s), 'FM9990.000000'), '.', ',') END"
    )
    output_field = TextField()


def alike(fiches: QuerySet, types: tuple[str, ...]) -> QuerySet:
    """Those whose geometry, its parts made alike, is of these types."""
    return fiches.alias(out_type=_Type(_Alike(F("geom")))).filter(out_type__in=types)


@cache
def _types() -> dict[str, Any]:
    import pyarrow

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # what is freed is given back: a fifth less at the peak
    return {
        TEXT: pyarrow.string(), INTEGER: pyarrow.int64(), NUMBER: pyarrow.float64(), BOOLEAN: pyarrow.bool_(),
        DATE: pyarrow.date32(), MOMENT: pyarrow.timestamp("us", tz="UTC"),
    }  # fmt: skip


def schema(columns: tuple[Column, ...]) -> "pyarrow.Schema":
    """The columns as Arrow names and types them; the geometry, as WKB, comes last."""
    import pyarrow

    fields = [pyarrow.field(column.name, _types()[column.kind]) for column in columns]
    return pyarrow.schema([*fields, pyarrow.field(GEOMETRY, pyarrow.binary())])


def batches(view: View, fiches: QuerySet | None = None) -> Iterator["pyarrow.RecordBatch"]:
    """The rows of the view (or of `fiches`, some of them made alike) by some thousands, geometries in SRID 4326."""
    where = privacy.place(_Hex if fiches is None else lambda shape: _Hex(_Alike(shape)))
    told = {column.name: column.published for column in view.columns} | {GEOMETRY: where}
    held: list[bytes] = []
    size = 0
    for piece in _copied(view.fiches if fiches is None else fiches, told, "FORMAT csv"):
        held.append(piece)
        size += len(piece)
        if size > HELD:
            yield _read(b"".join(held), view.columns)
            held, size = [], 0
    if held:
        yield _read(b"".join(held), view.columns)


def _read(rows: bytes, columns: tuple[Column, ...]) -> "pyarrow.RecordBatch":
    import pyarrow
    from pyarrow import csv

    names = [column.name for column in columns]
    types = {column.name: _types()[column.kind] for column in columns} | {GEOMETRY: pyarrow.string()}
    table = csv.read_csv(
        pyarrow.BufferReader(rows),
        csv.ReadOptions(column_names=[*names, GEOMETRY], use_threads=False, block_size=len(rows) + 1),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
            true_values=["t"], false_values=["f"],
        ),
    )  # fmt: skip
    arrays = [*(table[name].combine_chunks() for name in names), _binary(table[GEOMETRY].to_pylist())]
    return pyarrow.RecordBatch.from_arrays([_whole(each) for each in arrays], schema=schema(columns))


def _binary(texts: list[str]) -> "pyarrow.Array":
    """Hexadecimal texts as bytes. Laid out by hand: `pyarrow.array` would load pandas, fifty megabytes of it."""
    import pyarrow

    shapes = [bytes.fromhex(text) for text in texts]
    ends = array("i", accumulate(map(len, shapes), initial=0))
    buffers = [None, pyarrow.py_buffer(ends), pyarrow.py_buffer(b"".join(shapes))]
    return pyarrow.Array.from_buffers(pyarrow.binary(), len(shapes), buffers)


def _whole(column: Any) -> Any:
    """One array of what may be several pieces."""
    return column.chunk(0) if hasattr(column, "chunk") else column


def french_csv(view: View) -> Iterator[bytes]:
    """Semicolons, a byte order mark, decimal commas, days and hours of the city: what Excel opens by itself."""
    told = {column.name: _as_cell(column) for column in view.columns}
    told |= {name: privacy.place(partial(_Degrees, function=part)) for name, part in _COORDINATES}
    buffer = bytearray(f"{BOM}{';'.join(told)}\n".encode())
    for piece in _copied(view.fiches, told, "FORMAT csv, DELIMITER ';'"):
        buffer += piece
        if len(buffer) > BUFFER:
            yield bytes(buffer)
            buffer.clear()
    yield bytes(buffer)


_COORDINATES: Final = (("longitude", "ST_X"), ("latitude", "ST_Y"))


def _as_cell(column: Column) -> Any:
    if column.kind == TEXT:
        return _Cell(Cast(column.published, TextField()))
    if column.kind == MOMENT:
        zone = timezone.get_default_timezone_name()
        day, minute = (_Local(column.expression, zone=zone, how=how) for how in (DAY, MINUTE))
        return Case(When(privacy.ANONYMOUS, then=day), default=minute, output_field=TextField())
    if column.kind == NUMBER:
        return _Comma(column.published)
    if column.kind == BOOLEAN:
        return Case(When(**{column.source: True}, then=Value("oui")), default=Value("non"), output_field=TextField())
    return column.published


def _copied(fiches: QuerySet, told: dict[str, Any], how: str) -> Iterator[bytes]:
    """What COPY sends, row by row. Names that are no field's, and moments in UTC, as Django's connections have them."""
    named = {f"out_{name}": expression for name, expression in told.items()}
    statement, params = fiches.annotate(**named).values_list(*named).query.sql_with_params()
    copied = connection.ops.compose_sql(f"COPY ({statement}) TO STDOUT ({how})", params)
    with connection.cursor() as cursor, cursor.copy(copied) as pieces:
        for piece in pieces:
            yield bytes(piece)
