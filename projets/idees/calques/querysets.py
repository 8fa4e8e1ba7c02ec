"""What sheets hold, asked of the database: the squares that strokes touch, where hands agree, where uses differ.

A square of CELL metres is one number, column × 1 000 000 + row, both counted from 500 000: within fifteen thousand
kilometres of the origin of the metric system, wherever the city is.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.db.models import Count, Prefetch, QuerySet
from psycopg import sql

from carto.fiches.models import Visibility
from carto.geometry import STORED, Box
from projets.idees.calques.limits import CELL, CELLS, CONFLICTS, REACH, SHARED
from projets.idees.models import Calque, Reprise, Trait

# A line or a point is as wide as a path: what it touches is within REACH of it.
_CELLS: Final = """
UPDATE idees_trait AS trait SET cells = coalesce((
    SELECT array_agg((grid.i + 500000)::bigint * 1000000 + grid.j + 500000)
    FROM (SELECT CASE WHEN ST_Dimension(trait.geom) = 2 THEN metric ELSE ST_Buffer(metric, %(reach)s, 4) END AS shape
          FROM (SELECT ST_Transform(trait.geom, %(srid)s) AS metric) AS measured) AS drawn,
         ST_SquareGrid(%(cell)s, drawn.shape) AS grid
    WHERE ST_Intersects(grid.geom, drawn.shape)), '{}')
WHERE id = ANY(%(strokes)s)
"""
_HANDS: Final = """
INSERT INTO idees_calquehand (calque_id, hand, cells)
SELECT calque_id, hand,
       coalesce(array_agg(DISTINCT cell) FILTER (WHERE cell IS NOT NULL AND erased_at IS NULL AND held = ''), '{}')
FROM idees_trait LEFT JOIN LATERAL unnest(cells) AS cell ON true
WHERE (calque_id, hand) IN (SELECT calque_id, hand FROM idees_trait WHERE id = ANY(%(strokes)s))
GROUP BY calque_id, hand
ON CONFLICT (calque_id, hand) DO UPDATE SET cells = excluded.cells
"""


def work_out_cells(strokes: Collection[int]) -> None:
    """Note the squares that these strokes (their ids) touch, and with them all that their hands have touched."""
    told = {"strokes": list(strokes), "cell": CELL, "reach": REACH, "srid": settings.CARTO_SRID_METRES}
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, told)
        cursor.execute(_HANDS, told)


# Every square of every hand, as the database itself sends an array, without the twenty bytes that come before: half a
# million of them are carried as they are and counted here, in less time than the database takes to hand them out.
_TOUCHED: Final = """
COPY (SELECT string_agg(substr(array_send(cells), 21), '') FROM idees_calquehand WHERE calque_id = ANY({}))
TO STDOUT (FORMAT binary)
"""
_SENT: Final = np.dtype([("size", ">i4"), ("cell", ">i8")])
_AROUND: Final = slice(25, -2)  # what COPY says before and after the one value
_EDGES: Final = """
SELECT ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)
FROM (SELECT rank, ST_Transform(ST_MakeEnvelope(i * %(cell)s, j * %(cell)s, (i + 1) * %(cell)s, (j + 1) * %(cell)s,
                                                %(srid)s), 4326) AS geom
      FROM unnest(%(columns)s::int[], %(rows)s::int[]) WITH ORDINALITY AS best (i, j, rank)) AS square
ORDER BY rank
"""


@dataclass(frozen=True)
class Agreement:
    """A square (degrees, SRID 4326) that `hands` hands have drawn in."""

    hands: int
    west: float
    south: float
    east: float
    north: float


def agreements(sheets: Collection[int], least: int) -> tuple[list[Agreement], int]:
    """The squares drawn by at least so many hands of these sheets (their ids), and how many there are in all."""
    columns, rows = _touched(sheets)
    if not columns.size:
        return [], 0
    west, south, high = columns.min(), rows.min(), np.ptp(rows) + 1
    # Each hand has each square once: counting squares is counting hands.
    hands = np.bincount((columns - west) * high + rows - south)
    agreed = np.flatnonzero(hands >= least)
    best = agreed[np.argsort(-hands[agreed], kind="stable")[:CELLS]]
    columns, rows = np.divmod(best, high)
    told = {"columns": (columns + west).tolist(), "rows": (rows + south).tolist()}
    with connection.cursor() as cursor:
        cursor.execute(_EDGES, told | {"cell": CELL, "srid": settings.CARTO_SRID_METRES})
        edges = cursor.fetchall()
    return [Agreement(many, *each) for many, each in zip(hands[best].tolist(), edges, strict=True)], len(agreed)


def _touched(sheets: Collection[int]) -> tuple[np.ndarray, np.ndarray]:
    """The columns and rows of the squares of every hand on these sheets, one after the other."""
    with connection.cursor() as cursor, cursor.copy(sql.SQL(_TOUCHED).format(list(sheets))) as sending:
        sent = b"".join(sending)
    columns, rows = np.divmod(np.frombuffer(sent[_AROUND], _SENT)["cell"].astype(np.int64), 1_000_000)
    return columns - 500_000, rows - 500_000


_NAMED: Final = """
SELECT (SELECT concat_ws(', ', rue.name, coalesce(quartier.name, commune.name))
        FROM territoires_at(ST_SetSRID(ST_MakePoint(x, y), 4326)) AS found
        LEFT JOIN territoires_rue AS rue ON rue.id = found.rue_id
        LEFT JOIN territoires_territoire AS quartier ON quartier.id = found.quartier_id
        LEFT JOIN territoires_territoire AS commune ON commune.id = found.commune_id)
