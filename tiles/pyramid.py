"""The pyramid of cells: how many fiches of each theme and stage lie where, at every zoom, without reading the fiches.

A tile of a million fiches is drawn from 64 cells. Triggers record what each statement did (migration 0002); `fold` adds
it up; `differences` and `repair` compare with the fiches themselves. A reader always sums cells and changes in one
statement, so in one snapshot: it is exact to the last committed write, folded or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from carto.fiches.filters import Filters
from carto.fiches.models import Kind, Stage
from tiles.grid import COARSEST, FINEST, WORLD_BITS, Tile
from tiles.mvt import Envelope, Rows

FOLDING: Final = 7_405_001  # advisory lock: one fold or repair at a time
STAGES: Final = tuple(Stage.values)


@dataclass(frozen=True)
class Cluster:
    """The fiches of one kind in one cell, as the filters leave them."""

    kind: str
    quad: int
    count: int
    x: int  # mean position, in 1/2³¹ of the web Mercator square
    y: int
    ids: int  # sum of the ids: the id itself when `count` is 1
    theme: str  # code of the theme that most of them have
    stages: dict[str, int]


CLUSTERS = f"""
WITH by_theme AS (
    SELECT tally.kind, tally.quad, theme.code, theme.order AS rank, sum(n) AS n, sum(sum_x) AS x, sum(sum_y) AS y,
           sum(sum_id) AS ids, {", ".join(f"coalesce(sum(n) FILTER (WHERE stage = '{s}'), 0) AS {s}" for s in STAGES)}
    FROM ({{tally}}) AS tally JOIN fiches_theme AS theme ON theme.id = tally.theme_id
    GROUP BY tally.kind, tally.quad, theme.code, theme.order
    HAVING sum(n) > 0
)
SELECT kind, quad, sum(n)::bigint, (sum(x) / sum(n))::bigint, (sum(y) / sum(n))::bigint, sum(ids)::bigint,
       (array_agg(code ORDER BY n DESC, rank, code))[1], {", ".join(f"sum({s})::bigint" for s in STAGES)}
FROM by_theme
GROUP BY kind, quad
ORDER BY kind, quad
"""

# The changes are of the finest level: four of them make one of the level above.
KEPT = """
SELECT kind, theme_id, stage, quad, n, sum_x, sum_y, sum_id
FROM tiles_cell
WHERE kind = ANY(%s) AND level = %s AND quad BETWEEN %s AND %s {where}
UNION ALL
SELECT kind, theme_id, stage, quad >> %s, n, sum_x, sum_y, sum_id
FROM tiles_change
WHERE kind = ANY(%s) AND quad >> %s BETWEEN %s AND %s {where}
"""

COUNTED = """
SELECT kind, theme_id, stage, place.quad >> %s AS quad, 1 AS n, place.x AS sum_x, place.y AS sum_y, id AS sum_id
FROM ({fiches}) AS fiche (id, kind, theme_id, stage, geom_web), LATERAL tiles_place(geom_web) AS place
WHERE place.quad >> %s BETWEEN %s AND %s
"""

FOLD = f"""
WITH moved AS (DELETE FROM tiles_change RETURNING *)
INSERT INTO tiles_cell AS cell (kind, level, quad, theme_id, stage, n, sum_x, sum_y, sum_id)
SELECT kind, level, quad >> (2 * ({FINEST} - level)), theme_id, stage, sum(n), sum(sum_x), sum(sum_y), sum(sum_id)
FROM moved, generate_series({COARSEST}, {FINEST}) AS level
GROUP BY 1, 2, 3, 4, 5
HAVING sum(n) <> 0 OR sum(sum_x) <> 0 OR sum(sum_y) <> 0 OR sum(sum_id) <> 0
ON CONFLICT (kind, level, quad, theme_id, stage) DO UPDATE SET
    n = cell.n + EXCLUDED.n, sum_x = cell.sum_x + EXCLUDED.sum_x,
    sum_y = cell.sum_y + EXCLUDED.sum_y, sum_id = cell.sum_id + EXCLUDED.sum_id
"""

FOLD_VERSIONS = """
WITH moved AS (DELETE FROM tiles_version RETURNING layer, n)
INSERT INTO tiles_version (layer, n) SELECT layer, sum(n) FROM moved GROUP BY layer
"""

# What should be added to each cell for it to say what the fiches say.
DIFFERENCES = f"""
SELECT kind, level, quad >> (2 * ({FINEST} - level)) AS quad, theme_id, stage,
       sum(n)::bigint AS n, sum(x)::bigint AS x, sum(y)::bigint AS y, sum(ids)::bigint AS ids
