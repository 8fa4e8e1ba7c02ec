"""Refused rows that are left: all of those that wait at once, and those that a person left at an earlier reading."""

from typing import Any, Final

from django.db import connection

from projets.equipements.models import Import, Source

_SIGN: Final = """
INSERT INTO equipements_correction (source_id, rejet_id, sha256, nth, data, key, reason, by_id, role, at)
SELECT %(source)s, rejet.id, rejet.sha256, rejet.nth, NULL, rejet.key, %(reason)s, %(person)s, %(role)s, %(now)s
FROM equipements_rejet AS rejet JOIN equipements_import AS reading ON reading.id = rejet.of_id
WHERE reading.source_id = %(source)s AND reading.state = %(done)s AND rejet.settled_at IS NULL
"""
_SETTLE: Final = """
UPDATE equipements_rejet AS rejet SET settled_at = %(now)s
FROM equipements_import AS reading
WHERE reading.id = rejet.of_id AND reading.source_id = %(source)s AND reading.state = %(done)s
      AND rejet.settled_at IS NULL
"""
_LEFT_BEFORE: Final = """
UPDATE equipements_rejet AS rejet SET settled_at = %(now)s
FROM (
    SELECT DISTINCT ON (sha256, nth) sha256, nth, data IS NULL AS left_as_it_is
    FROM equipements_correction WHERE source_id = %(source)s ORDER BY sha256, nth, id DESC
) AS last
WHERE rejet.of_id = %(reading)s AND rejet.sha256 = last.sha256 AND rejet.nth = last.nth AND last.left_as_it_is
"""


def leave_all(source: Source, **signed: Any) -> int:
    """Leave every row that waits, signed (`person` a primary key, `role`, `reason`, `now`); how many."""
    told = signed | {"source": source.pk, "done": "done"}
    with connection.cursor() as cursor:
        cursor.execute(_SIGN, told)
        cursor.execute(_SETTLE, told)
        return cursor.rowcount


def leave_again(reading: Import) -> None:
    """What a person had left, and the file brings again as it was, waits for nobody."""
    told = {"source": reading.source_id, "reading": reading.pk, "now": reading.at}
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_BEFORE, told)
