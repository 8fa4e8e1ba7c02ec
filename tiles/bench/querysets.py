"""What a city of fiches lacks to be reported and wished in: its signalements are fiches alone until asked for."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.db import connection

from carto.fiches.models import Visibility
from projets.idees.likeness.querysets import FURTHEST
from signalements.models import Signalement
from signalements.workflow import Status

BATCH: Final = 20_000  # ideas a statement
WRITERS: Final = 2

# What the signalements of the city are besides fiches: one of its theme's categories, and the state of its stage.
SIGNALEMENTS: Final = """
WITH sorts AS (
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
      -- One hash of what is known: the planner believes an empty table stays empty, and would read it again a row.
      AND fiche.id NOT IN (SELECT fiche_ptr_id FROM signalements_signalement)
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


# Ideas where the city's reports are, moved by some metres: of a sticker of the report's theme, a third called by the
# report's words, half of them telling more; the others say nothing but their sticker.
IDEES: Final = """
WITH sorts AS (
    SELECT theme_id, array_agg(id ORDER BY id) AS ids FROM idees_autocollant WHERE active GROUP BY theme_id
), reports AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY id) AS rank, count(*) OVER () AS every, theme_id, title, created_at,
           ST_PointOnSurface(geom) AS spot
    FROM fiches_fiche WHERE kind = 'signalement'
), drawn AS (
    SELECT turn, title, spot, reports.created_at, random() * 2 * pi() AS way, random() AS far,
           sorts.ids[1 + turn %% cardinality(sorts.ids)] AS sticker
    FROM generate_series(%(first)s, %(last)s) AS turn
    JOIN reports ON reports.rank = 1 + (turn * 7919::bigint) %% reports.every JOIN sorts USING (theme_id)
)
INSERT INTO fiches_fiche (uuid, kind, title, text, theme_id, stage, visibility, geom, osm_id, origin, demonstration,
                          created_at, updated_at)
SELECT gen_random_uuid(), 'idee', CASE WHEN turn %% 3 = 0 THEN drawn.title ELSE sticker.name END,
       CASE WHEN turn %% 2 = 0 THEN drawn.title ELSE '' END, sticker.theme_id,
       CASE WHEN turn %% 10 = 0 THEN 'done' WHEN turn %% 10 = 1 THEN 'set_aside' ELSE 'new' END, 'public',
       ST_Translate(spot, 0.0008 * far * cos(way), 0.00055 * far * sin(way)), '', 'import', false,
       drawn.created_at, now()
FROM drawn JOIN idees_autocollant AS sticker ON sticker.id = drawn.sticker
"""
STICKERS: Final = """
WITH sorts AS (
    SELECT theme_id, array_agg(id ORDER BY id) AS ids FROM idees_autocollant WHERE active GROUP BY theme_id
)
INSERT INTO idees_idee (fiche_ptr_id, autocollant_id, status)
SELECT fiche.id, coalesce((SELECT min(id) FROM idees_autocollant WHERE name = fiche.title),
                          sorts.ids[1 + fiche.id %% cardinality(sorts.ids)]),
       CASE stage WHEN 'new' THEN 'proposed' WHEN 'in_progress' THEN 'discussed' WHEN 'done' THEN 'delivered'
            ELSE 'set_aside' END
FROM fiches_fiche AS fiche JOIN sorts USING (theme_id)
WHERE kind = 'idee' AND fiche.id NOT IN (SELECT fiche_ptr_id FROM idees_idee)
"""
IDEE_SPOTS: Final = """
SELECT ST_X(spot), ST_Y(spot), autocollant_id FROM (
    SELECT ST_PointOnSurface(geom) AS spot, autocollant_id FROM idees_idee JOIN fiches_fiche ON id = fiche_ptr_id
    WHERE visibility = 'public' ORDER BY hashint8(id) LIMIT %s
) AS drawn
"""
FLOOR: Final = f"""
SELECT id, ST_Distance(ST_Transform(geom, %(metric)s), %(exact)s::geometry) FROM fiches_fiche
WHERE ST_DWithin(geom_web, %(web)s::geometry, ({FURTHEST} + %(doubt)s) * %(stretch)s) AND visibility = 'public'
"""


def load_idees(count: int) -> int:
    """Give the city so many idées with their stickers, unless it has them; returns how many were added."""
    with connection.cursor() as cursor:
        cursor.execute(STICKERS, {})  # the city has a few, without stickers
        added = cursor.rowcount
        cursor.execute("SELECT count(*) FROM idees_idee")
        missing = max(count - cursor.fetchone()[0], 0)
        begin = range(1, missing + 1, BATCH)
        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(lambda first: _add_idees(first, min(first + BATCH - 1, missing)), begin))
        cursor.execute(STICKERS, {})
        return added + missing


def _add_idees(first: int, last: int) -> None:
    """Insert those of these turns, always the same, on a connection of its own: every trigger at work."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT setseed(%s)", [1 / (1 + first)])
            cursor.execute(IDEES, {"first": first, "last": last})
    finally:
        own.close()


def spots_of_idees(count: int) -> list[tuple[float, float, int]]:
    """Where some ideas lie (4326) and their sticker's key, always the same: a crowded place comes more often."""
    with connection.cursor() as cursor:
        cursor.execute(IDEE_SPOTS, [count])
        return cursor.fetchall()