FROM (
    SELECT kind, level, place.quad >> {2 * (WORLD_BITS - FINEST)} AS quad, theme_id, stage,
           1 AS n, place.x, place.y, id AS ids
    FROM fiches_fiche, LATERAL tiles_place(geom_web) AS place, generate_series({COARSEST}, {FINEST}) AS level
    WHERE visibility = 'public'
    UNION ALL
    SELECT kind, level, quad, theme_id, stage, -n, -sum_x, -sum_y, -sum_id
    FROM tiles_change, generate_series({COARSEST}, {FINEST}) AS level
    UNION ALL
    SELECT kind, level, quad << (2 * ({FINEST} - level)), theme_id, stage, -n, -sum_x, -sum_y, -sum_id
    FROM tiles_cell
) AS said
GROUP BY 1, 2, 3, 4, 5
HAVING sum(n) <> 0 OR sum(x) <> 0 OR sum(y) <> 0 OR sum(ids) <> 0
"""

REPAIR = f"""
WITH wrong AS ({DIFFERENCES}), mended AS (
    INSERT INTO tiles_cell AS cell (kind, level, quad, theme_id, stage, n, sum_x, sum_y, sum_id)
    SELECT kind, level, quad, theme_id, stage, n, x, y, ids FROM wrong
    ON CONFLICT (kind, level, quad, theme_id, stage) DO UPDATE SET
        n = cell.n + EXCLUDED.n, sum_x = cell.sum_x + EXCLUDED.sum_x,
        sum_y = cell.sum_y + EXCLUDED.sum_y, sum_id = cell.sum_id + EXCLUDED.sum_id
)
SELECT kind, level, quad, theme_id, stage, n FROM wrong ORDER BY level, kind, quad, theme_id, stage
"""

DROP_EMPTY = "DELETE FROM tiles_cell WHERE n = 0"
MOVE_VERSIONS = "INSERT INTO tiles_version (layer, n) SELECT unnest(%s::text[]), 1"


@dataclass(frozen=True)
class Difference:
    """A cell that did not say what the fiches say: `missing` were not counted (negative: counted too many)."""

    kind: str
    level: int
    quad: int
    theme_id: int
    stage: str
    missing: int


def clusters(tile: Tile, kinds: Sequence[str], filters: Filters) -> list[Cluster]:
    """What the tile's 8 × 8 cells hold of these kinds (z0–z14), from the fiches if a filter is not in the cells."""
    sql, params = _kept(tile, kinds, filters) if _in_cells(filters) else _counted(tile, kinds, filters)
    with connection.cursor() as cursor:
        cursor.execute(CLUSTERS.format(tally=sql), params)
        return [Cluster(*row[:7], dict(zip(STAGES, row[7:], strict=True))) for row in cursor.fetchall()]


def fold() -> int:
    """Add the recorded changes to the cells, and each layer's versions to one; returns how many cells were written."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDING])
        cursor.execute(FOLD)
        written = cursor.rowcount
        cursor.execute(DROP_EMPTY)
        cursor.execute(FOLD_VERSIONS)
    return written


def differences() -> list[Difference]:
    """The cells that do not say what the fiches say; an empty list, always, unless something went very wrong."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, level, quad, theme_id, stage, n FROM ({DIFFERENCES}) AS wrong ORDER BY 2, 1, 3")
        return [Difference(*row) for row in cursor.fetchall()]


def repair() -> list[Difference]:
    """Make every cell say what the fiches say, while others write; returns what was wrong."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDING])
        cursor.execute(REPAIR)
        wrong = [Difference(*row) for row in cursor.fetchall()]
        if wrong:
            cursor.execute(DROP_EMPTY)
            cursor.execute(MOVE_VERSIONS, [Kind.values])
    return wrong


def _in_cells(filters: Filters) -> bool:
    """Whether the cells know all that is filtered by: theme and stage, but neither dates nor places."""
    return not (filters.depuis or filters.jusqua or filters.cadre or filters.territoire)


def _kept(tile: Tile, kinds: Sequence[str], filters: Filters) -> tuple[str, list[object]]:
    """The tally of the tile's cells, as the triggers keep it."""
    where, chosen = "", []
    if filters.themes:
        where += " AND theme_id IN (SELECT id FROM fiches_theme WHERE code = ANY(%s))"
        chosen.append(list(filters.themes))
    if filters.etapes:
        where += " AND stage = ANY(%s)"
        chosen.append(list(filters.etapes))
    first, last = tile.quads
    shift = 2 * (FINEST - tile.level)
    cells = [list(kinds), tile.level, first, last, *chosen]
    changes = [shift, list(kinds), shift, first, last, *chosen]
    return KEPT.format(where=where), [*cells, *changes]


def _counted(tile: Tile, kinds: Sequence[str], filters: Filters) -> tuple[str, list[object]]:
    """The same tally, from the fiches that the filters keep."""
    near = filters.fiches().filter(kind__in=kinds, geom_web__bboverlaps=Envelope()).order_by()
    query = near.values_list("pk", "kind", "theme_id", "stage", "geom_web").query
    fiches = Rows(*query.sql_with_params(), names=())
    shift = 2 * (WORLD_BITS - tile.level)
    return COUNTED.format(fiches=fiches.sql), [shift, *fiches.filled(tile), shift, *tile.quads]
