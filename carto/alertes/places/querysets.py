"""Places and fiches: who follows the place of a line of history, and what lies in a place that one follows.

Both say the same: a fiche lies in a street or territory when the database put it there, or when its line or area
touches it; in a circle or a drawn area when some of it does, in metres.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Final, NamedTuple
from uuid import UUID

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
# line tells nothing: who did it, who sent the fiche; nor does it tell whoever was told that it is new. OFFSET 0 keeps
# the look-ups by key: the planner cannot know that one fiche lies in few places, and would read all that people follow.
_HEARING: Final = f"""
WITH line AS MATERIALIZED (
    SELECT evenement.id, evenement.at, evenement.person_id, evenement.what = 'moved' AS moved, asked.heard, asked.fresh,
           fiche.id AS fiche_id, CASE WHEN asked.fresh THEN fiche.author_id END AS author_id, theme.code AS theme,
           ARRAY(
               SELECT md5(lower(own.email))::uuid FROM account_emailaddress AS own
               WHERE own.verified
                 AND own.user_id IN (evenement.person_id, CASE WHEN asked.fresh THEN fiche.author_id END)
               UNION ALL
               SELECT md5(lower(contact.email))::uuid FROM fiches_contact AS contact
               WHERE contact.fiche_id = fiche.id AND contact.email <> '' AND asked.fresh
               UNION ALL
               SELECT md5(coalesce(nullif(sent.email, ''), sent.endpoint))::uuid FROM alertes_abonnement AS sent
               WHERE sent.fiche_id = fiche.id AND sent.is_reporter AND asked.fresh
           ) AS known
    FROM unnest(%(evenements)s::bigint[], %(heard)s::text[], %(fresh)s::boolean[]) AS asked (evenement_id, heard, fresh)
    JOIN fiches_evenement AS evenement ON evenement.id = asked.evenement_id
    JOIN fiches_fiche AS fiche ON fiche.id = evenement.fiche_id AND fiche.visibility = 'public'
    JOIN fiches_theme AS theme ON theme.id = fiche.theme_id
), fiche AS MATERIALIZED (
    SELECT id, false AS former, geom, ST_Transform(geom_web, {settings.CARTO_SRID_METRES}) AS metres,
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
), hearing AS (
    SELECT line.id, line.at, line.fiche_id, covering.abonnement_id, line.heard, line.fresh, abonnement.mark,
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
      AND abonnement.mark <> ALL(line.known)
), told AS MATERIALIZED (
    SELECT * FROM hearing WHERE NOT (fresh AND EXISTS (
        SELECT FROM alertes_message AS message
        WHERE message.news_id = hearing.fiche_id AND message.mark = hearing.mark OFFSET 0))
)
"""
_FOLLOWERS: Final = f"{_HEARING} SELECT id, abonnement_id, heard, fresh FROM told ORDER BY at, id, abonnement_id"

# Who hears of it by a place beside those who follow the fiche itself (`asked`), and of all that one address would get
# of one line, one: the sender's own link first, then what arrives first, then the fiche one follows, then the oldest.
# `habit` says when each arrives; nothing is written as long as somebody has one that it does not say. That a fiche is
# new is said by its first line alone. Two that come at once write in the same order, and wait for one another.
_SAY: Final = f"""
{_HEARING}, habit AS (
    SELECT * FROM unnest(%(rhythms)s::text[], %(froms)s::time[], %(untils)s::time[], %(dues)s::timestamptz[])
                  AS habit (rhythm, quiet_from, quiet_until, due_at)
), first AS (
    SELECT *, CASE WHEN fresh THEN fiche_id END AS news_id,
           first_value(id) OVER (PARTITION BY mark, fiche_id, fresh ORDER BY at, id) AS first_id
    FROM told
), wanted AS MATERIALIZED (
    SELECT first.id, first.abonnement_id, first.mark, first.heard, first.news_id, true AS stranger, true AS by_place,
           habit.due_at, first.rhythm, first.quiet_from, first.quiet_until
    FROM first LEFT JOIN habit USING (rhythm, quiet_from, quiet_until)
    WHERE (NOT first.fresh OR first.id = first.first_id) AND (%(only)s::uuid IS NULL OR first.mark = %(only)s::uuid)
    UNION ALL
    SELECT asked.id, asked.abonnement_id, asked.mark, '', NULL, asked.stranger, false, asked.due_at, NULL, NULL, NULL
    FROM unnest(%(lines)s::bigint[], %(abonnements)s::bigint[], %(marks)s::uuid[], %(strangers)s::boolean[],
                %(moments)s::timestamptz[]) AS asked (id, abonnement_id, mark, stranger, due_at)
    WHERE EXISTS (SELECT FROM alertes_abonnement WHERE id = asked.abonnement_id)
), unknown AS MATERIALIZED (
    SELECT DISTINCT rhythm, quiet_from, quiet_until FROM wanted WHERE due_at IS NULL
), best AS (
    SELECT DISTINCT ON (id, mark) id, mark, abonnement_id, heard, due_at,
           max(news_id) OVER (PARTITION BY id, mark) AS news_id -- whichever tells it, they know of it from then on
    FROM wanted ORDER BY id, mark, stranger, due_at, by_place, abonnement_id
), made AS (
    INSERT INTO alertes_message (abonnement_id, evenement_id, mark, heard, news_id, due_at, attempts)
    SELECT best.abonnement_id, best.id, best.mark, best.heard, best.news_id, best.due_at, 0
    FROM best JOIN fiches_evenement AS evenement USING (id)
    WHERE NOT EXISTS (SELECT FROM unknown)
    ORDER BY evenement.at, best.id, best.mark
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT made.count, best.count, unknown.*
FROM (SELECT count(*) FROM made) AS made CROSS JOIN (SELECT count(*) FROM best) AS best LEFT JOIN unknown ON true
"""
Habit = tuple[str, time, time]  # rhythm, quiet from, quiet until


class Asked(NamedTuple):
    """One message that somebody who follows the fiche itself asks for."""

    evenement: int
    abonnement: int
    mark: UUID
    stranger: bool  # it is not their own
    due: datetime


def followers_of(evenements: Sequence[int], heard: Sequence[str], fresh: Sequence[bool]) -> list[tuple]:
    """Who is told of these lines by a place, the oldest line first: rows (evenement, abonnement, heard, fresh).

    The three arguments go together, one of each for a line. Only public fiches, only what came after one began to
    follow, nothing to whoever did it or sent the fiche, and what is new only to those who were not told yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWERS, {"evenements": list(evenements), "heard": list(heard), "fresh": list(fresh)})
        return cursor.fetchall()