FROM unnest(%s::float[], %s::float[]) WITH ORDINALITY AS spot (x, y, rank) ORDER BY rank
"""


def places_of(spots: Sequence[tuple[float, float]]) -> list[str]:
    """« Cours des 50 Otages, Centre-Ville » for each (longitude, latitude); empty outside every territory."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [[x for x, _y in spots], [y for _x, y in spots]])
        return [name or "" for (name,) in cursor.fetchall()]


_OPPOSED: Final = """
WITH areas AS MATERIALIZED (
    SELECT id, geom, theme_id, hand FROM idees_trait
    WHERE calque_id = ANY(%(sheets)s) AND kind = 'area' AND theme_id IS NOT NULL AND erased_at IS NULL AND held = ''
), pairs AS (
    SELECT one.id AS one, other.id AS other, ST_Intersection(one.geom, other.geom) AS shared
    FROM areas AS one JOIN idees_trait AS other
      ON other.geom && one.geom AND other.id > one.id AND other.theme_id <> one.theme_id AND other.hand <> one.hand
     AND other.kind = 'area' AND other.erased_at IS NULL AND other.held = '' AND other.calque_id = ANY(%(sheets)s)
    WHERE ST_Intersects(one.geom, other.geom) LIMIT 1000
)
SELECT one, other, size, ST_X(spot), ST_Y(spot)
FROM (SELECT one, other, ST_Area(ST_Transform(shared, %(srid)s)) AS size, ST_PointOnSurface(shared) AS spot
      FROM pairs) AS measured
WHERE size >= %(least)s ORDER BY size DESC, one, other LIMIT %(most)s
"""


@dataclass(frozen=True)
class Conflict:
    """Two areas that would be used otherwise, of two hands, at one place: `size` in square metres, a spot in 4326."""

    one: Trait
    other: Trait
    size: float
    longitude: float
    latitude: float
    place: str = ""


def conflicts(sheets: Collection[int]) -> list[Conflict]:
    """The largest disagreements of these sheets (their ids), to be talked about."""
    told = {"sheets": list(sheets), "srid": settings.CARTO_SRID_METRES, "least": SHARED, "most": CONFLICTS}
    with connection.cursor() as cursor:
        cursor.execute(_OPPOSED, told)
        rows = cursor.fetchall()
    known = Trait.objects.defer("cells").select_related("calque", "theme", "author").in_bulk(
        {number for one, other, *_rest in rows for number in (one, other)}
    )  # fmt: skip
    names = places_of([(x, y) for *_rest, x, y in rows]) if rows else []
    return [
        Conflict(known[one], known[other], size, x, y, name)
        for (one, other, size, x, y), name in zip(rows, names, strict=True)
    ]


def readable_strokes(calque: Calque) -> QuerySet[Trait]:
    """The strokes that everybody sees, in the order in which they were drawn, with what a page tells of each."""
    return told(Trait.objects.filter(calque=calque, erased_at=None, held=""))


def newer_strokes(calque: Calque, version: int) -> QuerySet[Trait]:
    """All that changed since that version, erased ones too: whoever had them takes them away."""
    return told(Trait.objects.filter(calque=calque, version__gt=version))


def told(strokes: QuerySet[Trait]) -> QuerySet[Trait]:
    """With theme, sticker, signature and the public ideas that they became; three queries, however many."""
    public = Reprise.objects.filter(idee__visibility=Visibility.PUBLIC).select_related("idee").order_by("pk")
    return strokes.defer("cells").select_related("theme", "autocollant", "author").prefetch_related(
        Prefetch("reprises", public, to_attr="became")
    )  # fmt: skip


def sheets_in(box: Box) -> QuerySet[Calque]:
    """The public sheets whose frame touches the box (degrees), the latest first."""
    frame = Polygon.from_bbox((box.west, box.south, box.east, box.north))
    frame.srid = STORED
    return Calque.objects.public().filter(geom__intersects=frame)


def counts_of(sheets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """How many strokes everybody sees on each of these sheets (their ids), and how many hands drew them."""
    drawn = Trait.objects.filter(calque__in=list(sheets), erased_at=None, held="").order_by().values("calque")
    counted = drawn.annotate(strokes=Count("pk"), hands=Count("hand", distinct=True))
    return {row["calque"]: (row["strokes"], row["hands"]) for row in counted}


_SKETCHED: Final = """
SELECT calque_id, kind, colour, ST_AsSVG(ST_SimplifyPreserveTopology(web, 2), 0, 0), ST_X(spot), -ST_Y(spot),
       ST_XMin(web), -ST_YMax(web), ST_XMax(web), -ST_YMin(web)
FROM unnest(%(sheets)s::bigint[]) AS sheet (id) CROSS JOIN LATERAL (
    SELECT calque_id, kind, colour, ST_Transform(geom, 3857) AS web, created_at,
           ST_PointOnSurface(ST_Transform(geom, 3857)) AS spot
    FROM idees_trait WHERE calque_id = sheet.id AND erased_at IS NULL AND held = ''
    ORDER BY created_at DESC LIMIT 40
) AS latest ORDER BY calque_id, created_at
"""


@dataclass(frozen=True)
class Line:
    """One stroke of a sketch: an SVG path, or a dot at (x, y), and its edges; metres of 3857, downwards."""

    kind: str
    colour: str
    path: str
    x: float
    y: float
    left: float
    top: float
    right: float
    bottom: float


def sketches(sheets: Iterable[int]) -> dict[int, list[Line]]:
    """The latest strokes of each sheet (their ids), for a drawing the size of a thumb; one query for all."""
    found: dict[int, list[Line]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SKETCHED, {"sheets": list(sheets)})
        for number, *rest in cursor.fetchall():
            found.setdefault(number, []).append(Line(*rest))
    return found
