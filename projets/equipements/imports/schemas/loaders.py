"""What was understood of rows, stored by thousands: COPY into a temporary table, then one INSERT.

What a person wrote beside a row (why a partnership, what came of a grant) is not among what is read, and stays.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from carto.territoires.loaders.bulk import copy_rows
from projets.equipements.imports.formats import Row
from projets.equipements.models import Avenant, Execution, Marche, Titulaire

BATCH: Final = 5_000  # rows in memory at once
ARRIVING: Final = "arriving_mirror"

_STORE: Final = """
INSERT INTO {table} ({columns}) SELECT {values} FROM {arriving}
ON CONFLICT (ligne_id) DO UPDATE SET {changes}
"""
_FORGET: Final = "DELETE FROM {table} WHERE {parent} IN (SELECT ligne_id FROM {arriving})"


def batches(pairs: Iterable[tuple[int, Row]]) -> Iterator[list[tuple[int, Row]]]:
    """So many at a time; each is taken whole before anything is written, for `pairs` may read the same connection."""
    waiting = iter(pairs)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def store_mirrors(model: type[models.Model], read: Sequence[str], pairs: Iterable[tuple[int, Row]]) -> None:
    """Store one mirror a pair, from the fields `read` of what was told; the model's other fields stay as they are."""
    for batch in batches(pairs):
        with transaction.atomic(), connection.cursor() as cursor:
            _store(cursor, model, read, batch)


def store_contracts(pairs: Iterable[tuple[int, Row]]) -> None:
    """Contracts, and the holders, modifications and years of each, as the file has them now."""
    read = (
        "uid", "concession", "buyer_siret", "buyer", "objet", "nature", "procedure", "cpv", "place_code", "place_kind",
        "months", "notified_on", "ends_on", "amount", "total_value", "public_subsidy",
    )  # fmt: skip
    children = (
        (Titulaire, "holders", ("identifier", "name", "under", "amount")),
        (Avenant, "changes", ("number", "on", "objet", "months", "amount")),
        (Execution, "executions", ("published_on", "year", "spent", "tariffs")),
    )
    for batch in batches(pairs):
        with transaction.atomic(), connection.cursor() as cursor:
            _store(cursor, Marche, read, batch)
            for child, name, columns in children:
                _replace(cursor, child, columns, [(pk, each) for pk, row in batch for each in row.told.get(name, ())])


def _store(
    cursor: CursorWrapper, model: type[models.Model], read: Sequence[str], batch: Sequence[tuple[int, Row]]
) -> None:
    fields = [model._meta.get_field(name) for name in read]
    typed = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)
    last = {pk: row for pk, row in batch}  # one row of a file told twice: the last counts
    values = _writer(fields)
    rows = ((pk, *values(row.told)) for pk, row in last.items())
    copy_rows(cursor, ARRIVING, f"ligne_id bigint, {typed}", rows, key="ligne_id")
    names = [sql.Identifier(field.column) for field in fields]
    kept = [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in read]
    cursor.execute(
        sql.SQL(_STORE).format(
            table=sql.Identifier(model._meta.db_table),
            arriving=sql.Identifier(ARRIVING),
            columns=sql.SQL(", ").join(
                [sql.Identifier("ligne_id"), *names, *(sql.Identifier(each.column) for each in kept)]
            ),
            values=sql.SQL(", ").join(
                [sql.Identifier("ligne_id"), *names, *(sql.Literal(_default(each)) for each in kept)]
            ),
            changes=sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(name) for name in names),
        )
    )


def _replace(
    cursor: CursorWrapper, model: type[models.Model], read: Sequence[str], rows: Sequence[tuple[int, Mapping[str, Any]]]
) -> None:
    """What belongs to the contracts that are arriving, made again."""
    table, fields = sql.Identifier(model._meta.db_table), [model._meta.get_field(name) for name in read]
    parent = sql.Identifier("marche_id")
    cursor.execute(sql.SQL(_FORGET).format(table=table, parent=parent, arriving=sql.Identifier(ARRIVING)))
    names = sql.SQL(", ").join([parent, *(sql.Identifier(field.column) for field in fields)])
    values = _writer(fields)
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, names)) as copy:
        for pk, told in rows:
            copy.write_row((pk, *values(told)))


def _writer(fields: Sequence[models.Field]) -> Callable[[Mapping[str, Any]], Iterator[Any]]:
    """How what was told becomes what COPY takes: never NULL where there are words, JSON as text."""
    known = [
        (field.name, isinstance(field, models.JSONField), None if field.null else _default(field)) for field in fields
    ]

    def values(told: Mapping[str, Any]) -> Iterator[Any]:
        for name, is_json, default in known:
            value = told.get(name)
            if is_json:
                yield json.dumps(value or [], ensure_ascii=False)
            else:
                yield default if value is None else value

    return values


def _default(field: models.Field) -> Any:
    default = field.get_default()
    return "" if default is None and not field.null else default
