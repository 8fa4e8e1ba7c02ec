"""Statements that are asked thousands of times: planned once by the server, on the driver's own cursor or under it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.db import OperationalError, connection
from psycopg import pq

Answer = TypeVar("Answer")
# What each connection's server has prepared for `one_row`; each thread has a connection of its own.
_prepared: WeakKeyDictionary[psycopg.Connection, set[bytes]] = WeakKeyDictionary()


def prepared(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement that the server keeps prepared, asked again if the server went away since we last spoke.

    Django's cursor writes the values into the text: the server would plan it anew each time, as long as it then runs.
    """
    return _asked_again(lambda: _rows(sql, params))


def one_row(name: str, sql: str) -> list[str]:
    """The only row of a statement without values, as text; `name` is its own, none of it is NULL.

    Asked of libpq without a cursor: a quarter of the time, where the answer is a few words and every request waits for
    it. Until it comes, nothing else happens in this thread; not for what may take long.
    """
    return _asked_again(lambda: _row(name.encode(), sql.encode()))


def _asked_again(ask: Callable[[], Answer]) -> Answer:
    """Once more, on a new connection, where the server had gone; not in a transaction, which went with it."""
    try:
        return ask()
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return ask()


def _rows(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql, params, prepare=True).fetchall()


def _row(name: bytes, sql: bytes) -> list[str]:
    connection.ensure_connection()
    wire = connection.connection.pgconn
    with connection.wrap_database_errors:
        if name not in (kept := _prepared.setdefault(connection.connection, set())):
            _checked(wire, wire.prepare(name, sql))
            kept.add(name)
        result = _checked(wire, wire.exec_prepared(name, None))
        return [result.get_value(0, column).decode() for column in range(result.nfields)]


def _checked(wire: pq.abc.PGconn, result: pq.abc.PGresult) -> pq.abc.PGresult:
    """The result, unless it says an error; what a lost connection says has no code."""
    if wire.status == pq.ConnStatus.BAD:
        raise psycopg.OperationalError(wire.get_error_message())
    if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        raise psycopg.errors.error_from_result(result)
    return result
