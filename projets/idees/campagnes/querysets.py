"""What sealing a campaign rewrites: the hours and the order of what anonymous people sent.

A key counted upwards is a clock: what Alice signed one row before and what she signed one row after tell when the
anonymous row between them was written. So the rows get keys drawn at random, and days instead of moments.
"""

import secrets
from collections.abc import Iterable, Sequence
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from carto.fiches.models import Acte, Evenement, Fiche
from projets.idees.models import Enregistrement, Idee

OUTLIVING: Final = {Enregistrement}  # hangs on an idea, though its row is kept when that one is deleted
OFFICIAL: Final = {Evenement: "person_id", Acte: "by_id"}  # the column that says who did it
LEAST: Final = 2**51  # under 2**53, which a browser still counts exactly; over whatever a sequence will reach
PER_FICHE: Final = 2**12  # rows of one table about one fiche: their own order stays

# To the day: past moments to its beginning, those to come (a promise) to its end, which is no broken word.
_DAY: Final = """CASE WHEN {column} IS NULL THEN NULL
    WHEN {column} > clock_timestamp() THEN
        (date_trunc('day', {column} AT TIME ZONE %(zone)s) + interval '1 day') AT TIME ZONE %(zone)s
    ELSE date_trunc('day', {column} AT TIME ZONE %(zone)s) AT TIME ZONE %(zone)s END"""
_DRAWN: Final = """
WITH base AS (SELECT * FROM unnest(%(fiches)s::bigint[], %(bases)s::bigint[]) AS base(fiche, first)),
drawn AS (
    SELECT kept.{pk} AS old, base.first + row_number() OVER (PARTITION BY base.fiche ORDER BY kept.{pk}) AS new
    FROM {table} AS kept JOIN base ON base.fiche = kept.{fiche} WHERE {rows}
)
"""
_REKEY: Final = (
    _DRAWN
    + """UPDATE {table} AS kept SET {changes} FROM drawn WHERE kept.{pk} = drawn.old
RETURNING drawn.old, drawn.new"""
)
# A line of history is never rewritten, the database refuses it: its copy takes its place.
_COPY: Final = (
    _DRAWN
    + """INSERT INTO {table} ({pk}, {others}) SELECT drawn.new, {values} FROM {table} AS kept
JOIN drawn ON kept.{pk} = drawn.old RETURNING (SELECT old FROM drawn WHERE drawn.new = {table}.{pk}), {table}.{pk}"""
)
_REPOINT: Final = """
UPDATE {table} AS kept SET {column} = moved.new
FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS moved(old, new) WHERE kept.{column} = moved.old
"""
_BLUR: Final = "UPDATE {table} SET {changes} WHERE {pk} = ANY(%(fiches)s)"
_GONE: Final = "DELETE FROM {table} WHERE {pk} = ANY(%(old)s)"


def blur(fiches: Sequence[int]) -> None:
    """Take the hours, and the order of their rows, from these fiches and from all that hangs on them.

    `fiches` are ids of anonymous ideas. What somebody did in their office (a line of history, an act of moderation)
    keeps its hour. Call it in a transaction.
    """
    fiches = list(fiches)
    if not fiches:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in (Fiche, Idee):
            columns = [field.column for field in _moments(model)]
            changes = ", ".join(f"{column} = {_DAY.format(column=column)}" for column in columns)
            told = {"table": model._meta.db_table, "pk": model._meta.pk.column, "changes": changes}
            cursor.execute(_BLUR.format(**told), {"fiches": fiches, "zone": settings.TIME_ZONE})
        for model, column in _hanging():
            moved = _rekey(cursor, model, column, fiches)
            _repoint(cursor, model, moved)
            if model is Evenement and moved:
                told = {"table": model._meta.db_table, "pk": model._meta.pk.column}
                cursor.execute(_GONE.format(**told), {"old": [old for old, _new in moved]})


def _hanging() -> Iterable[tuple[type[models.Model], str]]:
    """Each table that says something of a fiche or an idea, with the column that says of which."""
    parents = {Fiche, Idee}
    for model in apps.get_models():
        if model._meta.proxy or not model._meta.managed or not isinstance(model._meta.pk, models.BigIntegerField):
            continue  # its key is the fiche's own, or drawn already
        for field in model._meta.concrete_fields:
            relation = field.remote_field
            if relation and relation.model in parents and (relation.on_delete is models.CASCADE or model in OUTLIVING):
                yield model, field.column


def _moments(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if isinstance(field, models.DateTimeField)]


def _rekey(cursor: object, model: type[models.Model], column: str, fiches: list[int]) -> list[tuple[int, int]]:
    """Draw new keys for the rows of a table, and round their moments; returns (old, new) keys."""
    meta = model._meta
    days = {field.column: _DAY.format(column=f"kept.{field.column}") for field in _moments(model)}
    rows = f"kept.{OFFICIAL[model]} IS NULL" if model in OFFICIAL else "true"
    told = {"table": meta.db_table, "pk": meta.pk.column, "fiche": column, "rows": rows}
    if model is Evenement:
        others = [field.column for field in meta.local_concrete_fields if not field.primary_key and not field.generated]
        values = ", ".join(days.get(name, f'kept."{name}"') for name in others)
        statement = _COPY.format(**told, others=", ".join(f'"{name}"' for name in others), values=values)
    else:
        changes = [f"{meta.pk.column} = drawn.new", *(f"{name} = {day}" for name, day in days.items())]
        statement = _REKEY.format(**told, changes=", ".join(changes))
    bases = [LEAST + secrets.randbelow(LEAST // PER_FICHE) * PER_FICHE for _fiche in fiches]
    cursor.execute(statement, {"fiches": fiches, "bases": bases, "zone": settings.TIME_ZONE})
    return cursor.fetchall()


def _repoint(cursor: object, model: type[models.Model], moved: list[tuple[int, int]]) -> None:
    """Have whatever points to those rows point to them still."""
    if not moved:
        return
    old, new = zip(*moved, strict=True)
    for relation in model._meta.related_objects:
        if relation.field.concrete and not relation.many_to_many:
            told = {"table": relation.related_model._meta.db_table, "column": relation.field.column}
            cursor.execute(_REPOINT.format(**told), {"old": list(old), "new": list(new)})
