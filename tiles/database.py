"""Statements that are asked thousands of times: planned once by the server, on the driver's own cursor."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import OperationalError, connection


def prepared(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement that the server keeps prepared, asked again if the server went away since we last spoke.

    Django's cursor writes the values into the text: the server would plan it anew each time, as long as it then runs.
    """
    try:
        return _rows(sql, params)
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return _rows(sql, params)


def _rows(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql, params, prepare=True).fetchall()
