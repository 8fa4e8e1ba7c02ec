"""The rows of a reading beside those that are kept: what is new, changed, the same, gone or refused, by set statements.

The file streams into a temporary table through COPY; nothing of it stays in memory.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from projets.equipements.imports.keys import LONGEST, checksum, print_of, told
from projets.equipements.models import Import

# `data` is text until it is kept: what is only looked at, or says the same, need not be made JSON.
_STAGING: Final = """
DROP TABLE IF EXISTS reading;
CREATE TEMPORARY TABLE reading (
    n integer, number integer, key text, data text, sha256 text, reasons text[], proposed jsonb, ok boolean,
    was text, repeated boolean DEFAULT false
) ON COMMIT DROP
"""
_COPY: Final = "COPY reading (n, number, key, data, sha256, reasons, proposed, ok, was) FROM STDIN"
_REPEATED: Final = """
UPDATE reading SET ok = false, repeated = true, reasons = reasons || %s::text
FROM (
    SELECT n, row_number() OVER (PARTITION BY key ORDER BY n) AS time FROM reading
    WHERE ok AND key IN (SELECT key FROM reading WHERE ok GROUP BY key HAVING count(*) > 1)
) AS again
WHERE again.n = reading.n AND again.time > 1
"""
# Beside it and narrow: to write `reading` again would write every row's content again.
_KNOWN: Final = """
DROP TABLE IF EXISTS known;
CREATE TEMPORARY TABLE known ON COMMIT DROP AS
SELECT n, ligne.id AS ligne_id, ligne.sha256 AS old_sha256
FROM reading JOIN equipements_ligne AS ligne ON ligne.source_id = %s AND ligne.key = reading.key WHERE ok
"""
_COUNT: Final = """
SELECT count(*), count(*) FILTER (WHERE ok AND ligne_id IS NULL),
       count(*) FILTER (WHERE ok AND old_sha256 <> sha256), count(*) FILTER (WHERE ok AND old_sha256 = sha256),
       count(*) FILTER (WHERE NOT ok)
FROM reading LEFT JOIN known USING (n)
"""
_GONE: Final = """
SELECT count(*) FROM equipements_ligne AS ligne
WHERE source_id = %s AND withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM reading WHERE reading.key = ligne.key)
"""
_WHY: Final = """
SELECT reason, count(*) FROM reading, unnest(reasons) AS reason WHERE NOT ok GROUP BY reason ORDER BY 2 DESC, 1 LIMIT 20
"""
_PROPOSED: Final = """
SELECT proposed->>'code', count(*) FROM reading WHERE NOT ok AND proposed IS NOT NULL GROUP BY 1 ORDER BY 1
"""
_REFUSED: Final = "SELECT number, data, reasons FROM reading WHERE NOT ok ORDER BY n LIMIT 20"

_KEEP_OLD: Final = """
INSERT INTO equipements_ligneversion (ligne_id, data, sha256, until_id)
SELECT ligne.id, ligne.data, ligne.sha256, %s
FROM reading JOIN known USING (n) JOIN equipements_ligne AS ligne ON ligne.id = known.ligne_id
WHERE old_sha256 <> reading.sha256
"""
_CHANGE: Final = """
UPDATE equipements_ligne AS ligne
SET data = reading.data::jsonb, sha256 = reading.sha256, number = reading.number, last_import_id = %s,
    withdrawn_at = NULL
FROM reading JOIN known USING (n) WHERE ligne.id = known.ligne_id AND old_sha256 <> reading.sha256
"""
# What says the same is not written again, unless it had gone or moved in the file.
_FIND_AGAIN: Final = """
UPDATE equipements_ligne AS ligne SET number = reading.number, withdrawn_at = NULL
FROM reading JOIN known USING (n) WHERE ligne.id = known.ligne_id AND old_sha256 = reading.sha256
AND (ligne.number <> reading.number OR ligne.withdrawn_at IS NOT NULL)
"""
_ADD: Final = """
INSERT INTO equipements_ligne (source_id, key, data, sha256, number, first_import_id, last_import_id)
SELECT %(source)s, key, data::jsonb, sha256, number, %(reading)s, %(reading)s
FROM reading WHERE ok AND NOT EXISTS (SELECT FROM known WHERE known.n = reading.n) ORDER BY n
"""
_WITHDRAW: Final = """
UPDATE equipements_ligne AS ligne SET withdrawn_at = %s
WHERE source_id = %s AND withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM reading WHERE reading.key = ligne.key)
"""
_REJECT: Final = """
INSERT INTO equipements_rejet (of_id, number, key, data, sha256, nth, repeated, reasons, proposed)
SELECT %s, number, key, data::jsonb, coalesce(was, sha256), twin.nth, repeated, reasons, proposed
FROM reading JOIN (
    SELECT n, row_number() OVER (PARTITION BY coalesce(was, sha256) ORDER BY n) AS nth
    FROM reading WHERE coalesce(was, sha256) IN (SELECT coalesce(was, sha256) FROM reading WHERE NOT ok)
) AS twin USING (n) WHERE NOT ok ORDER BY n
"""
_TOUCHED: Final = """
SELECT reading.n, ligne.id
FROM reading JOIN equipements_ligne AS ligne ON ligne.source_id = %s AND ligne.key = reading.key
LEFT JOIN known ON known.n = reading.n
WHERE ok AND (old_sha256 IS DISTINCT FROM reading.sha256 OR %s) ORDER BY reading.n
"""
SHORT: Final = 300  # characters of a reason
SUSPECT: Final = ("\\u0000", "NaN", "Infinity")  # also met in words: then the values themselves are looked at


@dataclass(frozen=True)
class Staged:
    """One row on its way to the table: `n` is its rank in the file."""

    n: int
    number: int
    key: str
    data: Mapping[str, Any]
    reasons: tuple[str, ...]
    proposed: Mapping[str, Any] | None = None
    was: str | None = None  # the print of what is published, where a person corrected it


def stage(rows: Iterable[Staged], source: int, *, looking: bool = False) -> None:
    """Fill the temporary table `reading`, beside the kept rows of that source (its primary key).

    `looking`: nothing will be kept, so that what good rows hold need not be sent; their prints say what changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAGING)
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(_record(row, looking=looking))
        # By their hashes, for to sort keys as words is slow; without any, a plan may read all rows for each one.
        cursor.execute("CREATE INDEX ON reading USING hash (key); ANALYZE reading (n, key, sha256, ok)")
        cursor.execute(_REPEATED, [_("Une ligne plus haut a le même identifiant.")])
        cursor.execute(_KNOWN, [source])
        cursor.execute("CREATE INDEX ON known (n); ANALYZE known")


