"""People who follow places of a large city, and the plain join that says what they should hear."""

from typing import Final

from django.conf import settings
from django.db import connection

_METRES: Final = settings.CARTO_SRID_METRES
# Each address follows four things; circles of 100 to 3000 m and squares lie around reports, so that many meet.
_FOLLOWERS: Final = """
WITH spot AS MATERIALIZED (
    SELECT row_number() OVER () AS rank, ST_Centroid(geom) AS geom
    FROM (SELECT geom FROM fiches_fiche WHERE kind = 'signalement' ORDER BY hashint8(id) LIMIT %(count)s) AS drawn
), place AS MATERIALIZED (
    SELECT code, row_number() OVER (ORDER BY code) - 1 AS rank, count(*) OVER () AS n
    FROM (SELECT code FROM territoires_territoire WHERE level IN (2, 3) AND valid_to IS NULL) AS known
), made AS (
    INSERT INTO alertes_abonnement (channel, email, endpoint, keys, selection, is_reporter, rhythm, quiet_from,
                                    quiet_until, language, created_at, confirmed_at, failures)
    SELECT 'mail', 'essai' || (rank / 4) || '@exemple.fr', '', '{}', rank::text, false,
           (ARRAY['now', 'daily', 'weekly'])[1 + rank %% 3],
           (ARRAY['21:00', '21:00', '22:30', '20:15'])[1 + rank / 4 %% 4]::time, '08:00', 'fr', now(), '2000-01-01', 0
    FROM spot
    RETURNING id, selection::bigint AS rank
)
INSERT INTO alertes_zone (abonnement_id, name, code, geom, reach, themes, hears)
SELECT made.id, 'essai', CASE made.rank %% 4 WHEN 0 THEN place.code ELSE '' END,
       CASE made.rank %% 4
           WHEN 0 THEN NULL
           WHEN 1 THEN ST_Expand(spot.geom, 0.001 + 0.01 * (made.rank %% 10) / 10)
           ELSE spot.geom END,
       CASE WHEN made.rank %% 4 < 2 THEN 0 ELSE 100 + 290 * (made.rank %% 11) END,
       '{}', '{signalement,decisions}'
FROM made JOIN spot USING (rank) JOIN place ON place.rank = made.rank %% place.n
"""
_EXPECTED: Final = f"""
SELECT count(*) FROM (
    SELECT DISTINCT md5(abonnement.email)::uuid, fiche.id
    FROM fiches_fiche AS fiche
    JOIN alertes_zone AS zone ON CASE WHEN zone.geom IS NULL
        THEN EXISTS (SELECT FROM territoires_territoire AS place
                     WHERE place.code = zone.code AND place.id IN (fiche.quartier_id, fiche.commune_id))
        ELSE ST_Distance(zone.geom_metres, ST_Transform(fiche.geom_web, {_METRES})) <= zone.reach END
    JOIN alertes_abonnement AS abonnement ON abonnement.id = zone.abonnement_id
    WHERE fiche.id = ANY(%(fiches)s) AND fiche.kind = ANY(zone.hears)
    {{told}}
) AS pair
"""
# An earlier run's, where the city was kept.
_THEIRS: Final = "SELECT id FROM alertes_abonnement WHERE email LIKE 'essai%@exemple.fr'"
_FORGOTTEN: Final = (
    f"DELETE FROM alertes_message WHERE abonnement_id IN ({_THEIRS})",
    f"DELETE FROM alertes_zone WHERE abonnement_id IN ({_THEIRS})",
    "DELETE FROM alertes_abonnement WHERE email LIKE 'essai%@exemple.fr'",
)
_TOLD: Final = "SELECT mark, news_id FROM alertes_message WHERE news_id = ANY(%(fiches)s)"


def follow_places(count: int) -> None:
    """So many abonnements of places, four to an address, all confirmed."""
    with connection.cursor() as cursor:
        for statement in _FORGOTTEN:
            cursor.execute(statement)
        cursor.execute(_FOLLOWERS, {"count": count})
        cursor.execute("ANALYZE alertes_abonnement, alertes_zone")


def expected(fiches: list[int]) -> int:
    """How many pairs (address, fiche) a plain join of all places with all these fiches gives."""
    return _count("", fiches)


def missed(fiches: list[int]) -> int:
    """How many of those pairs have no message."""
    return _count(f"EXCEPT {_TOLD}", fiches)


def _count(told: str, fiches: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_EXPECTED.format(told=told), {"fiches": fiches})
        return cursor.fetchone()[0]
