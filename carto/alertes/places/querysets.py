"""Places and fiches: who follows the place of a line of history, and what lies in a place that one follows.

Both say the same: a fiche lies in a street or territory when the database put it there, or when its line or area
touches it; in a circle or a drawn area when some of it does, in metres.
"""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.contrib.gis.db.models.functions import Distance, Transform
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models import Func, IntegerField, Q

from carto.fiches.models import Crossing, Fiche
from carto.fiches.querysets import MERCATOR_STRETCH, OFF_PLACE, FicheQuerySet
from carto.geometry import TILES
from carto.territoires.models import Rue

ALONG: Final = 15  # metres from the course of a street: its width

# `fiche` holds each fiche where it is and, of those that a line says were moved, where they were before; `known` whom a
# line tells nothing: who did it, who sent the fiche, who was told that it is new. OFFSET 0 keeps the look-ups by key:
# the planner cannot know that one fiche lies in few places, and would read all that people follow.
_FOLLOWERS: Final = f"""
WITH line AS MATERIALIZED (
    SELECT evenement.id, evenement.at, evenement.person_id, evenement.what = 'moved' AS moved, asked.heard, asked.fresh,
           fiche.id AS fiche_id, CASE WHEN asked.fresh THEN fiche.author_id END AS author_id, theme.code AS theme
    FROM unnest(%(evenements)s::bigint[], %(heard)s::text[], %(fresh)s::boolean[]) AS asked (evenement_id, heard, fresh)
    JOIN fiches_evenement AS evenement ON evenement.id = asked.evenement_id
    JOIN fiches_fiche AS fiche ON fiche.id = evenement.fiche_id AND fiche.visibility = 'public'
    JOIN fiches_theme AS theme ON theme.id = fiche.theme_id
), fiche AS MATERIALIZED (
    SELECT id, false AS former, geom, ST_Transform(geom, {settings.CARTO_SRID_METRES}) AS metres,
           rue_id, iris_id, quartier_id, commune_id
    FROM fiches_fiche WHERE id IN (SELECT fiche_id FROM line)
    UNION ALL
    SELECT moved.fiche_id, true, moved.geom, ST_Transform(moved.geom, {settings.CARTO_SRID_METRES}),
           place.rue_id, place.iris_id, place.quartier_id, place.commune_id
    FROM alertes_deplacement AS moved CROSS JOIN LATERAL territoires_at(moved.geom) AS place
    WHERE moved.fiche_id IN (SELECT fiche_id FROM line WHERE line.moved)
), place AS MATERIALIZED (
    SELECT fiche.id, fiche.former, rue.code FROM fiche JOIN territoires_rue AS rue ON rue.id = fiche.rue_id
    UNION
    SELECT fiche.id, fiche.former, rue.code
    FROM fiche JOIN territoires_rue AS rue ON ST_DWithin(rue.geom_metres, fiche.metres, {ALONG})
    WHERE ST_Dimension(fiche.geom) > 0
    UNION
    SELECT fiche.id, fiche.former, territoire.code
    FROM fiche JOIN territoires_territoire AS territoire
      ON territoire.id IN (fiche.iris_id, fiche.quartier_id, fiche.commune_id)
    UNION
    SELECT fiche.id, fiche.former, metropole.code
    FROM fiche JOIN territoires_territoire AS commune ON commune.id = fiche.commune_id
    JOIN territoires_territoire AS metropole ON metropole.id = commune.parent_id
    UNION
    SELECT fiche.id, false, territoire.code
    FROM fiche JOIN fiches_crossing AS crossing ON crossing.fiche_id = fiche.id
    JOIN territoires_territoire AS territoire ON territoire.id = crossing.territoire_id
    WHERE NOT fiche.former
), covering AS MATERIALIZED (
    -- A zone has a code, or a shape, or neither: none comes twice.
    SELECT place.id, place.former, zone.abonnement_id, zone.hears, zone.themes
    FROM place CROSS JOIN LATERAL (
        SELECT abonnement_id, hears, themes FROM alertes_zone WHERE code = place.code OFFSET 0
    ) AS zone
    UNION ALL
    SELECT fiche.id, fiche.former, zone.abonnement_id, zone.hears, zone.themes
    FROM fiche JOIN alertes_zone AS zone
      ON ST_Expand(zone.geom_metres, zone.reach) && fiche.metres
     AND ST_DWithin(zone.geom_metres, fiche.metres, zone.reach)
    UNION ALL
    SELECT fiche.id, fiche.former, zone.abonnement_id, zone.hears, zone.themes
    FROM fiche JOIN alertes_zone AS zone ON zone.code = '' AND zone.geom IS NULL
), known AS MATERIALIZED (
    SELECT line.id, md5(lower(own.email))::uuid AS mark
    FROM line JOIN account_emailaddress AS own ON own.user_id IN (line.person_id, line.author_id) AND own.verified
    UNION ALL
    SELECT line.id, md5(lower(contact.email))::uuid
    FROM line JOIN fiches_contact AS contact ON contact.fiche_id = line.fiche_id AND contact.email <> ''
    WHERE line.fresh
    UNION ALL
    SELECT line.id, md5(coalesce(nullif(sent.email, ''), sent.endpoint))::uuid
    FROM line JOIN alertes_abonnement AS sent ON sent.fiche_id = line.fiche_id AND sent.is_reporter
    WHERE line.fresh
    UNION ALL
    SELECT line.id, told.mark FROM line JOIN alertes_message AS told ON told.news_id = line.fiche_id WHERE line.fresh
), hearing AS (
    SELECT line.id, line.at, covering.abonnement_id, line.heard, line.fresh, abonnement.mark,
           abonnement.rhythm, abonnement.quiet_from, abonnement.quiet_until
    FROM line
    JOIN covering ON covering.id = line.fiche_id AND NOT covering.former
    CROSS JOIN LATERAL (
        SELECT confirmed_at, person_id, rhythm, quiet_from, quiet_until,
               md5(coalesce(nullif(email, ''), endpoint))::uuid AS mark
        FROM alertes_abonnement WHERE id = covering.abonnement_id OFFSET 0
    ) AS abonnement
    WHERE line.heard = ANY(covering.hears) AND (covering.themes = '{{}}' OR line.theme = ANY(covering.themes))
      AND abonnement.confirmed_at <= line.at
      AND NOT (line.moved AND EXISTS (
          SELECT FROM covering AS before
          WHERE before.former AND before.id = line.fiche_id AND before.abonnement_id = covering.abonnement_id))
      AND (abonnement.person_id IS NULL OR abonnement.person_id NOT IN (coalesce(line.person_id, 0),
                                                                        coalesce(line.author_id, 0)))
)
SELECT id, abonnement_id, heard, fresh, mark::text, rhythm, quiet_from, quiet_until FROM hearing
WHERE NOT EXISTS (SELECT FROM known WHERE known.id = hearing.id AND known.mark = hearing.mark)
ORDER BY at, id, abonnement_id
"""


