"""The one query of « ceci existe déjà ? »: what lies within reach on the index of places, weighed, the best few."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection

from carto.fiches.querysets import OFF_PLACE
from carto.geometry import TILES

# Within how many metres one of that kind may be the same wish, or answer it already.
IDEE, EQUIPEMENT, OPPORTUNITE, SIGNALEMENT = 120, 150, 150, 60
FURTHEST: Final = max(IDEE, EQUIPEMENT, OPPORTUNITE, SIGNALEMENT)
_MOST: Final = f"""CASE kind WHEN 'idee' THEN {IDEE} WHEN 'equipement' THEN {EQUIPEMENT}
                      WHEN 'opportunite' THEN {OPPORTUNITE} ELSE {SIGNALEMENT} END"""
MARGIN: Final = 1.02  # by how much a map's distance may be short of the true one, over so few metres

# The weights: the same sticker counts as much as being at the same spot, words tell two wishes of one place apart.
NEAR: Final = 0.35
SAME_STICKER: Final = 0.35
SAME_THEME: Final = 0.15
IS_THERE: Final = 0.30  # a facility or a topic of the theme, where one wishes for something of it
ALIKE: Final = 0.5
STRETCH: Final = 1.5  # two thirds of the trigrams in common are as good as all
UNSAID: Final = 0.3  # what a text that is not there counts for
SAYS_SO: Final = 0.2  # from where on a report tells of the wish, and not of anything else of its theme
ENOUGH: Final = 0.6
COMPARED: Final = 400  # characters: what is wished for is said at once, and trigrams of pages cost a tenth of a second
LIKELY: Final = 120  # words are compared for so many of a crowded place: those of the sticker or theme, the nearest

_PEOPLE: Final = """
    1 + (SELECT count(*) FROM fiches_lien AS lien
         WHERE lien.target_id = best.id AND lien.kind IN ('duplicates', 'merged') AND lien.undone_at IS NULL)
      + (SELECT count(*) FROM fiches_soutien AS soutien WHERE soutien.fiche_id = best.id AND soutien.kind = 'too')
