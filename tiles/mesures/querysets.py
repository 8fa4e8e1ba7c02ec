"""Figures beside what a tile draws, in the same statement."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import connection

from carto.fiches.mesures import Figure
from tiles.grid import EXTENT, MARGIN, Tile
from tiles.mvt import Rows

# What a coloured feature says more, with its SQL type. `n` is always there, so that a style knows what is coloured;
# `value` is absent where it is not known.
FIELDS: Final = {"value": "float8", "n": "bigint", "of": "bigint", "population": "bigint", "year": "integer"}

_BESIDE = f"""
SELECT source.*, {", ".join(f'told."{name}"' for name in FIELDS)}
FROM ({{source}}) AS source
LEFT JOIN unnest(%s::bigint[], {", ".join(f"%s::{kind}[]" for kind in FIELDS.values())})
    AS told (place, {", ".join(f'"{name}"' for name in FIELDS)}) ON told.place = source.id
"""
_STREETS = f"""
SELECT id FROM territoires_rue
WHERE geom && ST_Transform(ST_TileEnvelope(%s, %s, %s, margin => {MARGIN / EXTENT}), 4326)
"""


def beside(source: Rows, told: Mapping[int, Figure]) -> Rows:
    """The same rows, with the figure of those that have one; the others are as they were."""
    lines = [_line(figure) for figure in told.values()]
    columns = [[line[rank] for line in lines] for rank in range(len(FIELDS))]
    params = (*source.params, list(told), *columns)
    return Rows(_BESIDE.format(source=source.sql), params, (*source.names, *FIELDS))


def streets_in(tile: Tile) -> Iterable[int]:
    """The ids of the streets that a tile draws."""
    with connection.cursor() as cursor:
        cursor.execute(_STREETS, [tile.z, tile.x, tile.y])
        return [street for (street,) in cursor.fetchall()]


def _line(figure: Figure) -> tuple[Any, ...]:
    value = None if figure.value is None else float(figure.value)
    return value, figure.n, figure.of, figure.population, figure.years[1] if figure.years else None
