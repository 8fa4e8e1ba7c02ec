"""Who has not been heard in a quartier, in plain numbers: its streets, its micro-quartiers, its ages."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection

# A street that only touches the quartier is one of its streets too: whoever lives there walks on it.
_STREETS = """
SELECT count(*), count(*) FILTER (WHERE NOT heard),
       (array_agg(name ORDER BY name, id) FILTER (WHERE NOT heard))[1:%(most)s]
FROM (
    SELECT rue.id, rue.name, EXISTS (
        SELECT FROM fiches_fiche AS fiche
        WHERE fiche.rue_id = rue.id AND fiche.kind IN ('idee', 'signalement')
          AND fiche.visibility IN ('public', 'joined')
    ) AS heard
    FROM territoires_rue AS rue
    WHERE EXISTS (SELECT FROM territoires_territoirepart AS part
                  WHERE part.territoire_id = ANY(%(places)s) AND ST_Intersects(part.geom, rue.geom))
) AS streets
"""

_IRIS = """
SELECT iris.name, people.count, (
    SELECT count(*) FROM fiches_fiche AS fiche
    WHERE fiche.iris_id = iris.id AND fiche.kind IN ('idee', 'signalement')
      AND fiche.visibility IN ('public', 'joined') AND fiche.created_at >= %(since)s
) AS heard
FROM territoires_territoire AS iris
LEFT JOIN LATERAL (
    SELECT count FROM territoires_population
    WHERE territoire_id = iris.id AND age_from IS NULL AND age_to IS NULL ORDER BY year DESC, id DESC LIMIT 1
) AS people ON true
WHERE iris.level = 4 AND iris.parent_id = ANY(%(places)s)
  AND (iris.valid_from IS NULL OR iris.valid_from <= %(day)s) AND (iris.valid_to IS NULL OR iris.valid_to > %(day)s)
ORDER BY iris.name, iris.id
"""

# The ages of the quartiers themselves where they are counted, else those of their micro-quartiers; the latest year.
_AGES = """
WITH known AS (
    SELECT territoire.level, year, age_from, age_to, sum(population.count) AS people
    FROM territoires_population AS population JOIN territoires_territoire AS territoire
      ON territoire.id = population.territoire_id
    WHERE age_from IS NOT NULL AND (territoire.level = 3 AND territoire.id = ANY(%(places)s)
                                    OR territoire.level = 4 AND territoire.parent_id = ANY(%(places)s))
    GROUP BY territoire.level, year, age_from, age_to
)
SELECT year, age_from, age_to, people FROM known
WHERE (level, year) = (SELECT level, year FROM known ORDER BY level, year DESC LIMIT 1) ORDER BY age_from, age_to
"""


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def streets_heard(places: Iterable[int], most: int) -> tuple[int, int, list[str]]:
    """How many streets cross these quartiers, in how many nobody ever spoke, the names of `most` of those."""
    every, silent, names = _rows(_STREETS, {"places": list(places), "most": most})[0]
    return every, silent, names or []


def iris_heard(places: Iterable[int], since: datetime, day: date) -> list[tuple[Any, ...]]:
    """For each micro-quartier in force on `day`: its name, its inhabitants or None, the contributions since `since`."""
    return _rows(_IRIS, {"places": list(places), "since": since, "day": day})


def ages_known(places: Iterable[int]) -> list[tuple[Any, ...]]:
    """(year, from, to, people) of the age bands of these quartiers, in the latest year that was counted."""
    return _rows(_AGES, {"places": list(places)})
