"""Facilities by the thousand, from rows that are new or changed: COPY for both tables of a fiche, then set statements.

What a person corrected here stays as they left it; an empty cell erases nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from carto.fiches.models import Kind, Origin, Visibility, What


@dataclass(frozen=True, slots=True)
class Arriving:
    """One row as a facility; `geom` is EWKT of SRID 4326, or nothing where the row says no place."""

    ligne_id: int
    uuid: UUID
    title: str
    text: str
    theme_id: int
    stage: str
    status: str
    geom: str | None
    osm_id: str
    nature: str
    type_id: int | None
    operator: str
    owner_id: int | None
    address: str
    website: str
    hours: str
    opened: int | None
    closed: int | None
    capacity: int | None
    said: str  # the line of history


_AS_ROW: Final = attrgetter(*(each.name for each in fields(Arriving)))  # astuple() would copy each value deeply


_STAGING: Final = """
DROP TABLE IF EXISTS arriving;
CREATE TEMPORARY TABLE arriving (
    id bigint DEFAULT nextval(pg_get_serial_sequence('fiches_fiche', 'id')),
    ligne_id bigint, uuid uuid, title text, text text, theme_id bigint, stage text, status text, geom geometry,
    osm_id text, nature text, type_id bigint, operator text, owner_id bigint, address text, website text, hours text,
    opened integer, closed integer, capacity integer, said text, known bigint
) ON COMMIT DROP
"""
_COPY: Final = """
COPY arriving (ligne_id, uuid, title, text, theme_id, stage, status, geom, osm_id, nature, type_id, operator, owner_id,
               address, website, hours, opened, closed, capacity, said) FROM STDIN
"""
_KNOWN: Final = """
UPDATE arriving SET known = equipement.fiche_ptr_id
FROM equipements_equipement AS equipement WHERE equipement.ligne_id = arriving.ligne_id
"""
# The trigger that finds a fiche's territories would be planned again for every row.
_PLAN_ONCE: Final = "SET LOCAL plan_cache_mode = force_generic_plan"

_ADD_FICHES: Final = """
INSERT INTO fiches_fiche (id, uuid, kind, title, text, theme_id, stage, visibility, geom, osm_id, origin,
                          demonstration, created_at, updated_at)
SELECT id, uuid, %(kind)s, title, text, theme_id, stage, %(visibility)s, geom, osm_id, %(origin)s,
       %(demonstration)s, %(now)s, %(now)s
FROM arriving
WHERE known IS NULL AND geom IS NOT NULL
      AND NOT EXISTS (SELECT FROM fiches_fiche WHERE fiches_fiche.uuid = arriving.uuid)
ORDER BY id ON CONFLICT (uuid) DO NOTHING
"""
_ADD_EQUIPEMENTS: Final = """
INSERT INTO equipements_equipement (fiche_ptr_id, ligne_id, nature, status, type_id, operator, owner_id, publisher_id,
    address, website, hours, opened, closed, capacity, capacity_of, place_source)
SELECT arriving.id, ligne_id, nature, status, type_id, operator, owner_id, %(publisher)s, address, website, hours,
       opened, closed, capacity, '', %(place_source)s
FROM arriving JOIN fiches_fiche ON fiches_fiche.id = arriving.id
WHERE known IS NULL
"""
_TELL_NEW: Final = """
INSERT INTO fiches_evenement (fiche_id, at, actor_role, person_id, what, before, after, public_text, private_text)
SELECT fiches_fiche.id, %(now)s, 'system', %(person)s, %(what)s, '', '', said, ''
FROM arriving JOIN fiches_fiche ON fiches_fiche.id = arriving.id
WHERE known IS NULL
"""
# What people did here since: a correction keeps everything, a move the place alone.
_HANDS: Final = """
DROP TABLE IF EXISTS by_hand;
CREATE TEMPORARY TABLE by_hand ON COMMIT DROP AS
SELECT fiche_id, bool_or(what IN ('corrected', 'completed')) AS words
FROM fiches_evenement JOIN arriving ON arriving.known = fiche_id
WHERE what IN ('corrected', 'completed', 'moved') AND actor_role <> 'system'
GROUP BY fiche_id
"""
_CHANGE_FICHES: Final = """
UPDATE fiches_fiche AS fiche
SET title = arriving.title, text = coalesce(nullif(arriving.text, ''), fiche.text), theme_id = arriving.theme_id,
    geom = CASE WHEN hand.fiche_id IS NULL THEN coalesce(arriving.geom, fiche.geom) ELSE fiche.geom END,
    updated_at = %(now)s
