"""The words for places: which territory holds this point, and the territories in force on a day."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import Q

from carto.geometry import STORED
from carto.territoires.wording import Wording


class TerritoireQuerySet(models.QuerySet):
    """Territories: métropole, communes, quartiers, IRIS."""

    def in_force(self, day: date) -> Self:
        """Valid on `day`; an open end means “still”."""
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(started, Q(valid_to__isnull=True) | Q(valid_to__gt=day))

    def at(self, point: Point) -> Self:
        """Those that hold the point (SRID 4326), largest level first, found through the subdivided borders."""
        return self.filter(parts__geom__covers=point).distinct().order_by("level")


# INSEE counts by commune and by IRIS: a quartier made of whole IRIS (to a fiftieth of its area), all of them counted in
# one year, has the inhabitants of its IRIS.
_INHABITANTS = """
WITH own AS (
    SELECT DISTINCT ON (territoire_id) territoire_id, count, year
    FROM territoires_population WHERE age_from IS NULL AND age_to IS NULL
    ORDER BY territoire_id, year DESC, id DESC
), of_parts AS (
    SELECT quartier.id, sum(own.count), max(own.year)
    FROM territoires_territoire AS quartier
    JOIN territoires_territoire AS iris ON iris.parent_id = quartier.id
    LEFT JOIN own ON own.territoire_id = iris.id
    WHERE quartier.level = 3 AND (iris.valid_from IS NULL OR iris.valid_from <= %(day)s)
      AND (iris.valid_to IS NULL OR iris.valid_to > %(day)s)
      AND NOT EXISTS (SELECT FROM own WHERE own.territoire_id = quartier.id)
    GROUP BY quartier.id
    HAVING count(*) = count(own.year) AND min(own.year) = max(own.year)
       AND abs(sum(ST_Area(iris.geom)) / ST_Area(quartier.geom) - 1) < 0.02
)
SELECT * FROM (SELECT * FROM own UNION ALL SELECT * FROM of_parts) AS known WHERE count > 0
"""


def inhabitants(day: date) -> dict[int, tuple[Decimal, int]]:
    """How many people live in each territory, by its id, with the year of the count; who is not there is not known."""
    with connection.cursor() as cursor:
        cursor.execute(_INHABITANTS, {"day": day})
        return {territoire_id: (count, year) for territoire_id, count, year in cursor.fetchall()}


# One round trip: the street within 60 m, and the smallest territory that has a name people use.
_NAME_OF_PLACE = """
SELECT rue.name, coalesce(quartier.name, commune.name)
FROM territoires_at(ST_SetSRID(ST_MakePoint(%s, %s), 4326)) AS found
LEFT JOIN territoires_rue AS rue ON rue.id = found.rue_id
LEFT JOIN territoires_territoire AS quartier ON quartier.id = found.quartier_id
LEFT JOIN territoires_territoire AS commune ON commune.id = found.commune_id
"""


def srid_of_metres() -> int:
    """In which system this database counts metres: its migrations wrote it down when it was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT Find_SRID(current_schema()::text, 'territoires_rue', 'geom_metres')")
        return cursor.fetchone()[0]


def name_of_place(point: Point) -> str:
    """« Cours des 50 Otages, Centre-Ville » for a point (SRID 4326); empty outside every street and territory."""
    with connection.cursor() as cursor:
        cursor.execute(_NAME_OF_PLACE, [point.x, point.y])
        return ", ".join(part for part in cursor.fetchone() if part)


