"""The rows behind one number of one candidate, a page at a time: each statement begins as the one that counts.

Every row ends with how many there are in all.
"""

from typing import Any, Final

from django.db import connection

from projets.opportunites.evidence.asking import Asked
from projets.opportunites.evidence.querysets.facilities import CHANGED, COMPARED, TIED
from projets.opportunites.evidence.querysets.voices import AT, BEHIND, PLACES, PROCESSES, RETURNING

_HERE: Final = f"{AT} WHERE at.place IS NOT NULL AND {{asked}}"
_PAGE: Final = "LIMIT %(most)s OFFSET %(first)s"
ROWS: Final[dict[str, str]] = {
    "people": f"""{BEHIND}
        SELECT said.id, count(DISTINCT unit), count(*) OVER () FROM wish AS said JOIN behind USING (id) {_HERE}
        GROUP BY said.id ORDER BY 2 DESC, said.id DESC {_PAGE}""",
    "repeats": f"""{RETURNING}
        SELECT said.id, clustered, count(*) OVER () FROM report AS said {_HERE} AND returns
        ORDER BY said.id DESC {_PAGE}""",
    "cost": f"""{COMPARED}, said AS (
            SELECT compared.*, {PLACES} FROM compared JOIN fiches_fiche AS fiche USING (id) WHERE {{fiche}}
        )
        SELECT said.id, each, middle, n, basis, year, measure, count(*) OVER () FROM said {_HERE}
        ORDER BY gap DESC, said.id {_PAGE}""",
    "uses": f"""{CHANGED}
        SELECT said.id, measure, year, total, before, middle, capacity, coalesce("full" > coalesce(fall, 0), false),
               count(*) OVER ()
        FROM changed AS said {_HERE} AND greatest(fall, "full") IS NOT NULL
        ORDER BY greatest(fall, "full") DESC, said.id, measure {_PAGE}""",
    "contracts": f"""{TIED}, here AS (
            SELECT DISTINCT ON (sort, what) facility, sort, what, said.ends_on FROM tied AS said {_HERE} AND soon
            ORDER BY sort, what, facility
        )
        SELECT CASE sort WHEN 'works' THEN what ELSE facility END, marche.ligne_id, marche.objet, here.ends_on,
               count(*) OVER ()
        FROM here LEFT JOIN equipements_marche AS marche ON sort = 'contract' AND marche.ligne_id = what
        ORDER BY here.ends_on NULLS LAST, sort, what {_PAGE}""",
    "access": f"""
        SELECT said.territoire_id, said.far, said.inhabitants, count(*) OVER () FROM opportunites_acces AS said
        CROSS JOIN LATERAL (VALUES ('quartier', said.quartier_id), ('metropole', said.commune_id)) AS at (scale, place)
        WHERE at.place IS NOT NULL AND {{asked}} ORDER BY said.far DESC, said.id {_PAGE}""",
    "neglect": f"""
        WITH spoken AS (
            SELECT said.id, said.created_at AS at
            FROM (SELECT fiche.id, fiche.created_at, {PLACES} FROM fiches_fiche AS fiche
                  WHERE fiche.kind IN ('idee', 'signalement') AND fiche.visibility IN ('public', 'joined')
                    AND fiche.created_at <= %(now)s AND {{fiche}}) AS said {_HERE}
            ORDER BY said.created_at, said.id LIMIT 1
        ), process AS ({PROCESSES}
        ), here AS (
            SELECT id, at, false AS process FROM spoken
            UNION ALL SELECT said.id, said.at, true FROM process AS said {_HERE}
        )
        SELECT id, at, process, count(*) OVER () FROM here ORDER BY at DESC, id {_PAGE}""",
    "network": f"""{BEHIND}, here AS (
            SELECT DISTINCT groupe, NULL::bigint AS idea FROM wish AS said JOIN behind USING (id) {_HERE}
            AND groupe IS NOT NULL
            UNION ALL
            SELECT DISTINCT NULL::bigint, said.id FROM wish AS said {_HERE} AND said.stage = 'in_progress'
        )
        SELECT idea, groupe, count(*) OVER () FROM here ORDER BY groupe NULLS LAST, idea DESC {_PAGE}""",
}


def behind(asked: Asked, signal: str, first: int, most: int) -> list[tuple[Any, ...]]:
    """The rows `first` to `first + most` behind that number, the strongest first."""
    with connection.cursor() as cursor:
        cursor.execute(asked.filled(ROWS[signal]), asked.values | {"first": first, "most": most})
        return cursor.fetchall()
