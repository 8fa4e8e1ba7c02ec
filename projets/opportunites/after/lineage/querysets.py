"""Walking the links between fiches from one of them, back to the first words or on to the works; and their people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

DEEPEST: Final = 6  # generations, as in carto.fiches.growing
FAN: Final = 50  # links of one fiche that are followed: what is beyond is counted
# `source` came first in these two; in all others it is `target`.
JOINING: Final = "('duplicates', 'merged')"

# UNION, not UNION ALL, and a depth: a circle of links ends. An undone link is shown, never followed. Nor is what
# waits or is a draft: nobody may guess it from here.
_WALK: Final = """
WITH RECURSIVE walk (id, depth) AS (
    SELECT %(start)s::bigint, 0
    UNION
    SELECT near.id, walk.depth + 1
    FROM walk CROSS JOIN LATERAL (
        SELECT {there} AS id FROM fiches_lien AS lien JOIN fiches_fiche AS other ON other.id = {there}
        WHERE {beside} AND lien.undone_at IS NULL AND other.visibility NOT IN ('draft', 'waiting')
        ORDER BY lien.at, lien.id LIMIT {fan}
    ) AS near
    WHERE walk.depth < {deepest}
), reached AS (SELECT id, min(depth) AS depth FROM walk GROUP BY id)
SELECT * FROM (
    SELECT reached.id, {there} AS other, reached.depth, lien.kind, lien.at, lien.undone_at, lien.reason,
           row_number() OVER (PARTITION BY reached.id ORDER BY lien.at, lien.id) AS rank,
           count(*) OVER (PARTITION BY reached.id) AS every
    FROM reached JOIN fiches_lien AS lien ON {reached} JOIN fiches_fiche AS other ON other.id = {there}
    WHERE reached.depth < {deepest} AND other.visibility NOT IN ('draft', 'waiting')
) AS found WHERE rank <= {fan} ORDER BY depth, id, rank
"""


def _walk(first: str, last: str) -> str:
    """From the `first` end of each link to the `last`, these being written for links that do not join."""
    there = f"(CASE WHEN lien.kind IN {JOINING} THEN lien.{first} ELSE lien.{last} END)"
    beside = "(lien.kind IN {joining} AND lien.{last} = {id} OR lien.kind NOT IN {joining} AND lien.{first} = {id})"
    told = {"joining": JOINING, "first": first, "last": last}
    return _WALK.format(
        there=there, beside=beside.format(id="walk.id", **told), reached=beside.format(id="reached.id", **told),
        fan=FAN, deepest=DEEPEST,
    )  # fmt: skip


_BACK: Final = _walk("source_id", "target_id")
_ON: Final = _walk("target_id", "source_id")


@dataclass(frozen=True)
class Step:
    """One link on the way: from the fiche `near` to the fiche `far`, which is one step further from the start."""

    near: int
    far: int
    depth: int  # of `near`
    kind: str
    at: datetime
    undone_at: datetime | None
    reason: str
    left_out: int  # links of `near` beyond those that were followed


def walk_back(start: int) -> list[Step]:
    """From a fiche to all that it came from, the nearest first: at most DEEPEST generations, FAN links each."""
    return _steps(_BACK, start)


def walk_on(start: int) -> list[Step]:
    """From a fiche to all that came of it."""
    return _steps(_ON, start)


def _steps(statement: str, start: int) -> list[Step]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"start": start})
        return [Step(*row[:7], left_out=max(row[8] - FAN, 0)) for row in cursor.fetchall()]


_PEOPLE: Final = """
WITH same AS (
    SELECT id AS fiche, id FROM unnest(%(fiches)s::bigint[]) AS id
    UNION
    SELECT target_id, source_id FROM fiches_lien
    WHERE target_id = ANY(%(fiches)s) AND kind IN ('duplicates', 'merged') AND undone_at IS NULL
), concerned AS (
    SELECT same.fiche, author_id AS person, false AS account FROM same JOIN fiches_fiche AS fiche USING (id)
    UNION ALL
    SELECT same.fiche, person_id, account FROM same JOIN fiches_soutien AS soutien ON soutien.fiche_id = same.id
    WHERE soutien.kind = 'too'
)
SELECT fiche, count(DISTINCT person) + count(*) FILTER (WHERE person IS NULL) FROM concerned GROUP BY fiche
"""


def people_behind(fiches: Iterable[int]) -> dict[int, int]:
    """How many people wrote or support each of these fiches, with those that are joined to it; in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"fiches": list(fiches)})
        return dict(cursor.fetchall())
