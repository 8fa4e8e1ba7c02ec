"""What the perception layer shows: cells where several have spoken, and of them the feelings that several share."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from carto.fiches.ressentis.grid import ENOUGH, SIDE, told

# A voice said of no moment counts in « jour et nuit » alone. The threshold is asked of what the filter keeps, so that
# no choice of filters shows fewer. A cell is of the quartier, else of the commune, that holds its middle.
_SHOWN = """
WITH voices AS (
    SELECT "column", "row", face, count(*) AS n FROM fiches_ressenti
    WHERE %(moment)s = '' OR moment = %(moment)s
    GROUP BY "column", "row", face
), cells AS (
    SELECT "column", "row", sum(n) AS total,
           coalesce(jsonb_object_agg(face, n) FILTER (WHERE n >= %(enough)s), '{}') AS faces
    FROM voices GROUP BY "column", "row"
    HAVING sum(n) >= %(enough)s AND (%(face)s = '' OR bool_or(face = %(face)s AND n >= %(enough)s))
), drawn AS (
    SELECT *, ST_Transform(ST_MakeEnvelope("column" * %(side)s, "row" * %(side)s, ("column" + 1) * %(side)s,
                                           ("row" + 1) * %(side)s, %(srid)s), 4326) AS geom
    FROM cells
), placed AS (
    SELECT drawn.*, around.quartier_id, around.commune_id
    FROM drawn CROSS JOIN LATERAL (
        SELECT min(territoire_id) FILTER (WHERE level = 3) AS quartier_id,
               min(territoire_id) FILTER (WHERE level = 2) AS commune_id
        FROM territoires_territoirepart AS part WHERE ST_Intersects(part.geom, ST_Centroid(drawn.geom))
    ) AS around
)
SELECT placed."column", placed."row", total::int, faces::text, ST_AsGeoJSON(placed.geom, 6),
       coalesce(quartier.name, ''), coalesce(commune.name, '')
FROM placed
LEFT JOIN territoires_territoire AS quartier ON quartier.id = quartier_id
LEFT JOIN territoires_territoire AS commune ON commune.id = commune_id
ORDER BY commune.name NULLS LAST, quartier.name NULLS LAST, placed."column", placed."row"
"""

# The nearest street to the middle of each, within the cell; asked of the few that a page shows.
_STREETS = """
SELECT asked."column", asked."row", rue.name
FROM unnest(%(columns)s::int[], %(rows)s::int[]) AS asked("column", "row")
JOIN territoires_rue AS rue ON rue.id = rue_near(
    ST_SetSRID(ST_MakePoint((asked."column" + 0.5) * %(side)s, (asked."row" + 0.5) * %(side)s), %(srid)s), %(side)s / 2)
"""


@dataclass(frozen=True)
class Shown:
    """One cell as everybody may read it: voices by fives, feelings by their code, and its outline (SRID 4326)."""

    column: int
    row: int
    voices: int
    faces: dict[str, int]
    outline: dict[str, Any]
    quartier: str
    commune: str

    @property
    def where(self) -> str:
        """The quartier, else the commune, that its middle lies in."""
        return self.quartier or self.commune

    @property
    def name(self) -> str:
        """How its page and the map refer to it."""
        return f"case-{self.column}-{self.row}"


def shown(moment: str = "", face: str = "") -> list[Shown]:
    """The cells, by commune and quartier: of one part of the day, or where several share one feeling."""
    asked = {"moment": moment, "face": face, "enough": ENOUGH, "side": SIDE, "srid": settings.CARTO_SRID_METRES}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, asked)
        return list(_read(cursor.fetchall()))


def _read(rows: list[tuple[Any, ...]]) -> Iterator[Shown]:
    for column, row, total, faces, outline, quartier, commune in rows:
        shared = {face: told(n) for face, n in json.loads(faces).items()}
        yield Shown(column, row, told(total), shared, json.loads(outline), quartier, commune)


def streets(cells: Sequence[Shown]) -> dict[str, str]:
    """The street by which each of these cells is known, by the cell's name; one that has none is left out."""
    asked = {"side": SIDE, "srid": settings.CARTO_SRID_METRES}
    asked |= {"columns": [cell.column for cell in cells], "rows": [cell.row for cell in cells]}
    with connection.cursor() as cursor:
        cursor.execute(_STREETS, asked)
        return {f"case-{column}-{row}": name for column, row, name in cursor.fetchall()}
