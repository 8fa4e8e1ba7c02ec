"""The words for places: which territory holds this point, and the territories in force on a day."""

from datetime import date
from typing import Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import Q


class TerritoireQuerySet(models.QuerySet):
    """Territories: métropole, communes, quartiers, IRIS."""

    def in_force(self, day: date) -> Self:
        """Valid on `day`; an open end means “still”."""
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(started, Q(valid_to__isnull=True) | Q(valid_to__gt=day))

    def at(self, point: Point) -> Self:
        """Those that hold the point (SRID 4326), largest level first, found through the subdivided borders."""
        return self.filter(parts__geom__covers=point).distinct().order_by("level")


# One round trip: the street within 60 m, and the smallest territory that has a name people use.
_NAME_OF_PLACE = """
SELECT rue.name, coalesce(quartier.name, commune.name)
FROM territoires_at(ST_SetSRID(ST_MakePoint(%s, %s), 4326)) AS found
LEFT JOIN territoires_rue AS rue ON rue.id = found.rue_id
LEFT JOIN territoires_territoire AS quartier ON quartier.id = found.quartier_id
LEFT JOIN territoires_territoire AS commune ON commune.id = found.commune_id
"""


def name_of_place(point: Point) -> str:
    """« Cours des 50 Otages, Centre-Ville » for a point (SRID 4326); empty outside every street and territory."""
    with connection.cursor() as cursor:
        cursor.execute(_NAME_OF_PLACE, [point.x, point.y])
        return ", ".join(part for part in cursor.fetchone() if part)


# --- finding a place by its words ------------------------------------------------------------------
# A source answers (kind, id, label, score, spot); `spot` is any geometry of SRID 4326. `%>` asks the trigram index for
# what resembles the words (threshold: DATABASES in the settings), then the score puts in order what it found. Folding
# a constant is done once, by the planner: no row pays for it.
_RESEMBLES = "carto_fold({column}) %%> carto_fold(%(words)s)"
_SCORE = """(0.65 * greatest(word_similarity(carto_fold(%(text)s), carto_fold({column})),
                             word_similarity(carto_fold(%(words)s), carto_fold({column})))
           + 0.35 * similarity(carto_fold(%(text)s), carto_fold({column})))"""

# Addresses are reached through their street: four thousand names to compare instead of 350 000. Those that no known
# street holds (a plan without small streets) are compared themselves, and also speak for their street.
_STREETS = f"""
rues AS MATERIALIZED (
    SELECT id, name, geom, {_SCORE.format(column="name")} AS score
    FROM territoires_rue WHERE {_RESEMBLES.format(column="name")}
    ORDER BY score DESC LIMIT 60
), strays AS MATERIALIZED (
    SELECT id, number, street, city, geom, {_SCORE.format(column="street")} AS score
    FROM territoires_adresse
    WHERE rue_id IS NULL AND {_RESEMBLES.format(column="street")}
    ORDER BY score DESC LIMIT 400
)"""

PLACE_SOURCES = (
    "SELECT 'rue' AS kind, id, name AS label, score, geom AS spot FROM rues",
    """SELECT 'adresse', adresse.id, concat_ws(' ', number, street), score + 0.3, adresse.geom
       FROM rues JOIN territoires_adresse AS adresse ON adresse.rue_id = rues.id
       WHERE adresse.number = %(number)s""",
    """SELECT 'adresse', id, concat_ws(' ', number, street), score + 0.3, geom FROM strays
       WHERE number = %(number)s""",
    """(SELECT DISTINCT ON (street, city) 'voie', id, street, score - 0.01, geom FROM strays
        ORDER BY street, city, id)""",
    f"""(SELECT 'lieu', id, name, {_SCORE.format(column="name")} AS score, geom FROM territoires_lieu
         WHERE name > '' AND carto_fold(name) %%> carto_fold(%(text)s) ORDER BY score DESC LIMIT 60)""",
)

# The nearest of two equals comes first; the same name twice within about a kilometre (both platforms of a stop) is one.
_RANKED = """
ranked AS MATERIALIZED (
    SELECT DISTINCT ON (kind, label, ST_SnapToGrid(ST_Centroid(spot), 0.015)) kind, id, label, spot,
           score + coalesce(0.1 * exp(-ST_Distance(spot, %(near)s::geometry) / 0.03), 0) AS rank,
           carto_fold(label) = carto_fold(%(text)s) AS exact
    FROM ({sources}) AS candidates
    ORDER BY kind, label, ST_SnapToGrid(ST_Centroid(spot), 0.015), rank DESC, id
), best AS MATERIALIZED (
    SELECT * FROM ranked ORDER BY rank DESC, label, id LIMIT %(limit)s
)"""

# What is dear (a point on the street, the box, the name of the commune) is worked out for the few that are shown.
_TOLD = """
SELECT best.kind, best.id, best.label, best.exact, ST_X(point), ST_Y(point),
       ST_XMin(spot), ST_YMin(spot), ST_XMax(spot), ST_YMax(spot),
       coalesce((SELECT commune.name
                 FROM territoires_territoirepart AS part
                 JOIN territoires_territoire AS commune ON commune.id = part.territoire_id
                 WHERE part.level = 2 AND ST_Intersects(part.geom, point) LIMIT 1), '') AS city,
       lieu.nature, adresse.postcode, rue.code
FROM best
CROSS JOIN LATERAL (SELECT CASE ST_Dimension(spot) WHEN 1 THEN ST_ClosestPoint(spot, ST_Centroid(spot))
                                                   ELSE ST_PointOnSurface(spot) END AS point) AS shown
LEFT JOIN territoires_lieu AS lieu ON best.kind = 'lieu' AND lieu.id = best.id
LEFT JOIN territoires_adresse AS adresse ON best.kind IN ('adresse', 'voie') AND adresse.id = best.id
LEFT JOIN territoires_rue AS rue ON best.kind = 'rue' AND rue.id = best.id
ORDER BY best.rank DESC, best.label, best.id
"""
