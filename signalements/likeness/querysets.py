"""The one query of « déjà signalé »: what lies within reach on the index of places, weighed, the best few."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection

from carto.fiches.querysets import MERCATOR_STRETCH, OFF_PLACE
from carto.geometry import TILES

TREATED_SINCE: Final = "90 days"  # treated since then: it may have come back

# The weights, fitted on half of the questions of `manage.py measure_duplicates` and tried on the other half (how: see
# docs/guide/exploitant.md). Words that are there on both sides and differ tell two problems of one corner apart.
NEAR: Final = 0.28
SAME_CATEGORY: Final = 0.14  # a neighbouring one of the same family counts for nothing, but may be alike and near
SAME_STREET: Final = 0.02
RECENT: Final = 0.02
ALIKE: Final = 0.56
STRETCH: Final = 1.5  # two thirds of the trigrams in common are as good as all
UNSAID: Final = 0.5  # what a text that is not there counts for
ENOUGH: Final = 0.625

# A place is measured exactly only when it is within the box of the index. Words: those that people wrote; a title that
# is the category's name says nothing of its own.
_ALIKE: Final = f"""
WITH reach AS MATERIALIZED (
    SELECT fiche.id, fiche.uuid, fiche.number, fiche.title, fiche.text, fiche.stage, fiche.rue_id,
           signalement.status, signalement.reported_at, signalement.treated_at, categorie.name AS categorie,
           categorie.id = %(categorie)s AS same, categorie.family = %(family)s AS akin,
           ST_Distance(ST_Transform(fiche.geom_web, %(metric)s), %(exact)s::geometry) AS metres,
           concat_ws(' ', nullif(fiche.title, categorie.name), fiche.text) AS words
    FROM fiches_fiche AS fiche
    JOIN signalements_signalement AS signalement ON signalement.fiche_ptr_id = fiche.id
    JOIN signalements_categorie AS categorie ON categorie.id = signalement.categorie_id
    WHERE ST_DWithin(fiche.geom_web, %(web)s::geometry, %(reach)s * {MERCATOR_STRETCH} + {OFF_PLACE})
      AND fiche.kind = 'signalement' AND fiche.visibility = 'public'
      AND (fiche.stage IN ('new', 'in_progress') OR (fiche.stage = 'done'
           AND coalesce(signalement.treated_at, signalement.reported_at) > now() - interval '{TREATED_SINCE}'))
      AND fiche.uuid IS DISTINCT FROM %(without)s
), weighed AS (
    SELECT reach.*, rue_id = (SELECT rue_near(ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4326), 60)) AS same_street,
           CASE WHEN words = '' OR %(text)s = '' THEN NULL
                ELSE similarity(carto_fold(words), carto_fold(%(text)s)) END AS alike
    FROM reach WHERE metres <= %(reach)s AND (same OR akin)
), scored AS (
    SELECT weighed.*, {NEAR} * (1 - greatest(0, metres - %(doubt)s) / (%(reach)s - %(doubt)s))
           + CASE WHEN same THEN {SAME_CATEGORY} ELSE 0 END
           + CASE WHEN same_street THEN {SAME_STREET} ELSE 0 END
           + {ALIKE} * CASE WHEN alike IS NULL THEN {UNSAID} ELSE least(1, alike * {STRETCH}) END
           + {RECENT} * exp(-extract(epoch FROM now() - reported_at) / (86400 * 180.0)) AS score
    FROM weighed
), best AS (
    SELECT * FROM scored WHERE score >= {ENOUGH} ORDER BY stage = 'done', score DESC, id LIMIT %(limit)s
)
SELECT best.id, uuid, number, title, text, stage, status, categorie, same, coalesce(same_street, false), metres,
       alike, reported_at, treated_at, score, photo.thumbnail, 1 + (
           SELECT count(*) FROM fiches_lien AS lien
           WHERE lien.target_id = best.id AND lien.kind = 'duplicates' AND lien.undone_at IS NULL
       ) + (
           SELECT count(*) FROM (
               SELECT best.id AS fiche_id
               UNION ALL
               SELECT source_id FROM fiches_lien AS lien
               WHERE lien.target_id = best.id AND lien.kind = 'duplicates' AND lien.undone_at IS NULL
           ) AS said JOIN fiches_soutien AS soutien ON soutien.fiche_id = said.fiche_id AND soutien.kind = 'too'
       ) AS people
FROM best LEFT JOIN LATERAL (
    SELECT thumbnail FROM fiches_photo WHERE fiche_id = best.id AND state = 'shown' AND thumbnail <> ''
    ORDER BY created_at, id LIMIT 1
) AS photo ON true
ORDER BY stage = 'done', score DESC, best.id
"""


@dataclass(frozen=True)
class Asked:
    """What somebody is about to report: where (SRID 4326), what, within how many metres, in which words."""

    point: Point
    categorie: int
    family: str
    reach: float
    text: str = ""
    without: UUID | None = None  # the one that is looked at, or that has just been sent
    doubt: float = 0  # metres that the device or the hand may be wrong by: they count for no distance
    limit: int = 5


def find_alike(asked: Asked) -> Sequence[tuple[Any, ...]]:
    """Rows of `_ALIKE`'s last SELECT: open ones first, then those treated lately, the likeliest first."""
    metric = settings.CARTO_SRID_METRES
    values = asdict(asked) | {
        "x": asked.point.x,
        "y": asked.point.y,
        "metric": metric,
        "web": asked.point.transform(TILES, clone=True).ewkt,
        "exact": asked.point.transform(metric, clone=True).ewkt,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {name: value for name, value in values.items() if name != "point"})
        return cursor.fetchall()
