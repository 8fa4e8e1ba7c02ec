"""What the bench loads, and the plain statement it compares our tiles with."""

from typing import Any, Final

from django.conf import settings
from django.db import connection

from tiles.grid import EXTENT, MARGIN, Tile

# A city: half in the centre, a third around, the rest anywhere in the place's box. Box–Muller, because PostgreSQL 15
# has no random_normal().
FICHES: Final = """
WITH chance AS (
    SELECT random() AS a, random() AS b, random() AS c, random() AS d, random() AS e, rank
    FROM generate_series(1, %(count)s) AS rank
), spot AS (
    SELECT *, CASE WHEN c < 0.5 THEN 0.012 WHEN c < 0.85 THEN 0.035 END * sqrt(-2 * ln(1 - a)) AS far FROM chance
)
INSERT INTO fiches_fiche (uuid, kind, title, text, theme_id, stage, visibility, geom, osm_id, origin, demonstration,
                          created_at, updated_at)
SELECT gen_random_uuid(),
       CASE WHEN d < 0.001 THEN 'opportunite' WHEN d < 0.02 THEN 'equipement' WHEN d < 0.06 THEN 'idee'
            ELSE 'signalement' END,
       'Fiche de mesure ' || rank, '', (SELECT array_agg(id) FROM fiches_theme)[1 + floor(e * %(themes)s)],
       (ARRAY['new', 'in_progress', 'done', 'done', 'set_aside'])[1 + floor(5 * b)],
       CASE WHEN d > 0.97 THEN 'waiting' ELSE 'public' END,
       ST_SetSRID(ST_MakePoint(
           coalesce(%(x)s + far * cos(2 * pi() * b), %(west)s + a * (%(east)s - %(west)s)),
           coalesce(%(y)s + 0.7 * far * sin(2 * pi() * b), %(south)s + b * (%(north)s - %(south)s))), 4326),
       '', 'import', true, now() - e * interval '5 years', now()
FROM spot
"""

# What a plain vector tile server does: every row of the tile, read and written.
PLAIN: Final = f"""
SELECT ST_AsMVT(feature, 'fiches', {EXTENT}, 'geom', 'id') FROM (
    SELECT fiche.id, ST_AsMVTGeom(geom_web, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), {EXTENT}, {MARGIN}, true) AS geom,
           fiche.uuid::text, kind, theme.code AS theme, theme.icon, stage, title, demonstration AS demo
    FROM fiches_fiche AS fiche JOIN fiches_theme AS theme ON theme.id = theme_id
    WHERE visibility = 'public'
      AND geom_web && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => {MARGIN / EXTENT})
) AS feature
"""


def load_fiches(count: int, themes: int) -> None:
    """Insert `count` synthetic fiches, always the same, over the `themes` that are there; then gather statistics."""
    west, south, east, north = settings.CARTO_BBOX
    x, y = settings.CARTO_CENTRE
    box = {"west": west, "south": south, "east": east, "north": north, "x": x, "y": y}
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.44)")
        cursor.execute(FICHES, box | {"count": count, "themes": themes})
        cursor.execute("ANALYZE")


def plain_tile(tile: Tile) -> bytes:
    """The tile as a plain server gives it."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, {"z": tile.z, "x": tile.x, "y": tile.y})
        return bytes(cursor.fetchone()[0])


def run_statements(statements: list[tuple[str, Any]]) -> None:
    """Run statements on the bare driver, without Django around: the floor under our own tile."""
    cursor = connection.connection.cursor()
    for sql, params in statements:
        cursor.execute(sql, params)
        cursor.fetchall()
