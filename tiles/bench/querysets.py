"""What a city of fiches lacks to be reported in: its signalements are fiches alone until they are asked for."""

from typing import Final

from django.db import connection

from carto.fiches.models import Visibility
from carto.geometry import Box
from projets.idees.calques.querysets import work_out_cells
from signalements.models import Signalement
from signalements.workflow import Status

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
      AND NOT EXISTS (SELECT FROM signalements_signalement AS known WHERE known.fiche_ptr_id = fiche.id)
    RETURNING 1
)
SELECT count(*) FROM added
"""


def load_signalements() -> int:
    """Make the city's fiches of that kind signalements, unless they are; returns how many became some."""
    with connection.cursor() as cursor:
        # An empty table that was never looked at passes for a small one, and would be read again a row.
        cursor.execute("ANALYZE signalements_signalement")
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


# Sheets as a city of workshops would leave them: each around a spot, drawn by four hands, a third of it areas.
_SHEETS: Final = """
INSERT INTO idees_calque (uuid, name, text, geom, digest, visibility, held, shared, version, demonstration, created_at,
                          updated_at)
SELECT gen_random_uuid(), 'Essai ' || number, '', ST_MakeEnvelope(x, y, x + 0.012, y + 0.008, 4326),
       encode(sha256(('essai ' || number)::bytea), 'hex'), 'public', '', true, 1, true, now(), now()
FROM generate_series(1, %(sheets)s) AS number
CROSS JOIN LATERAL (SELECT %(west)s + (%(wide)s - 0.012) * (hashint4(number) & 65535) / 65535.0 AS x,
                           %(south)s + (%(high)s - 0.008) * (hashint4(number + 7919) & 65535) / 65535.0 AS y) AS spot
RETURNING id
"""
_STROKES: Final = """
INSERT INTO idees_trait (uuid, calque_id, kind, geom, colour, text, angle, size, hand, version, held, cells, created_at)
SELECT gen_random_uuid(), sheet.id, kind,
       CASE kind WHEN 'text' THEN at
            WHEN 'area' THEN ST_Buffer(at, 0.0006 + 0.0000015 * (hash & 1023), 6)
            ELSE ST_MakeLine(ARRAY[at, ST_Translate(at, 0.0018, 0.0006), ST_Translate(at, 0.0030, -0.0004)]) END,
       'prune', CASE kind WHEN 'text' THEN 'ici' ELSE '' END, 0, 100,
       encode(sha256((sheet.id || ' ' || number %% 4)::bytea), 'hex'), 1, '', '{}', now()
FROM unnest(%(ids)s::bigint[]) AS sheet (id) CROSS JOIN generate_series(1, %(strokes)s) AS number
JOIN idees_calque AS calque ON calque.id = sheet.id
CROSS JOIN LATERAL (SELECT hashint8(sheet.id * 1000 + number) AS hash,
                           (ARRAY['area', 'free', 'free', 'text'])[1 + number %% 4] AS kind) AS drawn
CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(
    ST_XMin(calque.geom) + 0.009 * (hash & 4095) / 4095.0,
    ST_YMin(calque.geom) + 0.006 * ((hash >> 12) & 4095) / 4095.0), 4326) AS at) AS placed
RETURNING id
"""
_PLAINLY: Final = """
SELECT count(*) FROM (SELECT cell FROM idees_calquehand CROSS JOIN LATERAL unnest(cells) AS cell
                      WHERE calque_id = ANY(%s) GROUP BY cell HAVING count(*) >= %s) AS agreed
"""


def load_sheets(sheets: int, strokes: int, frame: Box) -> int:
    """Lay so many sheets over the frame (degrees), each with so many strokes and its squares; returns how many."""
    edges = {"west": frame.west, "south": frame.south}
    edges |= {"wide": frame.east - frame.west, "high": frame.north - frame.south}
    with connection.cursor() as cursor:
        cursor.execute(_SHEETS, {"sheets": sheets} | edges)
        ids = [number for (number,) in cursor.fetchall()]
        cursor.execute(_STROKES, {"ids": ids, "strokes": strokes})
        drawn = [number for (number,) in cursor.fetchall()]
    work_out_cells(drawn)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE idees_calque, idees_trait, idees_calquehand")
    return len(ids)


def plainly_agreed(sheets: list[int], least: int) -> int:
    """How many squares that many hands drew in, and nothing else: the floor of what it can cost."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAINLY, [sheets, least])
        return cursor.fetchone()[0]