def followers_of(evenements: Sequence[int], heard: Sequence[str], fresh: Sequence[bool]) -> list[tuple]:
    """Who is told of these lines by a place, the oldest line first: rows (evenement, abonnement, heard, fresh, mark of
    its address, rhythm, quiet_from, quiet_until).

    The three arguments go together, one of each for a line. Only public fiches, only what came after one began to
    follow, nothing to whoever did it or sent the fiche, and what is new only to those who were not told yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWERS, {"evenements": list(evenements), "heard": list(heard), "fresh": list(fresh)})
        return cursor.fetchall()


def explain_followers(evenements: Sequence[int], heard: Sequence[str], fresh: Sequence[bool]) -> str:
    """How the database finds them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (ANALYZE, BUFFERS) {_FOLLOWERS}",
            {"evenements": list(evenements), "heard": list(heard), "fresh": list(fresh)},
        )
        return "\n".join(row[0] for row in cursor.fetchall())


def fiches_in(code: str, geom: GEOSGeometry | None, reach: int) -> FicheQuerySet:
    """The public fiches of a street or territory, of a circle (`geom` a point of SRID 4326, `reach` metres), of a drawn
    area (`reach` 0), or of everywhere.
    """
    fiches = Fiche.objects.public()
    if code:
        return fiches.filter(_of_code(code))
    if geom is None:
        return fiches
    return fiches.filter(pk__in=_within(geom, reach).values("pk"))


def _of_code(code: str) -> Q:
    inside = Q(rue__code=code) | Q(iris__code=code) | Q(quartier__code=code) | Q(commune__code=code)
    inside |= Q(commune__parent__code=code)
    inside |= Q(pk__in=Crossing.objects.filter(territoire__code=code).values("fiche_id"))
    rue = Rue.objects.filter(code=code).first()
    if rue is None:
        return inside
    shapes = _within(rue.geom, ALONG).annotate(
        dimension=Func("geom", function="ST_Dimension", output_field=IntegerField())
    )
    return inside | Q(pk__in=shapes.filter(dimension__gt=0).values("pk"))


def _within(geom: GEOSGeometry, metres: int) -> FicheQuerySet:
    """A prefilter on the index, then the exact distance in metres (see FicheQuerySet.near)."""
    web = geom.transform(TILES, clone=True)
    exact = geom.transform(settings.CARTO_SRID_METRES, clone=True)
    away = Distance(Transform("geom", settings.CARTO_SRID_METRES), exact)
    near = Fiche.objects.filter(geom_web__dwithin=(web, metres * MERCATOR_STRETCH + OFF_PLACE))
    return near.annotate(away=away).filter(away__lte=metres)