def ids_at(point: Point) -> tuple[int | None, int | None, int | None]:
    """The street, quartier and commune that the database will give a fiche there (SRID 4326), by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rue_id, quartier_id, commune_id FROM territoires_at(ST_SetSRID(ST_MakePoint(%s, %s), 4326))",
            [point.x, point.y],
        )
        return cursor.fetchone()


# --- finding a place by its words ------------------------------------------------------------------
# A source answers (kind, label, detail, key, score, spot); `spot` is any geometry of SRID 4326, and `key` is what makes
# two equal labels different things. `%>` asks the trigram index for what resembles the words (its threshold is in the
# settings, DATABASES); the score then puts in order what it found.
RESEMBLES = "carto_fold({0}) %%> carto_fold(%(words)s)"
SCORE = """(0.65 * greatest(word_similarity(carto_fold(%(text)s), carto_fold({0})),
                            word_similarity(carto_fold(%(words)s), carto_fold({0})))
          + 0.35 * similarity(carto_fold(%(text)s), carto_fold({0})))"""
_CITY = "coalesce(0.3 * similarity(carto_fold(%(city)s), carto_fold({0})), 0)"

# Addresses are reached through their street: four thousand names to compare instead of 350 000. Those that no known
# street holds (a plan without small streets) are reached through the Voie of their name.
_STREETS = f"""
rues AS MATERIALIZED (
    SELECT rue.id, rue.code, rue.name, rue.geom, {SCORE.format("rue.name")} + {_CITY.format("commune.name")} AS score
    FROM territoires_rue AS rue LEFT JOIN territoires_territoire AS commune ON commune.id = rue.commune_id
    WHERE {RESEMBLES.format("rue.name")}
    ORDER BY score DESC LIMIT 60
), voies AS MATERIALIZED (
    SELECT name, city, geom, {SCORE.format("name")} + {_CITY.format("city")} AS score
    FROM territoires_voie WHERE {RESEMBLES.format("name")}
    ORDER BY score DESC LIMIT 60
)"""

PLACE_SOURCES = (
    "SELECT 'rue' AS kind, name AS label, '' AS detail, code::text AS key, score, geom AS spot FROM rues",
    """SELECT 'adresse', concat_ws(' ', number, street), concat_ws(' ', postcode, city), NULL, score + 0.3, adresse.geom
       FROM rues JOIN territoires_adresse AS adresse ON adresse.rue_id = rues.id WHERE number = %(number)s""",
    """SELECT 'adresse', concat_ws(' ', number, street), concat_ws(' ', postcode, city), NULL, score + 0.3, adresse.geom
       FROM voies JOIN territoires_adresse AS adresse USING (city)
       WHERE adresse.rue_id IS NULL AND street = name AND number = %(number)s""",
    "SELECT 'rue', name, city, NULL, score - 0.01, geom FROM voies",
    f"""(SELECT 'lieu', name, nature, NULL, {SCORE.format("name")} AS score, geom FROM territoires_lieu
         WHERE name > '' AND {RESEMBLES.format("name")} ORDER BY score DESC LIMIT 60)""",
)

TERRITOIRE_SOURCE = f"""
(SELECT 'territoire', name, level::text, code::text, {SCORE.format("name")} + 0.05 AS score, ST_Envelope(geom)
 FROM territoires_territoire WHERE valid_to IS NULL AND {RESEMBLES.format("name")}
 ORDER BY score DESC LIMIT 20)
"""

# Of two equals the nearest comes first; a name met twice within about a kilometre (both platforms of a stop) is one.
# What is dear (a point on the street, its box, the name of its commune) is worked out for the few that are shown.
_FIND = """
WITH {streets}, ranked AS MATERIALIZED (
    SELECT DISTINCT ON (kind, label, same) *
    FROM (
        SELECT *, coalesce(key, concat_ws(' ', CASE kind WHEN 'lieu' THEN detail END,
                                          ST_AsText(ST_SnapToGrid(ST_Centroid(spot), 0.015)))) AS same,
               score + 0.2 * exp(-ST_Distance(spot, %(near)s::geometry) / 0.03) AS rank
        FROM ({sources}) AS candidates
    ) AS scored
    ORDER BY kind, label, same, rank DESC, length(detail) DESC
), best AS MATERIALIZED (
    SELECT * FROM ranked WHERE rank > 0.66 * (SELECT max(rank) FROM ranked)
    ORDER BY rank DESC, label, same LIMIT %(limit)s
)
SELECT kind, label, detail, key, carto_fold(label) = carto_fold(%(text)s) AS exact,
       ST_X(point), ST_Y(point), ST_XMin(spot), ST_YMin(spot), ST_XMax(spot), ST_YMax(spot),
       (SELECT commune.name
        FROM territoires_territoirepart AS part
        JOIN territoires_territoire AS commune ON commune.id = part.territoire_id
        WHERE part.level = 2 AND ST_Intersects(part.geom, point) LIMIT 1) AS city
FROM best CROSS JOIN LATERAL (
    SELECT CASE ST_Dimension(spot) WHEN 1 THEN ST_ClosestPoint(spot, ST_Centroid(spot))
                                   ELSE ST_PointOnSurface(spot) END AS point) AS shown
ORDER BY rank DESC, label, same
"""


def find_by_words(sources: Sequence[str], wording: Wording, *, near: Point | None, limit: int) -> list[tuple[Any, ...]]:
    """Rows (kind, label, detail, key, exact, x, y, west, south, east, north, city), best first, in one query.

    `sources` are SELECTs such as PLACE_SOURCES. The nearest to `near` (SRID 4326; None: to the city's centre) of two
    equals comes first; what is much less alike than the best is left out.
    """
    statement = _FIND.format(streets=_STREETS, sources=" UNION ALL ".join(sources))
    values = asdict(wording) | {"near": (near or Point(settings.CARTO_CENTRE, srid=STORED)).ewkt, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
