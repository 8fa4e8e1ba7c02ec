"""The family of an idea in one query, and the lock under which ideas are merged."""

from collections.abc import Sequence
from typing import Final

from django.db import connection

MOST: Final = 60  # ideas of one family
MOST_LIENS: Final = 200

# A family is climbed by what changes, answers otherwise or was merged; where it grew from and what delivers it are
# shown beside it, without the whole families of those.
_FAMILY: Final = f"""
WITH RECURSIVE family(id) AS (
    SELECT %(fiche)s::bigint
    UNION
    SELECT CASE WHEN lien.source_id = family.id THEN lien.target_id ELSE lien.source_id END
    FROM family JOIN fiches_lien AS lien ON lien.source_id = family.id OR lien.target_id = family.id
    WHERE lien.kind IN ('amends', 'alternative', 'merged') AND lien.undone_at IS NULL
), kin AS MATERIALIZED (SELECT id FROM family LIMIT {MOST})
SELECT DISTINCT lien.id, lien.source_id, lien.target_id, lien.kind
FROM kin JOIN fiches_lien AS lien ON lien.source_id = kin.id OR lien.target_id = kin.id
WHERE lien.kind IN ('amends', 'alternative', 'merged', 'grew_from', 'delivers', 'funds') AND lien.undone_at IS NULL
ORDER BY lien.id LIMIT {MOST_LIENS}
"""
Edge = tuple[int, int, str]


def family_of(fiche: int) -> Sequence[Edge]:
    """The links of an idea's family: (source, target, kind), the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, {"fiche": fiche})
        return [(source, target, kind) for _id, source, target, kind in cursor.fetchall()]


def lock_fusions() -> None:
    """Be alone to propose, answer or undo a merge until the transaction ends: two answers must not both be the last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('idees:fusions', 0))")
