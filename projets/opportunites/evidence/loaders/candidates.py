"""Candidates written from what was counted: points, score, new ones, changed ones, and those whose evidence is gone."""

from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from projets.opportunites.evidence.asking import Asked
from projets.opportunites.models import SIGNALS, Candidat

# What makes a candidate. How long it has waited and who is there tell two apart, and make none by themselves.
DRIVING: Final = ("people", "repeats", "cost", "uses", "contracts", "access")
_COLUMNS: Final = ", ".join(SIGNALS)
_PIVOT: Final = ", ".join(f"max(value) FILTER (WHERE signal = '{name}') AS {name}" for name in SIGNALS)
_WEIGHT: Final = "coalesce((weights ->> '{0}')::float8, 0)"
# Not least(): it takes no notice of what is not known, and would give all the points.
_POINTS: Final = """CASE WHEN {0} IS NULL OR {0} <= 0 OR of_scale ->> '{0}' IS NULL THEN 0
                        WHEN {0} >= (of_scale ->> '{0}')::float8 THEN 1
                        ELSE {0} / (of_scale ->> '{0}')::float8 END"""
_EARNED: Final = " + ".join(f"{_WEIGHT.format(name)} * {_POINTS.format(name)}" for name in SIGNALS)
_WEIGHTS: Final = " + ".join(_WEIGHT.format(name) for name in SIGNALS)
_DRIVES: Final = " OR ".join(f"coalesce({name}, 0) > 0" for name in DRIVING)
_WEIGHED: Final = f"""
DROP TABLE IF EXISTS opportunites_weighed;
CREATE TEMP TABLE opportunites_weighed AS
SELECT *, 100 * ({_EARNED}) / ({_WEIGHTS}) AS score, {_DRIVES} AS drives
FROM (
    SELECT value.*, formule.weights, formule."full" -> value.scale AS of_scale
    FROM (SELECT scale, place, theme_id, {_PIVOT} FROM opportunites_counted GROUP BY scale, place, theme_id) AS value
    CROSS JOIN opportunites_formule AS formule WHERE formule.id = %(formule)s
) AS value
"""
_SET: Final = ", ".join(f"{name} = weighed.{name}" for name in SIGNALS)
_CHANGED: Final = f"""
UPDATE opportunites_candidat AS candidat
SET {_SET}, score = weighed.score, formule_id = %(formule)s, computed_at = %(now)s
FROM opportunites_weighed AS weighed
WHERE candidat.scale = weighed.scale AND candidat.theme_id = weighed.theme_id
  AND CASE candidat.scale WHEN 'rue' THEN candidat.rue_id ELSE candidat.territoire_id END = weighed.place
"""
# A street belongs to the quartier where most of it runs.
_NEW: Final = f"""
WITH new AS (
    SELECT * FROM opportunites_weighed AS weighed WHERE drives AND score >= %(least_score)s AND NOT EXISTS (
        SELECT FROM opportunites_candidat AS candidat
        WHERE candidat.scale = weighed.scale AND candidat.theme_id = weighed.theme_id
          AND CASE candidat.scale WHEN 'rue' THEN candidat.rue_id ELSE candidat.territoire_id END = weighed.place)
), home AS (
    SELECT DISTINCT ON (rue.id) rue.id, part.territoire_id
    FROM territoires_rue AS rue
    JOIN territoires_territoirepart AS part ON part.level = 3 AND ST_Intersects(part.geom, rue.geom)
    WHERE rue.id IN (SELECT place FROM new WHERE scale = 'rue')
    GROUP BY rue.id, part.territoire_id
    ORDER BY rue.id, sum(ST_Length(ST_Intersection(part.geom, rue.geom))) DESC, part.territoire_id
), spot AS (
    SELECT 'rue' AS scale, rue.id AS place, rue.id AS rue_id,
           coalesce(home.territoire_id, rue.commune_id) AS territoire_id, ST_PointOnSurface(rue.geom) AS spot
    FROM territoires_rue AS rue LEFT JOIN home USING (id)
    WHERE rue.id IN (SELECT place FROM new WHERE scale = 'rue')
    UNION ALL
    SELECT scale, place, NULL, place, (SELECT ST_PointOnSurface(geom) FROM territoires_territoire WHERE id = place)
    FROM (SELECT DISTINCT scale, place FROM new WHERE scale <> 'rue') AS wider
)
INSERT INTO opportunites_candidat (scale, theme_id, rue_id, territoire_id, spot, {_COLUMNS}, formule_id, score,
                                   computed_at, first_at)
SELECT new.scale, new.theme_id, spot.rue_id, spot.territoire_id, spot.spot, {_COLUMNS}, %(formule)s, score, %(now)s,
       %(now)s
FROM new JOIN spot USING (scale, place)
"""
# What had evidence and has none any more, of the keys that were counted.
_FADED: Final = """
SELECT candidat.id, weighed.scale IS NULL FROM opportunites_candidat AS candidat
LEFT JOIN opportunites_weighed AS weighed
       ON candidat.scale = weighed.scale AND candidat.theme_id = weighed.theme_id
      AND CASE candidat.scale WHEN 'rue' THEN candidat.rue_id ELSE candidat.territoire_id END = weighed.place
WHERE (%(everything)s OR (candidat.scale, coalesce(candidat.rue_id, candidat.territoire_id), candidat.theme_id) IN (
           SELECT * FROM unnest(%(key_scales)s::text[], %(key_places)s::bigint[], %(key_themes)s::bigint[])))
  AND (weighed.scale IS NULL OR NOT weighed.drives OR weighed.score < %(least_score)s)
"""


@dataclass(frozen=True)
class Written:
    """How many candidates are new, counted again, and gone."""

    new: int
    again: int
    gone: int


def write_candidates(asked: Asked) -> Written:
    """From the session's table of what was counted; in the caller's transaction."""
    values = asked.values | {
        "formule": asked.formule.pk,
        "least_score": asked.formule.settings["least_score"],
        "everything": asked.keys is None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WEIGHED, values)
        cursor.execute("ANALYZE opportunites_weighed")
        cursor.execute(_CHANGED, values)
        again = cursor.rowcount
        cursor.execute(_NEW, values)
        new = cursor.rowcount
        cursor.execute(_FADED, values)
        faded = dict(cursor.fetchall())
    return Written(new, again, _let_go(asked, faded))


def _let_go(asked: Asked, faded: dict[int, bool]) -> int:
    """Delete what nobody holds on to: a candidate that is carried, or set aside, stays and says that it has less.

    `faded`: by candidate, whether nothing at all is left.
    """
    fading = Candidat.objects.filter(pk__in=faded)
    kept = set(fading.filter(held()).values_list("pk", flat=True))
    fading.exclude(pk__in=kept).delete()
    emptied = dict.fromkeys(SIGNALS) | {"score": 0.0, "formule": asked.formule, "computed_at": asked.now}
    fading.filter(pk__in=[pk for pk in kept if faded[pk]]).update(**emptied)
    return len(faded) - len(kept)


def held() -> Q:
    """Candidates that a topic refers to, or anything else of the house, whatever it calls that."""
    own = Q(opportunite__isnull=False)
    for relation in Candidat._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            own |= Q(Exists(rows))
    return own