def say(
    heard: Sequence[tuple[int, str, bool]], asked: Sequence[Asked], due: Mapping[Habit, datetime], *, only: str = ""
) -> tuple[int, int, list[Habit]]:
    """Store one message for each address that hears of these lines (evenement, heard, fresh) by a place or asks for
    them, `only` the one of that mark; none that was said already. Returns how many are new, of how many.

    `due` says when each habit hears. Nothing is stored when somebody has another: those are returned, to be asked with.
    """
    evenements, whats, news = zip(*heard, strict=True) if heard else ((), (), ())
    lines, abonnements, marks, strangers, moments = zip(*asked, strict=True) if asked else ((), (), (), (), ())
    rhythms, froms, untils = zip(*due, strict=True) if due else ((), (), ())
    said = {
        "evenements": evenements, "heard": whats, "fresh": news, "lines": lines, "abonnements": abonnements,
        "marks": marks, "strangers": strangers, "moments": moments, "rhythms": rhythms, "froms": froms,
        "untils": untils, "dues": tuple(due.values()),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SAY, {name: list(each) for name, each in said.items()} | {"only": only or None})
        rows = cursor.fetchall()
    return rows[0][0], rows[0][1], [row[2:] for row in rows if row[2]]


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
    """A prefilter on the index, then the distance in metres (see FicheQuerySet.near) to where each is shown: circles
    that anybody draws would find the exact place of the anonymous.
    """
    web = geom.transform(TILES, clone=True)
    exact = geom.transform(settings.CARTO_SRID_METRES, clone=True)
    away = Distance(Transform("geom_web", settings.CARTO_SRID_METRES), exact)
    near = Fiche.objects.filter(geom_web__dwithin=(web, metres * MERCATOR_STRETCH + OFF_PLACE))
    return near.annotate(away=away).filter(away__lte=metres)
