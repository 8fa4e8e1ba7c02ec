"""Whether any idea's hour has come: asked before each page, so asked as cheaply as can be."""

from datetime import datetime
from typing import Final

import psycopg
from django.db import connection

LEAVING: Final = ("public", "waiting", "joined")  # what is in the bin stays readable there

# The index holds those to come alone: what has left has no hour any more.
DUE: Final = """
SELECT EXISTS (
    SELECT FROM idees_idee AS idee JOIN fiches_fiche AS fiche ON fiche.id = idee.fiche_ptr_id
    WHERE idee.expires_at <= %s AND fiche.visibility IN ('public', 'waiting', 'joined')
)
"""


def any_due(at: datetime) -> bool:
    """Whether an idea that can still be seen should be gone by then; the server keeps the statement prepared."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(DUE, [at], prepare=True).fetchone()[0]
