"""Mapbox Vector Tiles by PostGIS: every layer is rows with an `id` and a `geom`, and one statement makes the tile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db import connection
from django.db.models import Expression, F, FloatField, Func, QuerySet, Value
from psycopg.types.json import Jsonb

from carto.geometry import TILES
from tiles.grid import EXTENT, MARGIN, Tile

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"


@dataclass(frozen=True)
class Rows:
    """A SELECT of `id` (bigint), `geom` (tile units, or NULL: left out), then the properties that `names` tells."""

    sql: str
    params: tuple[Any, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One layer of a tile: its name, its fields with their SQL types, and rows from one or several sources."""

    name: str
    fields: Mapping[str, str]
    sources: Sequence[Rows]


class Envelope(Func):
    """The tile's square in 3857, wider by `margin` tile units on each side."""

    function = "ST_TileEnvelope"
    output_field = GeometryField(srid=TILES)

    def __init__(self, tile: Tile, margin: int = 0) -> None:
        super().__init__(*(Value(number) for number in (tile.z, tile.x, tile.y)))
        self.extra["template"] = f"%(function)s(%(expressions)s, margin => {margin / EXTENT})"


class Drawn(Func):
    """A geometry in 3857, cut to the tile and its margin, in tile units; NULL when nothing of it is left."""

    function = "ST_AsMVTGeom"
    output_field = GeometryField(srid=0)

    def __init__(self, geom: Expression | F, tile: Tile) -> None:
        super().__init__(geom, Envelope(tile), Value(EXTENT), Value(MARGIN), Value(True))


class Spot(Func):
    """The one point where a geometry is counted and its pin stands (3857 in and out); it always lies on it."""

    function = "tiles_spot"
    output_field = GeometryField(srid=TILES)


class Simplified(Func):
    """A line or area in 3857 without the corners that enclose less than half a pixel squared.

    Visvalingam–Whyatt: what a corner encloses depends on its neighbours alone, so the border that two communes share is
    simplified alike on both sides, and no gap opens between them.
    """

    function = "ST_SimplifyVW"
    output_field = GeometryField(srid=TILES)

    def __init__(self, geom: Expression | F, tile: Tile) -> None:
        super().__init__(geom, Value(tile.pixel**2 / 2))


class Dimension(Func):
    """0 for points, 1 for lines, 2 for areas; written as the partial index of shapes has it."""

    function = "ST_Dimension"
    output_field = FloatField()


class Size(Func):
    """The diagonal of a geometry's box, in the units of its system."""

    template = "ST_Length(ST_BoundingDiagonal(%(expressions)s))"
    output_field = FloatField()


def rows(found: QuerySet, geom: Expression, properties: Mapping[str, Expression | F]) -> Rows:
    """A queryset as the rows of a layer: `geom` draws, `properties` are told."""
    values = found.order_by().values_list("pk", geom, *properties.values())
    sql, params = values.query.sql_with_params()
    names = ", ".join(f'"{name}"' for name in properties)
    return Rows(f"SELECT * FROM ({sql}) AS found (id, geom, {names})", params, tuple(properties))


def points(features: Sequence[Mapping[str, Any]], fields: Mapping[str, str]) -> Rows:
    """Points known already: each has `id`, `x` and `y` (tile units) and some of `fields` (their SQL types)."""
    names = ", ".join(f'"{name}"' for name in fields)
    types = ", ".join(f'"{name}" {kind}' for name, kind in fields.items())
    sql = (
        f"SELECT id, ST_MakePoint(x, y) AS geom, {names}"
        f" FROM jsonb_to_recordset(%s) AS told (id bigint, x int, y int, {types})"
    )
    return Rows(sql, (Jsonb(list(features)),), tuple(fields))


def encode(parts: Sequence[Part]) -> bytes:
    """The tile that holds these layers; empty bytes when nothing is drawn."""
    drawn = [_layer(part) for part in parts if part.sources]
    if not drawn:
        return b""
    with connection.cursor() as cursor:
        sql = "SELECT " + " || ".join(f"({sql})" for sql, _ in drawn)
        cursor.execute(sql, [param for _, params in drawn for param in params])
        return bytes(cursor.fetchone()[0])


def _layer(part: Part) -> tuple[str, tuple[Any, ...]]:
    """The statement that gives one layer's bytes, empty when it has no feature."""
    sql = " UNION ALL ".join(_padded(part, source) for source in part.sources)
    params = tuple(param for source in part.sources for param in source.params)
    encoded = f"ST_AsMVT(feature, '{part.name}', {EXTENT}, 'geom', 'id')"
    drawn = f"FROM ({sql}) AS feature WHERE geom IS NOT NULL"
    return f"SELECT CASE WHEN count(*) > 0 THEN {encoded} ELSE ''::bytea END {drawn}", params


def _padded(part: Part, source: Rows) -> str:
    """The source's rows with every field of the layer, NULL (so: absent from the tile) where it has none."""
    columns = ", ".join(
        f'"{name}"' if name in source.names else f'NULL::{kind} AS "{name}"' for name, kind in part.fields.items()
    )
    return f"SELECT id, geom, {columns} FROM ({source.sql}) AS source"
