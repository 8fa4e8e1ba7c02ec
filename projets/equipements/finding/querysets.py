"""Votes, contracts and organisations by their words, in one query, for the search of the map."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

MOST: Final = 500  # rows of each kind that are looked at
EACH: Final = 3  # answers of each kind

_ORGANISMES: Final = """
SELECT 'organisme' AS kind, name AS label, level AS detail, slug AS key, NULL::int AS number, NULL::date AS day,
       NULL::bigint AS ligne, carto_fold(name) = carto_fold(%(text)s) AS exact,
       strict_word_similarity(carto_fold(%(words)s), carto_fold(name)) AS score
FROM equipements_organisme WHERE carto_fold(name) %%>> carto_fold(%(words)s)
ORDER BY score DESC LIMIT %(each)s
"""
_DELIBERATIONS: Final = """
SELECT 'deliberation', kept.objet,
       ts_headline('public.carto_french', coalesce(paragraphe.text, ''), asked.query, %(options)s),
       found.id::text, found.number, kept."on", found.id, false, found.score
FROM (
    SELECT id, min(number) AS number, sum(rank) AS score FROM (
        (SELECT DISTINCT ON (id) id, number, rank FROM (
            SELECT deliberation_id AS id, number, ts_rank(words, query) AS rank
            FROM equipements_paragraphe CROSS JOIN asked WHERE words @@ query LIMIT %(most)s) AS pieces
         ORDER BY id, rank DESC, number)
        UNION ALL
        (SELECT ligne_id, NULL, 2 * ts_rank(to_tsvector('public.carto_french', objet), query)
         FROM equipements_deliberation CROSS JOIN asked
         WHERE to_tsvector('public.carto_french', objet) @@ query LIMIT %(most)s)
    ) AS each GROUP BY id ORDER BY score DESC, id DESC LIMIT %(each)s
) AS found CROSS JOIN asked
JOIN equipements_deliberation AS kept ON kept.ligne_id = found.id
LEFT JOIN equipements_paragraphe AS paragraphe
       ON paragraphe.deliberation_id = found.id AND paragraphe.number = found.number
"""
# Each word somewhere in the object (its trigrams are indexed), the latest first.
_MARCHES: Final = """
SELECT 'marche', objet, coalesce(amount, total_value)::text, alike.ligne_id::text, NULL, notified_on,
       alike.ligne_id, false, 0
FROM (SELECT * FROM equipements_marche WHERE {conditions} LIMIT %(most)s) AS alike
ORDER BY alike.notified_on DESC NULLS LAST, alike.ligne_id DESC LIMIT %(each)s
"""
# A row's place is that of the first public facility that a person tied to it.
_WHERE: Final = """
WITH asked AS (SELECT websearch_to_tsquery('public.carto_french', %(words)s) AS query),
found AS ({sources})
SELECT kind, label, detail, key, number, day, exact, tied.uuid, tied.title, ST_X(tied.point), ST_Y(tied.point)
FROM found LEFT JOIN LATERAL (
    SELECT fiche.uuid::text, fiche.title, ST_PointOnSurface(fiche.geom) AS point
    FROM equipements_rattachement AS tie JOIN fiches_fiche AS fiche ON fiche.id = tie.equipement_id
    WHERE tie.ligne_id = found.ligne AND tie.state = 'confirmed' AND fiche.visibility = 'public'
    ORDER BY tie.id LIMIT 1
) AS tied ON true
ORDER BY kind, score DESC, day DESC NULLS LAST
"""
_OPTIONS: Final = 'StartSel="", StopSel="", MaxWords=16, MinWords=9'


def find_money(text: str, words: str, roots: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows (kind, label, detail, key, paragraph, day, exact, facility's uuid, its title, x, y); SRID 4326.

    `words` are what is looked for, `text` what was typed; `roots` are the beginnings of words that a contract's object
    must all hold, none when it is not worth looking.
    """
    values: dict[str, Any] = {"text": text, "words": words, "most": MOST, "each": EACH, "options": _OPTIONS}
    sources = [_ORGANISMES, _DELIBERATIONS]
    if roots:
        names = [f"root{rank}" for rank in range(len(roots))]
        values |= {name: f"%{_plain(root)}%" for name, root in zip(names, roots, strict=True)}
        like = " AND ".join(f"carto_fold(objet) LIKE carto_fold(%({name})s)" for name in names)
        sources.append(_MARCHES.format(conditions=like))
    with connection.cursor() as cursor:
        cursor.execute(_WHERE.format(sources=" UNION ALL ".join(f"({source})" for source in sources)), values)
        return cursor.fetchall()


def _plain(root: str) -> str:
    """A word in which nothing stands for anything else."""
    return root.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
