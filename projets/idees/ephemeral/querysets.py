"""The hour of the next idea to leave: asked every few seconds (`hours`), so asked as cheaply as can be."""

from datetime import datetime
from typing import Final

import psycopg
from django.db import connection

LEAVING: Final = ("public", "waiting", "joined")  # what is in the bin stays readable there

# Along the index, which holds those to come alone: what has left has no hour any more.
NEXT: Final = """
SELECT idee.expires_at
FROM idees_idee AS idee JOIN fiches_fiche AS fiche ON fiche.id = idee.fiche_ptr_id
WHERE idee.expires_at IS NOT NULL AND fiche.visibility IN ('public', 'waiting', 'joined')
ORDER BY idee.expires_at LIMIT 1
"""


def next_hour() -> datetime | None:
    """When the next idea that can be seen leaves, past or to come; None when none does. Its statement is prepared."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        found = cursor.execute(NEXT, prepare=True).fetchone()
    return found[0] if found else None