"""

# A dream that has not landed, among the few that are told.
ALOFT: Final = "reve"  # in the place of the status of a dream that has not landed
_ALOFT: Final = """EXISTS (
    SELECT FROM idees_idee AS dreamt
    JOIN idees_campagne AS campagne ON campagne.id = dreamt.campagne_id AND campagne.dream
    LEFT JOIN idees_atterrissage AS landing ON landing.idee_id = dreamt.fiche_ptr_id
    WHERE dreamt.fiche_ptr_id = best.id AND landing.landed_id IS NULL)"""

# In a crowded place two thousand ideas lie within reach: their distance on the map's own plane, which costs little,
# picks the likely ones, each looked up by its key (a join would read every idea of the city); only those are read,
# measured exactly, and their words compared. Words: those that people wrote; a title that is the sticker's name says
# nothing of its own. Facilities and topics are known by fiche alone: their title is compared to the sticker's name too.
_ALIKE: Final = f"""
WITH around AS MATERIALIZED (
    SELECT id, kind, theme_id = %(theme)s AS akin, {_MOST} AS most, ST_Distance(geom_web, %(web)s::geometry) AS far
    FROM fiches_fiche
    WHERE geom_web && ST_Expand(%(web)s::geometry, ({FURTHEST} + %(doubt)s) * %(stretch)s + {OFF_PLACE})
      AND visibility = 'public' AND uuid IS DISTINCT FROM %(without)s
      AND (kind = 'idee' OR (theme_id = %(theme)s AND (
           kind IN ('equipement', 'opportunite')
           OR (kind = 'signalement' AND stage IN ('new', 'in_progress') AND %(text)s <> ''))))
), reach AS (
    SELECT around.*, idee.status, idee.autocollant_id, coalesce(autocollant_id = %(sticker)s, false) AS same
    FROM around LEFT JOIN LATERAL (
        SELECT status, autocollant_id, expires_at FROM idees_idee WHERE fiche_ptr_id = around.id LIMIT 1
    ) AS idee ON true
    WHERE far <= (most + %(doubt)s) * %(stretch)s::float8 + {OFF_PLACE}
      AND (idee.expires_at IS NULL OR idee.expires_at > now())
), likely AS MATERIALIZED (
    SELECT * FROM reach ORDER BY same DESC, akin DESC, far, id LIMIT {LIKELY}
), measured AS MATERIALIZED (
    SELECT likely.*, uuid, number, title, text, stage, created_at,
           ST_Distance(ST_Transform(geom_web, %(metric)s), %(exact)s::geometry) AS metres
    FROM likely JOIN fiches_fiche AS fiche USING (id)
), worded AS (
    SELECT measured.*, {NEAR} * (1 - greatest(0, metres - %(doubt)s) / most) AS near, sticker.code AS sticker,
           left(concat_ws(' ', CASE WHEN measured.kind = 'idee' THEN nullif(title, sticker.name) ELSE title END, text),
                {COMPARED}) AS words
    FROM measured LEFT JOIN idees_autocollant AS sticker ON sticker.id = autocollant_id
    WHERE metres <= most + %(doubt)s
), compared AS (
    SELECT worded.*, CASE
        WHEN kind IN ('equipement', 'opportunite') THEN greatest(
            word_similarity(carto_fold(%(named)s), carto_fold(words)),
            CASE WHEN %(text)s = '' THEN 0 ELSE similarity(carto_fold(words), carto_fold(%(text)s)) END)
        WHEN words = '' OR %(text)s = '' THEN NULL
        ELSE similarity(carto_fold(words), carto_fold(%(text)s)) END AS alike
    FROM worded
), scored AS (
    SELECT compared.*, near
           + CASE WHEN same THEN {SAME_STICKER} WHEN kind IN ('equipement', 'opportunite') THEN {IS_THERE}
                  WHEN akin THEN {SAME_THEME} ELSE 0 END
           + {ALIKE} * CASE WHEN alike IS NULL THEN {UNSAID} ELSE least(1, alike * {STRETCH}) END AS score
    FROM compared WHERE kind <> 'signalement' OR alike >= {SAYS_SO}
), best AS (
    SELECT * FROM scored WHERE score >= {ENOUGH} ORDER BY score DESC, id LIMIT %(limit)s
)
SELECT best.id, uuid, kind, number, title, text, stage,
       CASE WHEN {_ALOFT} THEN '{ALOFT}' ELSE coalesce(status, '') END, coalesce(sticker, ''), same, akin,
       metres, alike, best.created_at, score, coalesce(photo.thumbnail, ''), {_PEOPLE} AS people
FROM best LEFT JOIN LATERAL (
    SELECT thumbnail FROM fiches_photo WHERE fiche_id = best.id AND state = 'shown' AND thumbnail <> ''
    ORDER BY created_at, id LIMIT 1
) AS photo ON true
ORDER BY score DESC, best.id
"""


@dataclass(frozen=True)
class Wished:
    """What somebody is about to wish for: where (SRID 4326), with which sticker, in which words."""

    point: Point
    sticker: int
    named: str  # what the sticker is called
    theme: int
    text: str = ""
    without: UUID | None = None  # the one that is looked at, or that has just been sent
    doubt: float = 0  # metres that the device or the hand may be wrong by: they count for no distance
    limit: int = 4


def find_alike(wished: Wished) -> Sequence[tuple[Any, ...]]:
    """Rows of `_ALIKE`'s last SELECT, the likeliest first."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, values_of(wished))
        return cursor.fetchall()


def values_of(wished: Wished) -> dict[str, Any]:
    """What the query is given."""
    metric = settings.CARTO_SRID_METRES
    named = {name: value for name, value in asdict(wished).items() if name != "point"}
    return named | {
        "text": wished.text[:COMPARED],
        "metric": metric,
        "stretch": MARGIN / math.cos(math.radians(wished.point.y)),
        "web": wished.point.transform(TILES, clone=True).ewkt,
        "exact": wished.point.transform(metric, clone=True).ewkt,
    }
