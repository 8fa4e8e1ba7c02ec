"""The bench's own SQL: its scratch database, its city, and the plain statement that a tile server runs."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection
from psycopg import sql

from tiles.grid import EXTENT, MARGIN, Tile

VIEW: Final = "bench_fiches"
MADE: Final = "Carte commune, mesure"  # what the comment of a finished database begins with

REPORTS: Final = """
DROP TABLE IF EXISTS bench_report;
CREATE UNLOGGED TABLE bench_report (rank int PRIMARY KEY, x float8, y float8, theme_id bigint, title text)
"""
COPY_REPORTS: Final = "COPY bench_report (rank, x, y, theme_id, title) FROM STDIN"

# Each fiche is a report drawn at random, moved by some metres (Box–Muller: PostgreSQL 15 has no random_normal()). They
# come in the order of their dates, as in life. One idée in ten is a line, one opportunité in ten an area.
FICHES: Final = """
WITH chance AS (
    SELECT rank, 1 + floor(random() * %(reports)s)::int AS report, sqrt(-2 * ln(1 - random())) * %(jitter)s AS far,
           2 * pi() * random() AS turn, random() AS kind, random() AS stage, random() AS shown, random() AS shape
    FROM generate_series(%(first)s, %(last)s) AS rank
), placed AS (
    SELECT chance.*, theme_id, title,
           CASE WHEN kind < 0.01 THEN 'opportunite' WHEN kind < 0.02 THEN 'equipement' WHEN kind < 0.03 THEN 'idee'
                ELSE 'signalement' END AS what,
           ST_SetSRID(ST_MakePoint(x + far * cos(turn) / (%(degree)s * cosd(y)), y + far * sin(turn) / %(degree)s),
                      4326) AS spot
    FROM chance JOIN bench_report AS report ON report.rank = chance.report
)
INSERT INTO fiches_fiche (uuid, kind, title, text, theme_id, stage, visibility, geom, osm_id, origin, demonstration,
                          created_at, updated_at)
SELECT gen_random_uuid(), what, title, '', theme_id,
       CASE WHEN stage < 0.84 THEN 'done' WHEN stage < 0.91 THEN 'set_aside' WHEN stage < 0.96 THEN 'in_progress'
            ELSE 'new' END,
       CASE WHEN shown < 0.02 THEN 'waiting' ELSE 'public' END,
       CASE WHEN shape > 0.1 OR what IN ('signalement', 'equipement') THEN spot
            WHEN what = 'idee' THEN ST_MakeLine(spot, ST_Translate(spot, 0.002 * cos(turn), 0.001 * sin(turn)))
            ELSE ST_Expand(spot, 0.001, 0.0007) END,
       '', 'import', false, now() - interval '1 second' - interval '10 years' * (1 - rank::float8 / %(count)s), now()
FROM placed ORDER BY rank
"""

# What other servers publish: the fields that our pins have, under the same names.
PUBLISHED: Final = f"""
CREATE VIEW {VIEW} AS
SELECT fiche.id, fiche.geom_web, fiche.uuid::text AS uuid, fiche.kind, theme.code AS theme, theme.icon, fiche.stage,
       fiche.title, fiche.demonstration AS demo
FROM fiches_fiche AS fiche JOIN fiches_theme AS theme ON theme.id = theme_id
WHERE visibility = 'public'
"""

# What a plain vector tile server does: every row of the tile, read and written. `:z` and the like are pgbench's.
PLAIN: Final = f"""
SELECT ST_AsMVT(feature, 'fiches', {EXTENT}, 'geom', 'id') FROM (
    SELECT fiche.id, ST_AsMVTGeom(geom_web, ST_TileEnvelope(:z, :x, :y), {EXTENT}, {MARGIN}, true) AS geom,
           fiche.uuid::text, kind, theme.code AS theme, theme.icon, stage, title, demonstration AS demo
    FROM fiches_fiche AS fiche JOIN fiches_theme AS theme ON theme.id = theme_id
    WHERE visibility = 'public'
      AND geom_web && ST_TileEnvelope(:z, :x, :y, margin => {MARGIN / EXTENT})
) AS feature
"""

# One pin as somebody sends it, anywhere in a square of some 200 m around a place.
PIN: Final = """
INSERT INTO fiches_fiche (uuid, kind, title, text, theme_id, stage, visibility, geom, osm_id, origin, demonstration,
                          created_at, updated_at)
VALUES (gen_random_uuid(), 'signalement', '{title}', '', {theme}, 'new', 'public',
        ST_SetSRID(ST_MakePoint({x} + random() * 0.0026, {y} + random() * 0.0018), 4326), '', 'web', false,
        now(), now())
"""
PINNED: Final = "Épingle de mesure"

ONE_PIN: Final = """
INSERT INTO fiches_fiche (uuid, kind, title, text, theme_id, stage, visibility, geom, osm_id, origin, demonstration,
                          created_at, updated_at)
SELECT %s, 'signalement', %s, '', min(id), 'new', 'public', ST_SetSRID(ST_MakePoint(%s, %s), 4326), '', 'web', false,
       now(), now()
