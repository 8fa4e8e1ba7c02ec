"""COPY into a temporary table: the one way thousands of rows enter, to be compared and merged by set afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from django.db.backends.utils import CursorWrapper
from psycopg import sql
from shapely.geometry.base import BaseGeometry

from carto.geometry import STORED


def copy_rows(cursor: CursorWrapper, table: str, columns: str, rows: Iterable[Sequence[Any]], key: str = "") -> None:
    """Make the temporary `table`, gone with the transaction, and fill it.

    `columns` is SQL (`code text, geom geometry`); geometries are given as `as_ewkb` makes them; `key` is the column
    that is compared with what is stored, and gets an index.
    """
    name = sql.Identifier(table)
    cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(name))
    cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(name, sql.SQL(columns)))
    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
        for row in rows:
            copy.write_row(row)
    if key:
        cursor.execute(sql.SQL("CREATE UNIQUE INDEX ON {} ({})").format(name, sql.Identifier(key)))
    cursor.execute(sql.SQL("ANALYZE {}").format(name))


def as_ewkb(geometries: Sequence[BaseGeometry], srid: int = STORED) -> list[str]:
    """Geometries as COPY takes them: EWKB in hexadecimal, which carries the SRID."""
    if not len(geometries):
        return []
    return shapely.to_wkb(shapely.set_srid(geometries, srid), hex=True, include_srid=True).tolist()


def returned_ids(cursor: CursorWrapper, statement: str, parameters: Mapping[str, Any]) -> list[int]:
    """Run a statement that ends in RETURNING id, and give the ids."""
    cursor.execute(statement, parameters)
    return [row[0] for row in cursor.fetchall()]
