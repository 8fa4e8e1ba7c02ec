"""Deliberations found by their words, in their object and each paragraph, without accents nor plurals, best first."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

MOST: Final = 20_000  # of each, ranked: a word that is everywhere finds nothing in particular
START, STOP = "\ue000", "\ue001"  # around words found in an excerpt; no text that is kept holds them

# `loose`: any of the words, for who has typed several that no sentence holds together.
_FIND: Final = """
WITH typed AS (SELECT websearch_to_tsquery('public.carto_french', %(words)s) AS query),
asked AS (
    SELECT CASE WHEN %(loose)s AND query::text NOT LIKE '%%!%%' THEN replace(query::text, '&', '|')::tsquery
                ELSE query END AS query
    FROM typed
), pieces AS MATERIALIZED (
    SELECT deliberation_id AS id, number, ts_rank(words, query) AS rank
    FROM equipements_paragraphe CROSS JOIN asked WHERE words @@ query LIMIT %(most)s
), best AS (
    SELECT DISTINCT ON (id) id, number, rank FROM pieces ORDER BY id, rank DESC, number
), objects AS (
    SELECT ligne_id AS id, ts_rank(to_tsvector('public.carto_french', objet), query) AS rank
    FROM equipements_deliberation CROSS JOIN asked
    WHERE to_tsvector('public.carto_french', objet) @@ query LIMIT %(most)s
), found AS (
    SELECT id, best.number, ((coalesce(best.rank, 0) + 2 * coalesce(objects.rank, 0)) * 1000000)::bigint AS score
    FROM best FULL JOIN objects USING (id)
)
SELECT found.id, found.number, found.score
FROM found JOIN equipements_deliberation AS kept ON kept.ligne_id = found.id
WHERE (%(year)s::int IS NULL OR EXTRACT(year FROM kept."on") = %(year)s)
  AND (%(matter)s = '' OR kept.matter = %(matter)s) AND (%(council)s = '' OR kept.council = %(council)s)
  AND (%(score)s::bigint IS NULL OR (found.score, found.id) < (%(score)s, %(id)s))
ORDER BY found.score DESC, found.id DESC LIMIT %(limit)s
"""
_EXCERPTS: Final = """
SELECT paragraphe.deliberation_id, paragraphe.number, paragraphe.page,
       ts_headline('public.carto_french', paragraphe.text,
                   replace(websearch_to_tsquery('public.carto_french', %(words)s)::text, '&', '|')::tsquery,
                   %(options)s), paragraphe.text
FROM equipements_paragraphe AS paragraphe
JOIN unnest(%(ids)s::bigint[], %(numbers)s::int[]) AS wanted(id, number)
  ON wanted.id = paragraphe.deliberation_id AND wanted.number = paragraphe.number
"""
_OPTIONS: Final = f"StartSel={START}, StopSel={STOP}, MaxWords=40, MinWords=22"
_CHOICES: Final = """
SELECT 'year', EXTRACT(year FROM "on")::int::text, count(*) FROM equipements_deliberation
WHERE "on" IS NOT NULL GROUP BY 2
UNION ALL SELECT 'matter', matter, count(*) FROM equipements_deliberation WHERE matter > '' GROUP BY 2
UNION ALL SELECT 'council', council, count(*) FROM equipements_deliberation WHERE council > '' GROUP BY 2
ORDER BY 1, 3 DESC, 2
"""
MOST_CHOICES: Final = 60


@dataclass(frozen=True)
class Found:
    """A deliberation that answers: the number of its best paragraph (None: its object alone), how well.

    `loose`: it holds some of the words, since none holds them all.
    """

    id: int
    number: int | None
    score: int
    loose: bool = False


@dataclass(frozen=True)
class Excerpt:
    """The words of a paragraph around those that were looked for, which START and STOP surround."""

    number: int
    page: int
    text: str


@dataclass(frozen=True)
class Within:
    """Among which deliberations: of a year, a matter, an assembly; None or empty: any."""

    year: int | None = None
    matter: str = ""
    council: str = ""


def find(words: str, within: Within, *, limit: int, after: Found | None = None) -> list[Found]:
    """Those that hold the words, best first, after the last of a page; those that hold any of the words where none
    holds them all. Words that mean nothing find nothing.
    """
    values = vars(within) | {"words": words, "limit": limit, "most": MOST, "score": None, "id": None}
    if after is not None:
        values |= {"score": after.score, "id": after.id}
        return _rows(values, loose=after.loose)
    return _rows(values, loose=False) or _rows(values, loose=True)


def _rows(values: dict[str, Any], *, loose: bool) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, values | {"loose": loose})
        return [Found(*row, loose) for row in cursor.fetchall()]


def excerpts(words: str, found: list[Found]) -> dict[int, Excerpt]:
    """The paragraph that answers best, by deliberation."""
    wanted = [(one.id, one.number) for one in found if one.number is not None]
    ids, numbers = [each[0] for each in wanted], [each[1] for each in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_EXCERPTS, {"words": words, "options": _OPTIONS, "ids": ids, "numbers": numbers})
        rows = cursor.fetchall()
    return {id_: Excerpt(number, page, _within(said, whole)) for id_, number, page, said, whole in rows}


def _within(excerpt: str, whole: str) -> str:
    """An excerpt with dots where its paragraph goes on."""
    plain = excerpt.replace(START, "").replace(STOP, "")
    before = "" if whole.startswith(plain) else "… "
    return f"{before}{excerpt}{'' if whole.endswith(plain) else ' …'}"


def choices() -> dict[str, list[str]]:
    """The years, matters and assemblies that there are, the most frequent first, so many of each at most."""
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES)
        rows = cursor.fetchall()
    found = {kind: [value for each, value, _count in rows if each == kind] for kind in ("year", "matter", "council")}
    found["year"].sort(reverse=True)
    return {kind: values[:MOST_CHOICES] for kind, values in found.items()}
