"""A city where something could be done together: streets under its reports, facilities, what they cost, who comes."""

from typing import Final

from django.db import connection

_MOVE: Final = "UPDATE territoires_rue SET geom = ST_Translate(geom, %(east)s, %(north)s)"
# Each fiche knows its street, as when it arrives; nothing follows it, the tiles of this city are not looked at.
_SNAP: Final = (
    "ALTER TABLE fiches_fiche DISABLE TRIGGER USER",
    "UPDATE fiches_fiche SET rue_id = rue_near(geom, 60) WHERE kind <> 'opportunite' AND rue_id IS NULL",
    "ALTER TABLE fiches_fiche ENABLE TRIGGER USER",
)
_INHABITANTS: Final = """
INSERT INTO territoires_population (territoire_id, year, count, source)
SELECT id, 2021, 12000, 'essai' FROM territoires_territoire WHERE level = 3
ON CONFLICT DO NOTHING
"""
_FACILITIES: Final = """
INSERT INTO equipements_equipement (fiche_ptr_id, nature, status, operator, address, website, place_source, hours,
                                    capacity_of, type_id)
SELECT fiche.id, type.nature, 'open', '', '', '', '', '', '', type.id
FROM (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM fiches_fiche WHERE kind = 'equipement') AS fiche
JOIN (SELECT id, nature, row_number() OVER (ORDER BY id) - 1 AS rank, count(*) OVER () AS n
      FROM equipements_typeequipement) AS type ON type.rank = fiche.rank %% type.n
WHERE fiche.rank <= %(count)s AND NOT EXISTS (SELECT FROM equipements_equipement WHERE fiche_ptr_id = fiche.id)
"""
_USED: Final = """
INSERT INTO equipements_usage (equipement_id, measure, month, months, value, source, source_url)
SELECT fiche_ptr_id, 'entries', make_date(year, month, 1), 1, 500 + (hashint8(fiche_ptr_id * 13 + year) & 1023),
       'essai', ''
FROM equipements_equipement CROSS JOIN generate_series(2023, 2025) AS year CROSS JOIN generate_series(1, 12) AS month
ON CONFLICT DO NOTHING
"""
_SPENT: Final = """
INSERT INTO equipements_cout (equipement_id, kind, purpose, amount, year, basis, about, source, source_url, method,
                              confidence, state, state_reason, entered_at)
SELECT fiche_ptr_id, 'running', 'running', 20000 + (hashint8(fiche_ptr_id) & 65535), 2025, 'ttc', '', 'essai', '',
       'published', 'high', 'confirmed', '', now()
FROM equipements_equipement
WHERE NOT EXISTS (SELECT FROM equipements_cout WHERE equipement_id = fiche_ptr_id)
"""
_REOPENED: Final = """
INSERT INTO fiches_evenement (fiche_id, at, actor_role, what, before, after, public_text, private_text)
SELECT id, created_at + interval '40 days', 'resident', 'status', 'treated', 'reopened', '', ''
FROM fiches_fiche WHERE kind = 'signalement' AND id %% 30 = 0 AND NOT EXISTS (SELECT FROM fiches_evenement)
"""
_CROWDED: Final = """
SELECT ST_X(spot), ST_Y(spot), theme_id FROM (
    SELECT ST_PointOnSurface(geom) AS spot, theme_id FROM fiches_fiche
    WHERE kind = 'signalement' AND visibility = 'public' ORDER BY hashint8(id) LIMIT %s
) AS drawn
"""


def has_streets() -> bool:
    """Whether an earlier measure has given the city its streets."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM fiches_fiche WHERE rue_id IS NOT NULL)")
        return cursor.fetchone()[0]


def lay_streets(east: float, north: float) -> None:
    """Move the streets that were read by so many degrees, under the city's reports, and give each fiche its own."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, {"east": east, "north": north})
        cursor.execute("ANALYZE territoires_rue")
        for statement in _SNAP:
            cursor.execute(statement)


def furnish(facilities: int) -> None:
    """Inhabitants, so many facilities with three years of visits and one of costs, reports that were reopened."""
    with connection.cursor() as cursor:
        for statement in (_INHABITANTS, _FACILITIES, _USED, _SPENT, _REOPENED):
            cursor.execute(statement, {"count": facilities})


def crowded_spots(count: int) -> list[tuple[float, float, int]]:
    """Where some reports lie (4326) and their theme's key: a crowded place comes more often."""
    with connection.cursor() as cursor:
        cursor.execute(_CROWDED, [count])
        return cursor.fetchall()
