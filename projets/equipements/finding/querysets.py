"""Votes, contracts, organisations and who is in charge, by their words, in one query, for the search of the map."""

from typing import Any, Final

from django.db import connection
from django.utils.timezone import localdate

from projets.equipements.finding.asking import Asking

MOST: Final = 500  # rows of each kind that are looked at
EACH: Final = 3  # answers of each kind
LATEST: Final = 2_000  # votes that are compared one by one

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
# Where votes were asked for and none holds the words: of the latest, those whose object resembles them.
_DELIBERATIONS_ALIKE: Final = """
SELECT 'deliberation' AS kind, alike.objet AS label, '' AS detail, alike.ligne_id::text AS key, NULL::int AS number,
       alike."on" AS day, alike.ligne_id AS ligne, false AS exact,
       strict_word_similarity(carto_fold(%(words)s), carto_fold(alike.objet)) AS score
FROM (SELECT * FROM equipements_deliberation ORDER BY "on" DESC NULLS LAST LIMIT %(latest)s) AS alike
WHERE carto_fold(alike.objet) %%>> carto_fold(%(words)s)
ORDER BY score DESC, alike."on" DESC NULLS LAST, alike.ligne_id DESC LIMIT %(each)s
"""
# Each word somewhere in the object (its trigrams are indexed), the latest first; where contracts are asked for, a word
# may be misspelt, and what resembles most comes first.
_MARCHES: Final = """
SELECT 'marche', objet, coalesce(amount, total_value)::text, alike.ligne_id::text, NULL, notified_on,
       alike.ligne_id, false, {score} AS score
FROM (SELECT * FROM equipements_marche WHERE {conditions} LIMIT %(most)s) AS alike
ORDER BY score DESC, alike.notified_on DESC NULLS LAST, alike.ligne_id DESC LIMIT %(each)s
"""
# Few of them are looked at, and only when they are asked for: neither column has its trigrams.
_SUBVENTIONS: Final = """
SELECT 'subvention', beneficiary, concat_ws(' · ', nullif(amount::text, ''), nullif(objet, '')), alike.ligne_id::text,
       NULL, "on", alike.ligne_id, false, {score} AS score
FROM equipements_subvention AS alike JOIN equipements_ligne AS ligne ON ligne.id = alike.ligne_id
WHERE ligne.withdrawn_at IS NULL AND ({conditions})
ORDER BY score DESC, "on" DESC NULLS LAST, alike.ligne_id DESC LIMIT %(each)s
"""
# Those who sit today, by their name, their charge, its theme or their quartier. `key`: where the directory tells them.
_IN_FORCE: Final = "(since IS NULL OR since <= %(day)s) AND (until IS NULL OR until >= %(day)s)"
_ELUS: Final = f"""
SELECT 'elu', elu.name, concat_ws(' · ', elu.function, place.name), coalesce('theme:' || theme.code, ''), NULL, NULL,
       NULL, carto_fold(elu.name) = carto_fold(%(text)s),
       strict_word_similarity(carto_fold(%(words)s), carto_fold(said.words))
FROM equipements_elu AS elu CROSS JOIN asked
LEFT JOIN fiches_theme AS theme ON theme.id = elu.theme_id
LEFT JOIN territoires_territoire AS place ON place.id = elu.territoire_id
CROSS JOIN LATERAL (
    SELECT concat_ws(' ', elu.name, elu.function, theme.name, replace(theme.code, '-', ' '), place.name) AS words
) AS said
WHERE {_IN_FORCE}
  AND (carto_fold(said.words) %%>> carto_fold(%(words)s) OR to_tsvector('public.carto_french', said.words) @@ query)
ORDER BY 9 DESC, elu.id LIMIT %(each)s
"""
_REFERENTS: Final = f"""
SELECT 'referent', person.name, place.name, 'territoire:' || place.code, NULL, NULL, NULL,
       carto_fold(person.name) = carto_fold(%(text)s),
       strict_word_similarity(carto_fold(%(words)s), carto_fold(concat_ws(' ', person.name, place.name)))
FROM comptes_role AS held
JOIN comptes_user AS person ON person.id = held.user_id
JOIN territoires_territoire AS place ON place.id = held.territoire_id
WHERE held.name = 'referent' AND person.is_active AND person.name > '' AND {_IN_FORCE}
  AND carto_fold(concat_ws(' ', person.name, place.name)) %%>> carto_fold(%(words)s)
ORDER BY 9 DESC, held.id LIMIT %(each)s
"""
# A theme of the directory, by its name or by what somebody does there: « arbres ».
_COMPETENCES: Final = """
SELECT 'competence', theme.name, string_agg(DISTINCT organisme.name, ', '), 'theme:' || theme.code, NULL, NULL, NULL,
       bool_or(carto_fold(%(words)s) IN (carto_fold(theme.name), carto_fold(replace(theme.code, '-', ' ')))),
       max(strict_word_similarity(carto_fold(%(words)s), carto_fold(named.words)))
FROM equipements_competence AS answer CROSS JOIN asked
JOIN fiches_theme AS theme ON theme.id = answer.theme_id
JOIN equipements_organisme AS organisme ON organisme.id = answer.organisme_id
LEFT JOIN comptes_service AS service ON service.id = answer.service_id
CROSS JOIN LATERAL (SELECT concat_ws(' ', theme.name, replace(theme.code, '-', ' '), service.name) AS words) AS named
WHERE carto_fold(named.words) %%>> carto_fold(%(words)s)
   OR to_tsvector('public.carto_french', concat_ws(' ', named.words, answer.does)) @@ query
GROUP BY theme.id ORDER BY 9 DESC, theme."order" LIMIT %(each)s
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


def find_money(asking: Asking) -> list[tuple[Any, ...]]:
    """Rows (kind, label, detail, key, paragraph, day, exact, facility's uuid, its title, x, y); SRID 4326.

    Contracts are looked for by the beginnings of words, which their object must all hold, and not at all without any;
    grants likewise, where they are asked for. One query; one more where votes are asked for and none holds the words.
    """
    values: dict[str, Any] = {
        "text": asking.text, "words": asking.words, "most": MOST, "each": EACH, "options": _OPTIONS, "day": localdate(),
        "latest": LATEST,
    }  # fmt: skip
    sources = [_ORGANISMES, _DELIBERATIONS, _ELUS, _REFERENTS, _COMPETENCES]
    if asking.roots:
        names = [f"root{rank}" for rank in range(len(asking.roots))]
        values |= {name: f"%{_plain(root)}%" for name, root in zip(names, asking.roots, strict=True)}
        sources.append(_MARCHES.format(**_held_in("objet", names, loose=asking.kind == "marche")))
        if asking.kind == "subvention":
            sources.append(_SUBVENTIONS.format(**_held_in("concat_ws(' ', beneficiary, objet)", names, loose=True)))
    found = _rows(sources, values)
    if asking.kind == "deliberation" and not any(row[0] == asking.kind for row in found):
        found += _rows([_DELIBERATIONS_ALIKE], values)
    return found


def _rows(sources: list[str], values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_WHERE.format(sources=" UNION ALL ".join(f"({source})" for source in sources)), values)
        return cursor.fetchall()


def _held_in(column: str, names: list[str], *, loose: bool) -> dict[str, str]:
    """`conditions` by which a column holds each word, or resembles them all; `score`, how well."""
    held = " AND ".join(f"carto_fold({column}) LIKE carto_fold(%({name})s)" for name in names)
    if not loose:
        return {"conditions": held, "score": "0"}
    alike = f"strict_word_similarity(carto_fold(%(words)s), carto_fold({column}))"
    return {"conditions": f"({held}) OR carto_fold({column}) %%>> carto_fold(%(words)s)", "score": alike}


def _plain(root: str) -> str:
    """A word in which nothing stands for anything else."""
    return root.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
