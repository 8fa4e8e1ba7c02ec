"""What a city of fiches lacks to be reported in: its signalements are fiches alone until they are asked for."""

from typing import Final

from django.db import connection

from carto.fiches.models import Visibility
from signalements.models import Signalement
from signalements.workflow import Status

# What the signalements of the city are besides fiches: one of its theme's categories, and the state of its stage.
SIGNALEMENTS: Final = """
WITH known AS MATERIALIZED (
    -- Taken once: joined as it stands, an empty table is read again a row, with all that this statement has put in it.
    SELECT fiche_ptr_id FROM signalements_signalement
), sorts AS (
    SELECT theme_id, array_agg(id ORDER BY id) AS ids FROM signalements_categorie WHERE active GROUP BY theme_id
), added AS (
    INSERT INTO signalements_signalement (fiche_ptr_id, categorie_id, status, service_id, reported_at, treated_at)
    SELECT fiche.id, categorie.id,
           CASE stage WHEN 'new' THEN 'received' WHEN 'in_progress' THEN 'accepted' WHEN 'done' THEN 'treated'
                ELSE 'declined' END,
           categorie.service_id, fiche.created_at,
           CASE stage WHEN 'done' THEN least(now(), fiche.created_at + interval '10 days') END
    FROM fiches_fiche AS fiche LEFT JOIN sorts USING (theme_id)
    JOIN signalements_categorie AS categorie ON categorie.id = coalesce(
        sorts.ids[1 + fiche.id % cardinality(sorts.ids)],
        (SELECT id FROM signalements_categorie WHERE code = 'autre'))
    WHERE fiche.kind = 'signalement'
      AND NOT EXISTS (SELECT FROM known WHERE known.fiche_ptr_id = fiche.id)
    RETURNING 1
)
SELECT count(*) FROM added
"""


def load_signalements() -> int:
    """Make the city's fiches of that kind signalements, unless they are; returns how many became some."""
    with connection.cursor() as cursor:
        cursor.execute(SIGNALEMENTS)
        return cursor.fetchone()[0]


# What the open ones are besides: every state, a promise (past for some), a priority, and a crew for half of them.
OPENED: Final = """
UPDATE signalements_signalement SET
    status = (ARRAY['received', 'received', 'received', 'accepted', 'accepted', 'planned', 'waiting', 'forwarded',
                    'to_check', 'reopened'])[1 + fiche_ptr_id % 10],
    due_at = CASE WHEN fiche_ptr_id % 11 > 0 THEN now() + (fiche_ptr_id % 90 - 45) * interval '1 day' END,
    paused_at = CASE WHEN fiche_ptr_id % 10 = 6 THEN now() - interval '2 days' END,
    priority = CASE fiche_ptr_id % 20 WHEN 0 THEN 1 WHEN 1 THEN -1 ELSE 0 END,
    crew_id = CASE WHEN fiche_ptr_id % 2 = 0
                   THEN (SELECT min(id) FROM comptes_crew AS crew
                         WHERE crew.service_id = signalements_signalement.service_id) END
WHERE status IN ('received', 'accepted') AND due_at IS NULL
"""
HANDED: Final = "SELECT EXISTS (SELECT FROM signalements_signalement WHERE status = 'to_check')"
WORDS: Final = """
SELECT word FROM ts_stat('SELECT words FROM signalements_signalement TABLESAMPLE SYSTEM (1)')
WHERE word ~ '^[a-z]{4,}$' ORDER BY ndoc DESC
"""
NUMBERS: Final = """
SELECT number FROM fiches_fiche WHERE kind = 'signalement' AND number IS NOT NULL ORDER BY uuid LIMIT %s
"""
BUSIEST: Final = """
SELECT service_id FROM signalements_signalement TABLESAMPLE SYSTEM (10) GROUP BY service_id
ORDER BY count(*) DESC, service_id LIMIT 1
"""


def hand_out() -> int:
    """Give the open signalements what a desk gives them, unless they have it; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(HANDED)
        if cursor.fetchone()[0]:
            return 0
        cursor.execute(OPENED)
        return cursor.rowcount


def commonest_words() -> tuple[str, str]:
    """A word that most signalements have, and one that few have, as the index holds them."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS)
        words = [word for (word,) in cursor.fetchall()]
    return (words[0], words[-1]) if words else ("trou", "girafe")


def numbers(count: int) -> list[str]:
    """Numbers of some signalements, anywhere among them."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [count])
        return [number for (number,) in cursor.fetchall()]


def busiest_service() -> int:
    """The key of the service that has most to answer."""
    with connection.cursor() as cursor:
        cursor.execute(BUSIEST)
        return cursor.fetchone()[0]


def chosen(service: int, count: int) -> list[str]:
    """The uuids of some signalements of a service, received and public, as somebody ticks them in its queue."""
    waiting = Signalement.objects.filter(service=service, status=Status.RECEIVED, visibility=Visibility.PUBLIC)
    return [str(uuid) for uuid in waiting.order_by("reported_at").values_list("uuid", flat=True)[:count]]
