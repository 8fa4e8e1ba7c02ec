"""Ideas beside the reports of a city, and the floor of looking for what is near them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.db import connection

from projets.idees.likeness.querysets import FURTHEST

BATCH: Final = 25_000  # ideas a transaction: each numbers all the reports once
WRITERS: Final = 2

# Ideas where the city's reports are, moved by some metres: of a sticker of the report's theme, a third called by the
# report's words, half of them telling more; the others say nothing but their sticker.
IDEES: Final = """
WITH sorts AS (
    SELECT theme_id, array_agg(id ORDER BY id) AS ids FROM idees_autocollant WHERE active GROUP BY theme_id
), reports AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY id) AS rank, id FROM fiches_fiche
    WHERE kind = 'signalement' AND theme_id IN (SELECT theme_id FROM sorts)
), wanted AS MATERIALIZED (
    SELECT turn, 1 + (turn * 7919::bigint) %% (SELECT count(*) FROM reports) AS rank
    FROM generate_series(%(first)s, %(last)s) AS turn
), drawn AS (
    SELECT turn, title, ST_PointOnSurface(geom) AS spot, fiche.created_at, random() * 2 * pi() AS way, random() AS far,
           sorts.ids[1 + turn %% cardinality(sorts.ids)] AS sticker
    FROM wanted JOIN reports USING (rank) JOIN fiches_fiche AS fiche USING (id) JOIN sorts USING (theme_id)
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
WHERE kind = 'idee' AND NOT EXISTS (SELECT FROM idees_idee AS known WHERE known.fiche_ptr_id = fiche.id)
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
