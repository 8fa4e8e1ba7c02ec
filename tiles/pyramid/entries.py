"""Entries in the database: reading all of them or the latest, comparing them with the fiches, tidying them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from django.db import connection, transaction

from carto.fiches.models import Kind, Stage
from tiles.database import one_row

KINDS: Final = tuple(Kind.values)
STAGES: Final = tuple(Stage.values)
TIDYING: Final = 7_405_001  # advisory lock: one tidying or repair at a time
KEPT: Final = "1 day"  # entries that undo one another, before they are deleted

# Each entry as whole numbers; kinds and stages by their rank.
NUMBERS: Final = {
    "sign": "sign",
    "fiche": "fiche_id",
    "kind": f"array_position(ARRAY{list(KINDS)}::text[], kind::text) - 1",
    "stage": f"array_position(ARRAY{list(STAGES)}::text[], stage::text) - 1",
    "theme": "theme_id",
    "rue": "coalesce(rue_id, 0)",
    "iris": "coalesce(iris_id, 0)",
    "quartier": "coalesce(quartier_id, 0)",
    "commune": "coalesce(commune_id, 0)",
    "created": "floor(date_part('epoch', created_at))",
    "x": "x",
    "y": "y",
}
SELECTED: Final = ", ".join(f"({number})::bigint" for number in NUMBERS.values())
# A row of COPY's binary format: how many fields (2 bytes), then each one's length (4) and value (8), none of them NULL.
HEADER: Final = 19
ROW: Final = np.dtype([("fields", ">i2"), *((name, [("bytes", ">i4"), ("value", ">i8")]) for name in NUMBERS)])

STATE = """
SELECT pg_relation_filenode('tiles_entry'),
       (SELECT coalesce(jsonb_object_agg(layer, n), '{}')
        FROM (SELECT layer, sum(n) AS n FROM tiles_version GROUP BY layer) AS summed),
       pg_current_xact_id_if_assigned() IS NULL
"""
SNAPSHOT = "SELECT tiles_snapshot()::text"
ALL = f"""
COPY (SELECT {SELECTED} FROM tiles_entry WHERE spent_at IS NULL AND pg_visible_in_snapshot(xid, '%s'))
TO STDOUT (FORMAT binary)
"""
# What committed since a snapshot was taken: neither an order of ids nor one of dates would tell, since transactions end
# in another order than they begin. Our own transaction's entries come too; they are not for keeping until it ends.
SINCE = f"""
SELECT now.snapshot::text, pg_visible_in_snapshot(entry.xid, now.snapshot), {SELECTED}
FROM (SELECT tiles_snapshot() AS snapshot) AS now
LEFT JOIN tiles_entry AS entry
       ON entry.xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
      AND NOT pg_visible_in_snapshot(entry.xid, %(seen)s::pg_snapshot)