FROM arriving LEFT JOIN by_hand AS hand ON hand.fiche_id = arriving.known
WHERE fiche.id = arriving.known AND hand.words IS NOT TRUE
"""
_CHANGE_EQUIPEMENTS: Final = """
UPDATE equipements_equipement AS own
SET nature = arriving.nature, type_id = coalesce(arriving.type_id, own.type_id),
    operator = coalesce(nullif(arriving.operator, ''), own.operator),
    owner_id = coalesce(arriving.owner_id, own.owner_id),
    address = coalesce(nullif(arriving.address, ''), own.address),
    website = coalesce(nullif(arriving.website, ''), own.website),
    hours = coalesce(nullif(arriving.hours, ''), own.hours),
    opened = coalesce(arriving.opened, own.opened), closed = coalesce(arriving.closed, own.closed),
    capacity = coalesce(arriving.capacity, own.capacity)
FROM arriving LEFT JOIN by_hand AS hand ON hand.fiche_id = arriving.known
WHERE own.fiche_ptr_id = arriving.known AND hand.words IS NOT TRUE
"""
_TELL_CHANGED: Final = """
INSERT INTO fiches_evenement (fiche_id, at, actor_role, person_id, what, before, after, public_text, private_text)
SELECT known, %(now)s, 'system', %(person)s, %(what)s, '', '', said, ''
FROM arriving LEFT JOIN by_hand AS hand ON hand.fiche_id = known
WHERE known IS NOT NULL AND hand.words IS NOT TRUE
"""
_UNCHANGED: Final = """
DELETE FROM arriving USING fiches_fiche AS fiche, equipements_equipement AS own
WHERE fiche.id = arriving.known AND own.fiche_ptr_id = arriving.known
  AND (arriving.title, arriving.theme_id, arriving.nature) = (fiche.title, fiche.theme_id, own.nature)
  AND (arriving.geom IS NULL OR ST_OrderingEquals(arriving.geom, fiche.geom))
  AND coalesce(nullif(arriving.text, ''), fiche.text) = fiche.text
  AND (coalesce(nullif(arriving.operator, ''), own.operator), coalesce(nullif(arriving.address, ''), own.address),
       coalesce(nullif(arriving.website, ''), own.website), coalesce(nullif(arriving.hours, ''), own.hours),
       coalesce(arriving.type_id, own.type_id), coalesce(arriving.owner_id, own.owner_id),
       coalesce(arriving.opened, own.opened), coalesce(arriving.closed, own.closed),
       coalesce(arriving.capacity, own.capacity))
      IS NOT DISTINCT FROM (own.operator, own.address, own.website, own.hours, own.type_id, own.owner_id,
                            own.opened, own.closed, own.capacity)
"""


def load(rows: Iterable[Arriving], **common: Any) -> None:
    """Add the new ones, bring the others up to date, a line of history each. Inside the caller's transaction.

    `common`: now, publisher, person (primary keys or None), place_source, demonstration.
    """
    shared = common | {
        "kind": Kind.EQUIPEMENT.value,
        "visibility": Visibility.PUBLIC.value,
        "origin": Origin.IMPORT.value,
        "what": What.IMPORTED.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PLAN_ONCE)
        cursor.execute(_STAGING)
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(_AS_ROW(row))
        cursor.execute("CREATE INDEX ON arriving (ligne_id); ANALYZE arriving")
        _store(cursor, shared)
        cursor.execute("DROP TABLE arriving, by_hand")


def _store(cursor: CursorWrapper, shared: dict[str, Any]) -> None:
    cursor.execute(_KNOWN)
    cursor.execute(_UNCHANGED)
    for statement in (_ADD_FICHES, _ADD_EQUIPEMENTS, _TELL_NEW):
        cursor.execute(statement, shared)
    cursor.execute(_HANDS)
    for statement in (_CHANGE_FICHES, _CHANGE_EQUIPEMENTS, _TELL_CHANGED):
        cursor.execute(statement, shared)
