"""What the perception layer shows: cells where several have spoken, and of them the feelings that several share."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from carto.fiches.ressentis.grid import ENOUGH, SIDE, told

# A voice said of no moment counts in « jour et nuit » alone. The threshold is asked of what the filter keeps, so that
# no choice of filters shows fewer. A cell's street is the nearest to its middle, within the cell.
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
)
SELECT drawn."column", drawn."row", total::int, faces::text, ST_AsGeoJSON(drawn.geom, 6),
       coalesce(quartier.name, ''), coalesce(commune.name, ''), coalesce(rue.name, '')
FROM drawn
CROSS JOIN LATERAL territoires_at(ST_Centroid(drawn.geom), %(side)s / 2) AS found
LEFT JOIN territoires_rue AS rue ON rue.id = found.rue_id
LEFT JOIN territoires_territoire AS quartier ON quartier.id = found.quartier_id
LEFT JOIN territoires_territoire AS commune ON commune.id = found.commune_id
ORDER BY commune.name NULLS LAST, quartier.name NULLS LAST, rue.name NULLS LAST, drawn."column", drawn."row"
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
    rue: str

    @property
    def where(self) -> str:
        """The quartier, else the commune, that its middle lies in."""
        return self.quartier or self.commune

    @property
    def name(self) -> str:
        """How its page and the map refer to it."""
        return f"case-{self.column}-{self.row}"


def shown(moment: str = "", face: str = "") -> list[Shown]:
    """The cells, by commune, quartier and street: of one part of the day, or where several share one feeling."""
    asked = {"moment": moment, "face": face, "enough": ENOUGH, "side": SIDE, "srid": settings.CARTO_SRID_METRES}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, asked)
        return list(_read(cursor.fetchall()))


def _read(rows: list[tuple[Any, ...]]) -> Iterator[Shown]:
    for column, row, total, faces, outline, quartier, commune, rue in rows:
        shared = {face: told(n) for face, n in json.loads(faces).items()}
        yield Shown(column, row, told(total), shared, json.loads(outline), quartier, commune, rue)
