"""Decisions by their words, in one query, for the search of the map. What is only a draft is never looked into."""

from typing import Any, Final

from django.db import connection

MOST: Final = 3
# What is announced has its announcement for words; what is taken has its text, its act and who signs it.
_FIND: Final = """
WITH asked AS (SELECT websearch_to_tsquery('public.carto_french', %(words)s) AS query)
SELECT topic.title, topic.uuid::text, made.taken_at, made.expected_on, left(said.text, 160),
       CASE WHEN made.taken_at IS NULL THEN '' ELSE made.signatory END, delivered.delivered_on,
       ST_X(at.point), ST_Y(at.point)
FROM opportunites_decision AS made CROSS JOIN asked
JOIN fiches_fiche AS topic ON topic.id = made.opportunite_id
LEFT JOIN opportunites_decision AS later ON later.replaces_id = made.id AND later.taken_at IS NOT NULL
LEFT JOIN opportunites_livraison AS delivered ON delivered.opportunite_id = made.opportunite_id
CROSS JOIN LATERAL (SELECT ST_PointOnSurface(topic.geom) AS point) AS at
CROSS JOIN LATERAL (
    SELECT CASE WHEN made.taken_at IS NULL THEN made.about ELSE made.text END AS text,
           CASE WHEN made.taken_at IS NULL THEN ''
                ELSE concat_ws(' ', made.legal_act, made.signatory, made.signatory_role) END AS signed
) AS said
CROSS JOIN LATERAL (
    SELECT to_tsvector('public.carto_french', concat_ws(' ', topic.title, said.text, said.signed)) AS words
) AS held
WHERE topic.visibility = 'public' AND later.id IS NULL
  AND (made.taken_at IS NOT NULL OR made.announced_at IS NOT NULL)
  AND (%(words)s = '' OR held.words @@ query OR carto_fold(topic.title) %%>> carto_fold(%(words)s)
       OR (made.taken_at IS NOT NULL AND carto_fold(made.signatory) %%>> carto_fold(%(words)s)))
ORDER BY ts_rank(held.words, query) DESC, coalesce(made.taken_at::date, made.expected_on) DESC, made.id DESC
LIMIT %(most)s
"""


def find_decisions(words: str) -> list[tuple[Any, ...]]:
    """Those that hold the words, without any the latest.

    Rows (topic's title, its uuid, taken at, expected on, what it says, who signs, delivered on, x, y); SRID 4326.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"words": words, "most": MOST})
        return cursor.fetchall()
