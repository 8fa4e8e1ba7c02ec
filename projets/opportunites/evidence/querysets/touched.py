"""What the traces of changes touch: the keys to count again, and the types of facilities whose places changed."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.db import connection

from projets.opportunites.evidence.asking import Asked, Key

# A report changes whether others near it are of a cluster; works stand beside facilities; a facility moves the median
# of all that are like it.
_TOUCHED: Final = """
WITH trace AS MATERIALIZED (
    SELECT kind, theme_id, rue_id, quartier_id, commune_id, type_id, spot
    FROM opportunites_trace WHERE id = ANY(%(traces)s)
), said AS (
    SELECT theme_id, rue_id, quartier_id, commune_id FROM trace
    UNION
    SELECT fiche.theme_id, fiche.rue_id, fiche.quartier_id, fiche.commune_id
    FROM trace JOIN fiches_fiche AS fiche ON ST_DWithin(fiche.geom_web, trace.spot, %(reach)s)
                                         AND fiche.theme_id = trace.theme_id
    WHERE trace.kind = 'signalement' AND fiche.kind = 'signalement' AND fiche.created_at > %(repeats_since)s
    UNION
    SELECT fiche.theme_id, fiche.rue_id, fiche.quartier_id, fiche.commune_id
    FROM trace JOIN fiches_fiche AS fiche ON ST_DWithin(fiche.geom_web, trace.spot, 10 * %(beside_web)s)
    WHERE trace.kind = 'equipement' AND fiche.kind = 'equipement'
    UNION
    SELECT fiche.theme_id, fiche.rue_id, fiche.quartier_id, fiche.commune_id
    FROM equipements_equipement AS equipement JOIN fiches_fiche AS fiche ON fiche.id = equipement.fiche_ptr_id
    WHERE equipement.type_id IN (SELECT type_id FROM trace)
)
SELECT DISTINCT at.scale, at.place, said.theme_id FROM said
CROSS JOIN LATERAL (VALUES ('rue', said.rue_id), ('quartier', said.quartier_id),
                           ('metropole', said.commune_id)) AS at (scale, place)
WHERE at.place IS NOT NULL AND said.theme_id IS NOT NULL
"""
_TRACES: Final = "SELECT id, whole FROM opportunites_trace ORDER BY id LIMIT %s"
_TYPES: Final = """
SELECT DISTINCT type.code FROM opportunites_trace AS trace JOIN equipements_typeequipement AS type
    ON type.id = trace.type_id WHERE trace.id = ANY(%s)
"""


class Touched(NamedTuple):
    """Traces by their ids; `keys` None when everything is to be counted again; `types` of facilities, by code."""

    traces: list[int]
    keys: set[Key] | None
    types: set[str]


def touched(asked: Asked, most: int) -> Touched:
    """What has changed since the last time; over `most` traces, or a whole city at once, everything has."""
    with connection.cursor() as cursor:
        cursor.execute(_TRACES, [most + 1])
        rows = cursor.fetchall()
        traces = [trace for trace, _whole in rows]
        if len(rows) > most or any(whole for _trace, whole in rows):
            cursor.execute("SELECT array_agg(id) FROM opportunites_trace")
            return Touched(cursor.fetchone()[0], None, set())
        cursor.execute(_TYPES, [traces])
        types = {code for (code,) in cursor.fetchall()}
        cursor.execute(_TOUCHED, asked.values | {"traces": traces})
        return Touched(traces, _keys(cursor.fetchall()), types)


def _keys(rows: Iterable[tuple[Any, ...]]) -> set[Key]:
    return {Key(*row) for row in rows}