ORDER BY entry.id
LIMIT %(most)s
"""

WHAT = "fiche_id, kind, stage, theme_id, rue_id, iris_id, quartier_id, commune_id, created_at, x, y"
# What should be added for the entries to say what the fiches say.
DIFFERENCES = f"""
SELECT {WHAT}, sum(sign)::int AS sign
FROM (
    SELECT fiche.id AS fiche_id, kind, stage, theme_id, rue_id, iris_id, quartier_id, commune_id, created_at,
           place.x, place.y, 1 AS sign
    FROM fiches_fiche AS fiche, LATERAL tiles_place(geom_web) AS place
    WHERE visibility = 'public'
    UNION ALL
    SELECT {WHAT}, -sign FROM tiles_entry WHERE spent_at IS NULL
) AS said
GROUP BY {WHAT}
HAVING sum(sign) <> 0
"""
REPAIR = f"""
WITH wrong AS ({DIFFERENCES}), mended AS (
    INSERT INTO tiles_entry ({WHAT}, sign)
    SELECT {WHAT}, sign(sign) FROM wrong, generate_series(1, abs(sign))
)
SELECT kind, fiche_id, stage, sign FROM wrong ORDER BY kind, fiche_id, sign
"""
MOVE_VERSIONS = "INSERT INTO tiles_version (layer, n) SELECT unnest(%s::text[]), 1"

FOLD_VERSIONS = """
WITH moved AS (DELETE FROM tiles_version RETURNING layer, n)
INSERT INTO tiles_version (layer, n) SELECT layer, sum(n) FROM moved GROUP BY layer
"""
# An arrival and the departure that undoes it: the first with the first, the second with the second…
SPEND = f"""
UPDATE tiles_entry SET spent_at = now()
WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY {WHAT}, sign ORDER BY id) AS rank,
               least(count(*) FILTER (WHERE sign > 0) OVER (PARTITION BY {WHAT}),
                     count(*) FILTER (WHERE sign < 0) OVER (PARTITION BY {WHAT})) AS undone
        FROM tiles_entry
        WHERE spent_at IS NULL AND fiche_id IN (SELECT fiche_id FROM tiles_entry WHERE sign < 0 AND spent_at IS NULL)
    ) AS paired
    WHERE rank <= undone
)
"""
FORGET = f"DELETE FROM tiles_entry WHERE spent_at < now() - interval '{KEPT}'"


class State(NamedTuple):
    """What moves with any change: equal to an earlier one, nothing was committed in between."""

    table: int  # file of the table: another one after TRUNCATE
    versions: dict[str, int]  # of each layer, by its key in `tiles_version`
    settled: bool  # false in a transaction that has written: what it wrote may yet be taken back


@dataclass(frozen=True)
class Difference:
    """A fiche that the entries do not tell as it is: `missing` times (negative: told too often)."""

    kind: str
    fiche: int
    stage: str
    missing: int


def read_state() -> State:
    """Which version everything is at. Read it before the content it stands for, never after."""
    table, versions, settled = one_row("tiles_state", STATE)
    return State(int(table), json.loads(versions), settled == "t")


def read_all() -> tuple[str, np.ndarray]:
    """A snapshot, and every entry that it shows: one record each, in the order of NUMBERS."""
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        (snapshot,) = cursor.fetchone()
        with cursor.copy(ALL % snapshot) as copy:
            rows = b"".join(copy)
    return snapshot, np.frombuffer(rows, ROW, count=(len(rows) - HEADER) // ROW.itemsize, offset=HEADER)


def read_since(snapshot: str, most: int | None) -> tuple[str, Sequence[tuple[int, ...]]]:
    """Another snapshot, and the entries (`most` at most) that the first did not show: if for keeping, then NUMBERS."""
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"seen": snapshot, "most": most})
        rows = cursor.fetchall()
    return rows[0][0], [row[1:] for row in rows if row[1] is not None]


def differences() -> list[Difference]:
    """The fiches that the entries do not tell as they are; none, ever, unless something went very wrong."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, fiche_id, stage, sign FROM ({DIFFERENCES}) AS wrong ORDER BY 1, 2, 4")
        return [Difference(*row) for row in cursor.fetchall()]


def repair() -> list[Difference]:
    """Make the entries say what the fiches say, while others write; every process reads the repair like any news."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TIDYING])
        cursor.execute(REPAIR)
        wrong = [Difference(*row) for row in cursor.fetchall()]
        if wrong:
            cursor.execute(MOVE_VERSIONS, [list({difference.kind for difference in wrong})])
    return wrong


def fold_versions() -> None:
    """Add up the rows of each layer's version: the sum is what counts, and few rows are quickly summed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TIDYING])
        cursor.execute(FOLD_VERSIONS)


def drop_undone() -> int:
    """Mark the entries that undo one another, delete those marked a day ago; returns how many were deleted.

    They wait for a day because a process must read a departure before it goes (`image.FORGOTTEN`).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TIDYING])
        cursor.execute(SPEND)
        cursor.execute(FORGET)
        return cursor.rowcount