def _record(row: Staged, *, looking: bool) -> tuple[Any, ...]:
    reasons, key = row.reasons, row.key if len(row.key) <= LONGEST else checksum(row.key)
    text = told(row.data)
    data = text if _may_be_held(text, row.data) else None
    if data is None or "\0" in key:
        data, key = told(_holdable(row.data)), key.replace("\0", "")
        reasons = (*reasons, _("Cette ligne contient des caractères illisibles."))
    proposed = json.dumps(row.proposed) if row.proposed else None
    data = None if looking and not reasons else data
    return (
        row.n, row.number, key, data, print_of(text), [reason[:SHORT] for reason in reasons], proposed, not reasons,
        row.was,
    )  # fmt: skip


def _may_be_held(text: str, data: Mapping[str, Any]) -> bool:
    """Whether the database can hold that JSON: no NUL, no halves of characters, no numbers that are none."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return False
    return not any(each in text for each in SUSPECT) or _is_holdable(data)


def _is_holdable(value: Any) -> bool:
    if isinstance(value, dict):
        return all("\0" not in str(name) and _is_holdable(each) for name, each in value.items())
    if isinstance(value, list | tuple):
        return all(map(_is_holdable, value))
    return math.isfinite(value) if isinstance(value, float) else "\0" not in str(value)


def _holdable(value: Any) -> Any:
    """The same without that."""
    if isinstance(value, dict):
        return {_holdable(str(name)): _holdable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_holdable(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.replace("\0", "").encode("utf-8", "ignore").decode() if isinstance(value, str) else value


def counts(source: int) -> dict[str, Any]:
    """What the staged reading brings: read, new, changed, same, rejected, withdrawn; the reasons, the proposals."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        told = dict(zip(("read", "new", "changed", "same", "rejected"), cursor.fetchone(), strict=True))
        told["withdrawn"] = _one(cursor, _GONE, [source])
        cursor.execute(_WHY)
        told["reasons"] = [list(row) for row in cursor.fetchall()]
        cursor.execute(_PROPOSED)
        told["proposals"] = dict(cursor.fetchall())
        cursor.execute(_REFUSED)
        names = ("number", "data", "reasons")
        told["refused"] = [dict(zip(names, _loaded(row), strict=True)) for row in cursor.fetchall()]
        return told


def _loaded(row: tuple[Any, ...]) -> tuple[Any, ...]:
    number, data, reasons = row
    return number, json.loads(data) if isinstance(data, str) else data, reasons


def _one(cursor: CursorWrapper, statement: str, values: list[Any]) -> int:
    cursor.execute(statement, values)
    return cursor.fetchone()[0]


def keep(reading: Import, *, everything: bool) -> dict[int, int]:
    """Store what was staged; {rank in the file: primary key of the row} of what is new or changed, or of all of it.

    Old contents join the versions, refused rows the rejects; what is not in the file any more is dated.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_OLD, [reading.pk])
        cursor.execute(_CHANGE, [reading.pk])
        cursor.execute(_FIND_AGAIN)
        cursor.execute(_ADD, {"source": reading.source_id, "reading": reading.pk})
        cursor.execute(_WITHDRAW, [timezone.now(), reading.source_id])
        cursor.execute(_REJECT, [reading.pk])
        cursor.execute(_TOUCHED, [reading.source_id, everything])
        return dict(cursor.fetchall())


def keep_one(reading: Import) -> dict[int, int]:
    """The same of a row that was staged alone, of that reading: no other is gone for that."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_OLD, [reading.pk])
        cursor.execute(_CHANGE, [reading.pk])
        cursor.execute(_FIND_AGAIN)
        cursor.execute(_ADD, {"source": reading.source_id, "reading": reading.pk})
        cursor.execute(_TOUCHED, [reading.source_id, True])
        return dict(cursor.fetchall())


def forget() -> None:
    """Drop the temporary table: another reading may follow in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS reading, known")
