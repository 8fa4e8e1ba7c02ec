"""Many signalements at once, through COPY: Django's bulk_create does not serve models that inherit from a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from carto.fiches.models import Origin, Visibility, What
from signalements.models import Categorie
from signalements.routing.actions import arrive_many
from signalements.routing.policies import promise
from signalements.workflow import STAGES, Status


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a signalement's history."""

    at: datetime
    role: str
    what: What
    before: str = ""
    after: str = ""
    public_text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One signalement to load, already checked: COPY and the database's triggers do the rest."""

    uuid: UUID
    categorie: Categorie
    geom: str  # EWKT or hexadecimal EWKB, SRID 4326
    at: datetime
    history: tuple[Event, ...]
    title: str = ""  # the category's name when empty
    text: str = ""
    status: Status = Status.RECEIVED
    author_id: int | None = None
    origin: Origin = Origin.IMPORT
    demonstration: bool = False


# The identity is drawn while copying, so that the three tables can be filled one after the other from what arrived.
_STAGING = """
CREATE TEMPORARY TABLE arriving (
    id bigint DEFAULT nextval(pg_get_serial_sequence('fiches_fiche', 'id')),
    uuid uuid, title text, text text, theme_id bigint, stage text, author_id bigint, geom geometry,
    origin text, demonstration boolean, created_at timestamptz,
    categorie_id bigint, status text, service_id bigint, due_at timestamptz
) ON COMMIT DROP;
CREATE TEMPORARY TABLE arriving_history (
    uuid uuid, at timestamptz, actor_role text, what text, before text, after text, public_text text
) ON COMMIT DROP;
"""

_COPY_ROWS = """
COPY arriving (uuid, title, text, theme_id, stage, author_id, geom, origin, demonstration, created_at,
               categorie_id, status, service_id, due_at) FROM STDIN
"""
_COPY_HISTORY = "COPY arriving_history (uuid, at, actor_role, what, before, after, public_text) FROM STDIN"

# The trigger that finds a fiche's territories would be planned again for every row: half of its time (PostgreSQL 15).
_PLAN_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan"

# What is there already is left out before the insert: BEFORE triggers run even for rows that conflict, and would use up
# their numbers. ON CONFLICT remains for another import at the same time.
_STORE_FICHES = """
INSERT INTO fiches_fiche (id, uuid, kind, title, text, theme_id, stage, visibility, author_id, geom, osm_id, origin,
                          demonstration, created_at, updated_at)
SELECT id, uuid, 'signalement', title, text, theme_id, stage, %s, author_id, geom, '', origin,
       demonstration, created_at, %s
FROM arriving
WHERE NOT EXISTS (SELECT FROM fiches_fiche WHERE fiches_fiche.uuid = arriving.uuid)
ORDER BY id
ON CONFLICT (uuid) DO NOTHING
"""
_STORE_SIGNALEMENTS = """
INSERT INTO signalements_signalement (fiche_ptr_id, categorie_id, status, service_id, reported_at, due_at, reopenings)
SELECT id, categorie_id, status, service_id, arriving.created_at, due_at, coalesce(again.n, 0)
FROM arriving JOIN fiches_fiche USING (id)
LEFT JOIN (SELECT uuid, count(*) AS n FROM arriving_history WHERE after = 'reopened' GROUP BY uuid) AS again
       ON again.uuid = arriving.uuid
"""
_STORE_HISTORY = """
INSERT INTO fiches_evenement (fiche_id, at, actor_role, what, before, after, public_text, private_text)
SELECT fiches_fiche.id, at, actor_role, what, before, after, public_text, ''
FROM arriving_history AS history
JOIN arriving ON arriving.uuid = history.uuid
JOIN fiches_fiche ON fiches_fiche.id = arriving.id
"""

_ARRIVED = "SELECT id FROM arriving JOIN signalements_signalement ON fiche_ptr_id = id"


def load(rows: Iterable[Row]) -> int:
    """Store the rows whose `uuid` is not there yet, with their history; returns how many. All of them, or none.

    Territories, numbers and tile cells follow by the database's triggers, as for a fiche sent from the site; what is
    still open then goes where the rules send it.
    """
    once: dict[UUID, Row] = {}
    for row in rows:
        once.setdefault(row.uuid, row)  # the same identifier twice in one file: the first row counts
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PLAN_ONCE)
        cursor.execute(_STAGING)
        _copy(cursor, _COPY_ROWS, [_record(row) for row in once.values()])
        _copy(cursor, _COPY_HISTORY, [_line(row, event) for row in once.values() for event in row.history])
        cursor.execute(_STORE_FICHES, [Visibility.PUBLIC.value, timezone.now()])
        cursor.execute(_STORE_SIGNALEMENTS)
        stored = cursor.rowcount
        cursor.execute(_STORE_HISTORY)
        cursor.execute(_ARRIVED)
        arrive_many([pk for (pk,) in cursor.fetchall()])
        cursor.execute("DROP TABLE arriving, arriving_history")  # the next batch may be in the same transaction
    return stored


def gather_statistics() -> None:
    """What autovacuum would have done by now: without it thousands of new rows are looked for as if there were none."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE fiches_fiche, signalements_signalement")


def _copy(cursor: CursorWrapper, statement: str, records: Iterable[Sequence[object]]) -> None:
    with cursor.copy(statement) as copy:
        for record in records:
            copy.write_row(record)


def _record(row: Row) -> tuple[object, ...]:
    categorie = row.categorie
    return (
        row.uuid, row.title or categorie.name, row.text, categorie.theme_id, STAGES[row.status], row.author_id,
        row.geom, row.origin.value, row.demonstration, row.at,
        categorie.pk, row.status.value, categorie.service_id, promise(categorie, row.at),
    )  # fmt: skip


def _line(row: Row, event: Event) -> tuple[object, ...]:
    return (row.uuid, event.at, event.role, event.what.value, event.before, event.after, event.public_text)
