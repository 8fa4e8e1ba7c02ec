"""Mapbox Vector Tiles by PostGIS: every layer is rows with an `id` and a `geom`, and one statement makes the tile."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db.models import BooleanField, Expression, F, FloatField, Func, QuerySet, Value

from carto.geometry import TILES
from tiles.database import prepared
from tiles.grid import EXTENT, MARGIN, Tile

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"


@dataclass(frozen=True)
class Hole:
    """A parameter that differs from tile to tile: the name of a property of `Tile`.

    Making SQL from a queryset takes longer than running it, so it is made once and its holes are filled for each tile.
    """

    name: str


@dataclass(frozen=True)
class Rows:
    """A SELECT of `id` (bigint), `geom` (tile units, or NULL: left out), then the properties that `names` tells."""

    sql: str
    params: tuple[Any, ...]
    names: tuple[str, ...]

    def at(self, ids: Sequence[int], x: Sequence[int], y: Sequence[int]) -> "Rows":
        """The rows of these ids at these spots (tile units)."""
        return replace(self, params=(list(ids), list(x), list(y), *self.params))

    def filled(self, tile: Tile) -> tuple[Any, ...]:
        """The parameters for a tile."""
        return tuple(getattr(tile, param.name) if isinstance(param, Hole) else param for param in self.params)


@dataclass(frozen=True)
class Part:
    """Layers of a tile that come from the same rows: their fields with their SQL types, and the rows' sources.

    One layer called `name`; or one for each value of the field `kind`, by the name that `names` gives it.
    """

    fields: Mapping[str, str]
    sources: Sequence[Rows]
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


class Envelope(Func):
    """The tile's square in 3857, wider by `margin` tile units on each side."""

    function = "ST_TileEnvelope"
    output_field = GeometryField(srid=TILES)

    def __init__(self, margin: int = 0) -> None:
        super().__init__(*(Value(Hole(name)) for name in ("z", "x", "y")))
        self.extra["template"] = f"%(function)s(%(expressions)s, margin => {margin / EXTENT})"


class Drawn(Func):
    """A geometry in 3857, cut to the tile and its margin, in tile units; NULL when nothing of it is left."""

    function = "ST_AsMVTGeom"
    output_field = GeometryField(srid=0)

    def __init__(self, geom: Expression | F | str) -> None:
        super().__init__(geom, Envelope(), Value(EXTENT), Value(MARGIN), Value(True))


class Spot(Func):
    """The one point where a geometry is counted and its pin stands (3857 in and out); it always lies on it."""

    function = "tiles_spot"
    output_field = GeometryField(srid=TILES)


class Simplified(Func):
    """A line or area in 3857 without the corners that enclose less than half a pixel.

    Visvalingam–Whyatt: what a corner encloses depends on its neighbours alone, so the border that two communes share is
    simplified alike on both sides, and no gap opens between them.
    """

    function = "ST_SimplifyVW"
    output_field = GeometryField(srid=TILES)

    def __init__(self, geom: Expression | F | str) -> None:
        super().__init__(geom, Value(Hole("half_pixel")))


class IsShape(Func):
    """Whether a geometry is a line or an area, in the words of the partial indexes: a parameter would hide them."""

    template = "ST_Dimension(%(expressions)s) > 0"
    output_field = BooleanField()


class Shape(Func):
    """The geometry of a line or an area, in the words of the index of their boxes; NULL for a point."""

    template = "CASE WHEN ST_Dimension(%(expressions)s) > 0 THEN %(expressions)s END"
    output_field = GeometryField(srid=TILES)


class Size(Func):
    """The diagonal of a geometry's box, in the units of its system."""

    template = "ST_Length(ST_BoundingDiagonal(%(expressions)s))"
    output_field = FloatField()


def rows(found: QuerySet, geom: Expression, properties: Mapping[str, Expression | F], id: str = "pk") -> Rows:
    """A queryset as the rows of a layer: `geom` draws, `properties` are told, the field `id` tells them apart."""
    values = found.order_by().values_list(id, geom, *properties.values())
    sql, params = values.query.sql_with_params()
    names = ", ".join(f'"{name}"' for name in properties)
    return Rows(f"SELECT * FROM ({sql}) AS found (id, geom, {names})", params, tuple(properties))


def pins(found: QuerySet, properties: Mapping[str, Expression | F]) -> Rows:
    """A queryset's rows as points: which ones and where is given to `Rows.at`."""
    sql, params = found.order_by().values_list("pk", *properties.values()).query.sql_with_params()
    names = ", ".join(f'"{name}"' for name in properties)
    spots = "unnest(%s::bigint[], %s::int[], %s::int[]) AS spot (id, x, y)"
    found_there = f"{spots} JOIN ({sql}) AS found (id, {names}) USING (id)"
    sql = f"SELECT id, ST_MakePoint(spot.x, spot.y) AS geom, {names} FROM {found_there}"
    return Rows(sql, params, tuple(properties))


def points(features: Sequence[Mapping[str, Any]], fields: Mapping[str, str]) -> Rows:
    """Points known already: each has `id`, `x` and `y` (tile units) and some of `fields` (their SQL types)."""
    names = ", ".join(f'"{name}"' for name in fields)
    types = ", ".join(f'"{name}" {kind}' for name, kind in fields.items())
    sql = (
        f"SELECT id, ST_MakePoint(x, y) AS geom, {names}"
        f" FROM jsonb_to_recordset(%s::jsonb) AS told (id bigint, x int, y int, {types})"
    )
    return Rows(sql, (json.dumps(features),), tuple(fields))


def encode(parts: Sequence[Part], tile: Tile) -> bytes:
    """The tile that holds these layers; empty bytes when nothing is drawn."""
    drawn = [part for part in parts if part.sources]
    return prepared(*statement(drawn, tile))[0][0] if drawn else b""


def statement(parts: Sequence[Part], tile: Tile) -> tuple[str, list[Any]]:
    """What the database is asked for a tile: SQL and its parameters."""
    layers = " UNION ALL ".join(_layers(part) for part in parts)
    params = [param for part in parts for source in part.sources for param in source.filled(tile)]
    # The same content in the same order of bytes each time: the tile's strong ETag promises it.
    return f"SELECT coalesce(string_agg(layer, '' ORDER BY layer), '') FROM ({layers}) AS tile (layer)", params


def _layers(part: Part) -> str:
    """The statement that gives the bytes of each layer of a part that has a feature."""
    features = " UNION ALL ".join(_padded(part, source) for source in part.sources)
    named, grouped = f"'{part.name}'", ""
    if part.names:
        named = "CASE kind " + " ".join(f"WHEN '{kind}' THEN '{name}'" for kind, name in part.names.items()) + " END"
        grouped = "GROUP BY kind"
    return (
        f"SELECT ST_AsMVT(feature, {named}, {EXTENT}, 'geom', 'id' ORDER BY id)"
        f" FROM ({features}) AS feature WHERE geom IS NOT NULL {grouped} HAVING count(*) > 0"
    )


def _padded(part: Part, source: Rows) -> str:
    """The source's rows with every field of the layer, NULL (so: absent from the tile) where it has none."""
    columns = ", ".join(
        f'"{name}"' if name in source.names else f'NULL::{kind} AS "{name}"' for name, kind in part.fields.items()
    )
    return f"SELECT id, geom, {columns} FROM ({source.sql}) AS source"
