"""Tracing sheets, as a city of workshops would leave them."""

from typing import Final

from django.db import connection

from carto.geometry import Box
from projets.idees.calques.querysets import work_out_cells

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
