"""What a city of fiches lacks to be reported in: its signalements are fiches alone until they are asked for."""

from typing import Final

from django.db import connection

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
