"""Borders into the database: what is new, what changed, the pieces for look-ups, and what is part of what."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from carto.geometry import Box
from carto.territoires.loaders.bulk import as_ewkb, copy_rows, returned_ids
from carto.territoires.models import Level
from carto.territoires.reports import Report
from carto.territoires.sources.borders import Border

LARGEST_PIECE = 64  # vertices: a look-up then reads a page or two, whatever the length of the border
COLUMNS = "code text, name text, parent text, geom geometry(MultiPolygon, 4326)"

_SAME = """territoire.level = %(level)s AND territoire.code = found.code AND territoire.valid_to IS NULL"""
_MOVED = "ST_AsBinary(territoire.geom) <> ST_AsBinary(found.geom)"

_CLOSE = f"""
UPDATE territoires_territoire AS territoire SET valid_to = %(valid_from)s FROM found
WHERE {_SAME} AND {_MOVED} AND (territoire.valid_from IS NULL OR territoire.valid_from < %(valid_from)s)
RETURNING territoire.id
"""
_CHANGE = f"""
UPDATE territoires_territoire AS territoire
SET name = found.name, geom = found.geom, source = %(source)s
FROM found
WHERE {_SAME} AND ({_MOVED} OR territoire.name <> found.name OR territoire.source <> %(source)s)
RETURNING territoire.id
"""
_ADD = f"""
INSERT INTO territoires_territoire (level, code, name, geom, source, valid_from)
SELECT %(level)s, code, name, geom, %(source)s, %(valid_from)s FROM found
WHERE NOT EXISTS (SELECT FROM territoires_territoire AS territoire WHERE {_SAME})
RETURNING id
"""

# A border that comes back as it was (the place of the map changed, and changed again) is the same territory as before.
_REOPEN = """
WITH last AS (
    SELECT DISTINCT ON (code) id, code FROM territoires_territoire
    WHERE level = %(level)s AND valid_to IS NOT NULL ORDER BY code, valid_to DESC, id DESC
)
UPDATE territoires_territoire AS territoire SET valid_to = NULL
FROM last JOIN found ON found.code = last.code
WHERE territoire.id = last.id AND ST_AsBinary(territoire.geom) = ST_AsBinary(found.geom)
  AND NOT EXISTS (SELECT FROM territoires_territoire AS other
                  WHERE other.level = %(level)s AND other.code = found.code AND other.valid_to IS NULL)
RETURNING territoire.id
"""
_RETIRE = """
UPDATE territoires_territoire SET valid_to = %(day)s
WHERE level = %(level)s AND valid_to IS NULL AND code <> ALL(%(kept)s)
RETURNING id
"""
_RETIRE_FAR = """
UPDATE territoires_territoire SET valid_to = %(day)s
WHERE valid_to IS NULL AND NOT geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
RETURNING id
"""

# Only what is in force has pieces.
_UNCUT = "DELETE FROM territoires_territoirepart WHERE territoire_id = ANY(%s)"
_CUT = f"""
INSERT INTO territoires_territoirepart (territoire_id, level, geom)
SELECT id, level, ST_Subdivide(geom, {LARGEST_PIECE})
FROM territoires_territoire WHERE id = ANY(%s) AND valid_to IS NULL
"""

# A territory is part of the one just above it that holds more than half of it; a level nobody imported is passed over.
_PARENTS = """
WITH shares AS (
    SELECT child.id, part.territoire_id AS parent_id, part.level,
           sum(ST_Area(ST_Intersection(part.geom, child.geom))) / ST_Area(child.geom) AS share
    FROM territoires_territoire AS child
    JOIN territoires_territoirepart AS part ON part.level < child.level AND ST_Intersects(part.geom, child.geom)
    WHERE child.valid_to IS NULL AND child.level >= %(level)s
    GROUP BY child.id, part.territoire_id, part.level
), largest AS (
    SELECT DISTINCT ON (id) id, parent_id FROM shares WHERE share > 0.5 ORDER BY id, level DESC, share DESC, parent_id
)
UPDATE territoires_territoire AS territoire SET parent_id = largest.parent_id
FROM largest WHERE largest.id = territoire.id AND territoire.parent_id IS DISTINCT FROM largest.parent_id
"""
_NAMED_PARENTS = """
UPDATE territoires_territoire AS territoire SET parent_id = parent.id
FROM found JOIN territoires_territoire AS parent ON parent.code = found.parent AND parent.valid_to IS NULL
WHERE territoire.code = found.code AND territoire.level = %(level)s AND territoire.valid_to IS NULL
  AND parent.level < %(level)s AND territoire.parent_id IS DISTINCT FROM parent.id
"""


def store_borders(
    borders: Iterable[Border], level: Level, *, source: str = "", valid_from: date | None = None
) -> Report:
    """Make the database say what the borders say; the same ones twice change nothing.

    A border that moved is corrected in place, or, with `valid_from`, closed on that day and followed by a new row.
    Territories that are not among `borders` stay as they are.
    """
    borders = list(borders)
    values = {"level": level.value, "source": source, "valid_from": valid_from}
    geoms = as_ewkb([border.geom for border in borders])
    rows = ((border.code, border.name, border.parent, geom) for border, geom in zip(borders, geoms, strict=True))
    with transaction.atomic(), connection.cursor() as cursor:
        copy_rows(cursor, "found", COLUMNS, rows)
        closed = returned_ids(cursor, _CLOSE, values) if valid_from else []
        reopened = [] if valid_from else returned_ids(cursor, _REOPEN, values)
        changed = [found for found in returned_ids(cursor, _CHANGE, values) if found not in reopened]
        added = [*reopened, *returned_ids(cursor, _ADD, values)]
        cut_pieces(cursor, [*closed, *changed, *added])
        cursor.execute(_PARENTS, values)
        cursor.execute(_NAMED_PARENTS, values)
    report = Report(added=len(added) - len(closed), changed=len(changed) + len(closed))
    report.unchanged = len(borders) - report.added - report.changed
    return report


def retire_territoires(level: Level, *, kept: Iterable[str], day: date) -> int:
    """Close, on `day`, the territories of a level whose codes are not `kept`; returns how many.

    For a map that moved to another place: what happened in the old territories stays told.
    """
    return _retire(_RETIRE, {"level": level.value, "kept": list(kept), "day": day})


def retire_outside(box: Box, *, day: date) -> int:
    """Close, on `day`, the territories of every level that do not touch the box (degrees); returns how many."""
    return _retire(_RETIRE_FAR, asdict(box) | {"day": day})


def _retire(statement: str, values: dict[str, Any]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        retired = returned_ids(cursor, statement, values)
        cut_pieces(cursor, retired)
    return len(retired)


def cut_pieces(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    """Make the pieces of these territories again; those no longer in force are left with none."""
    cursor.execute(_UNCUT, [list(ids)])
    cursor.execute(_CUT, [list(ids)])