FROM fiches_theme
"""

SPOTS: Final = """
SELECT ST_X(spot), ST_Y(spot) FROM (
    SELECT ST_PointOnSurface(geom) AS spot FROM fiches_fiche AS fiche
    WHERE id = ANY(%(ids)s) AND visibility = 'public' AND (%(code)s = '' OR EXISTS (
        SELECT FROM territoires_territoire AS place
        WHERE place.id IN (fiche.commune_id, fiche.quartier_id) AND place.code = %(code)s))
    ORDER BY id
) AS drawn
"""
INDEXES: Final = """
SELECT relname, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON oid = indexrelid
WHERE indrelid = 'fiches_fiche'::regclass AND NOT indisunique ORDER BY relname
"""
COMMONEST: Final = """
SELECT theme.code FROM fiches_fiche JOIN fiches_theme AS theme ON theme.id = theme_id
WHERE fiches_fiche.id %% 100 = 0 GROUP BY theme.code ORDER BY count(*) DESC, theme.code LIMIT %s
"""
FULLEST: Final = """
SELECT place.code FROM fiches_fiche AS fiche JOIN territoires_territoire AS place ON place.id = fiche.quartier_id
WHERE fiche.id %% 100 = 0 GROUP BY place.code ORDER BY count(*) DESC, place.code LIMIT %s
"""


@dataclass(frozen=True)
class Chance:
    """How the fiches of a city are drawn: how many in all, from how many reports, moved by so many metres."""

    count: int
    reports: int
    jitter: float
    degree: float = 111_320.0  # metres in a degree of latitude


def create_database(name: str) -> None:
    """An empty database beside the usual one; one of that name is dropped first."""
    drop_database(name)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop_database(name: str) -> None:
    """Drop a scratch database, whoever is still connected to it."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def made_as(name: str) -> str:
    """What a database's comment says of how it was made; empty when it is not there, or not finished."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        said = (cursor.fetchone() or [None])[0] or ""
    return said if said.startswith(MADE) else ""


def say_made(name: str, said: str) -> None:
    """Write how a database was made into its comment, now that it is finished."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(said)))


def load_reports(reports: Sequence[tuple[float, float, int, str]]) -> None:
    """The reports that fiches are drawn from: longitude and latitude (4326), theme, title."""
    with connection.cursor() as cursor:
        cursor.execute(REPORTS)
        with cursor.copy(COPY_REPORTS) as copy:
            for rank, report in enumerate(reports, start=1):
                copy.write_row((rank, *report))


def load_fiches(chance: Chance, first: int, last: int) -> None:
    """Insert the fiches `first` to `last`, always the same, on a connection of its own: every trigger at work."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT setseed(%s)", [first / (chance.count + 1)])
            cursor.execute(FICHES, vars(chance) | {"first": first, "last": last})
    finally:
        own.close()


@contextmanager
def without_indexes() -> Iterator[None]:
    """Fiches without what only speeds reading up: made again in one go afterwards, much faster than row by row."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        try:
            yield
        finally:
            for _name, definition in indexes:
                cursor.execute(definition)


def settle() -> None:
    """Gather statistics and clear what is dead, as autovacuum would have by now; the reports have served."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_report")
        cursor.execute("VACUUM (ANALYZE)")


def drawn_spots(ids: Sequence[int], code: str = "") -> list[tuple[float, float]]:
    """Where the public fiches of these ids lie (4326), in the commune or quartier of that code, if any."""
    with connection.cursor() as cursor:
        cursor.execute(SPOTS, {"ids": list(ids), "code": code})
        return cursor.fetchall()


def last_id() -> int:
    """The highest id of a fiche."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM fiches_fiche")
        return cursor.fetchone()[0]


def commonest_themes(count: int) -> list[str]:
    """The codes of the themes that most fiches have."""
    return _first(COMMONEST, count)


def fullest_quartiers(count: int) -> list[str]:
    """The codes of the quartiers that hold most fiches; empty without borders."""
    return _first(FULLEST, count)


def _first(statement: str, count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [count])
        return [code for (code,) in cursor.fetchall()]


@contextmanager
def published() -> Iterator[None]:
    """The view that other servers read, there for as long as they run: it would stand in the way of migrations."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP VIEW IF EXISTS {VIEW}")
        cursor.execute(PUBLISHED)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP VIEW {VIEW}")


def plain_tile(tile: Tile) -> bytes:
    """The tile as a plain server gives it."""
    with connection.cursor() as cursor:
        cursor.execute(re.sub(r":([zxy])\b", r"%(\1)s", PLAIN), {"z": tile.z, "x": tile.x, "y": tile.y})
        return bytes(cursor.fetchone()[0])


def pin(uuid: str, longitude: float, latitude: float) -> None:
    """Write and commit one signalement."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_PIN, [uuid, PINNED, longitude, latitude])


def pin_script(longitude: float, latitude: float) -> str:
    """pgbench's script of one writer: one new signalement a transaction, close to a place (4326)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM fiches_theme")
        theme = cursor.fetchone()[0]
    return PIN.format(title=PINNED, theme=theme, x=longitude, y=latitude).strip() + ";\n"


def remove_pins(after: int) -> int:
    """Delete the pins of a measure, all above this id; returns how many they were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM fiches_fiche WHERE id > %s AND title = %s", [after, PINNED])
        return cursor.rowcount


@contextmanager
def without_tiles_triggers() -> Iterator[None]:
    """Fiches as they would be written if there were no tiles; what is written meanwhile has to be removed meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'fiches_fiche'::regclass AND tgname LIKE %s", [r"tiles\_%"]
        )
        names = [name for (name,) in cursor.fetchall()]
    _switch("DISABLE", names)
    try:
        yield
    finally:
        _switch("ENABLE", names)


def _switch(way: str, names: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(sql.SQL("ALTER TABLE fiches_fiche {} TRIGGER {}").format(sql.SQL(way), sql.Identifier(name)))
