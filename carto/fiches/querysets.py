"""The vocabulary of the map: what is public, what lies near, what a view's filters keep."""

from datetime import date, datetime, time
from typing import Self
from uuid import UUID

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance, Transform
from django.contrib.gis.geos import Point, Polygon
from django.db import connection, transaction
from django.db.models import Func, Q, Value
from django.utils import timezone

from carto.geometry import GRID, STORED, TILES, Box

# Lines of history (What) that are the services' own: without words for everybody, no public page shows them.
INTERNAL = ("routed", "bounced", "assigned", "priority", "noted", "task", "reached", "round", "sent_on")
ERASED = 5_000  # fiches a statement
OFF_PLACE = GRID  # metres of 3857: how far from its place a fiche may be shown, and a little more
MERCATOR_STRETCH = 1.7  # 1 / cos(latitude) up to 54° N: how much longer 3857 draws a metre; widened so as never to miss


class _Nearness(Func):
    """`geom_web <-> point`: an order that the GiST index serves as it goes (KNN)."""

    arg_joiner = " <-> "
    template = "%(expressions)s"
    output_field = models.FloatField()

    def __init__(self, field: str, point: Point) -> None:
        super().__init__(field, Value(point, output_field=models.GeometryField(srid=TILES)))


class FicheQuerySet(models.QuerySet):
    """Fiches of every kind, and of one kind through its own model."""

    def public(self) -> Self:
        """What everybody may see: neither drafts, nor waiting, nor withdrawn, expired, binned or removed."""
        return self.filter(visibility="public")

    def in_box(self, box: Box) -> Self:
        """Touching the rectangle (degrees, SRID 4326): overlapping counts, so nothing disappears at an edge."""
        frame = Polygon.from_bbox((box.west, box.south, box.east, box.north))
        frame.srid = STORED
        return self.filter(geom_web__intersects=frame.transform(TILES, clone=True))

    def near(self, point: Point, metres: float) -> Self:
        """Shown within `metres` of the point, nearest first, with `.distance` in metres.

        The constant is transformed, never the column: a 3857 prefilter on the index, then an exact recheck in the
        metric system (8 ms where the plain transform takes 2.7 s on a million fiches).
        """
        web = point.transform(TILES, clone=True)
        exact = point.transform(settings.CARTO_SRID_METRES, clone=True)
        metric = Transform("geom_web", settings.CARTO_SRID_METRES)
        return (
            self.filter(geom_web__dwithin=(web, metres * MERCATOR_STRETCH))
            .annotate(distance=Distance(metric, exact))
            .filter(distance__lte=metres)
            .order_by("distance", "pk")
        )

    def nearest_first(self, point: Point) -> Self:
        """All of them from the nearest to the furthest, with `.distance` in metres; the index gives the order."""
        web = point.transform(TILES, clone=True)
        exact = point.transform(settings.CARTO_SRID_METRES, clone=True)
        metric = Transform("geom_web", settings.CARTO_SRID_METRES)
        return self.annotate(distance=Distance(metric, exact)).order_by(_Nearness("geom_web", web), "pk")

    def since(self, day: date) -> Self:
        """Created on that day or later, in the city's time zone."""
        return self.filter(created_at__gte=day_begins(day))

    def until(self, day: date) -> Self:
        """Created on that day or before."""
        return self.filter(created_at__lt=day_ends(day))

    def lock_uuid(self, uuid: UUID) -> None:
        """Make whoever sends the same `uuid` at the same moment wait for this transaction's end."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"fiche:{uuid}"])

    def erase(self) -> int:
        """Delete these fiches with all that hangs on them, table by table, and say how many they were.

        Django's own delete() fetches every row of every table first: a minute of it for 45,000 fiches. Files of photos
        stay; call `drop_photos` before.
        """
        with transaction.atomic():
            chosen = list(self.order_by().values_list("pk", flat=True))
            for start in range(0, len(chosen), ERASED):
                _erase(self.model, chosen[start : start + ERASED])
        return len(chosen)

    def for_cards(self) -> Self:
        """With what a card or a list line shows, in one query."""
        return self.select_related("theme", "rue", "quartier", "commune", "author")

    def with_news(self) -> Self:
        """Each with the last public line of its history in `.news`, at most one; one query for all of them."""
        lines = self.model._meta.get_field("evenements").related_model.objects.public()
        last = lines.order_by("fiche_id", "-at", "-pk").distinct("fiche_id")
        return self.prefetch_related(models.Prefetch("evenements", last, to_attr="news"))


class EvenementQuerySet(models.QuerySet):
    """Lines of history."""

    def public(self) -> Self:
        """Those that everybody may read (`Evenement.is_public`)."""
        return self.exclude(what__in=INTERNAL, public_text="")


class PhotoQuerySet(models.QuerySet):
    """Pictures of fiches."""

    def shown(self) -> Self:
        """Those that everybody may see: a person has looked at them."""
        return self.filter(state="shown")

    def waiting(self) -> Self:
        """Those of sent fiches that nobody has looked at yet, the oldest first; of fiches that are still there."""
        there = ["waiting", "public", "joined"]
        return self.filter(state="waiting", fiche__visibility__in=there).order_by("created_at", "pk")

    def expired(self, limit: datetime) -> Self:
        """Those whose original has served: looked at before `limit`, or of a fiche that its author took back before.

        One that waits is kept, however long.
        """
        looked_at = Q(reviewed_at__lt=limit) & ~Q(state="waiting")
        given_up = Q(state="waiting", fiche__visibility__in=["withdrawn", "expired", "removed"])
        served = looked_at | (given_up & Q(fiche__updated_at__lt=limit))
        return self.filter(served).exclude(original="")


# Only what changes is written: a write wakes the tiles of that fiche. The crossings of points are none.
_REASSIGN = """
UPDATE fiches_fiche AS fiche
SET rue_id = place.rue_id, iris_id = place.iris_id, quartier_id = place.quartier_id, commune_id = place.commune_id
FROM fiches_fiche AS known CROSS JOIN LATERAL territoires_at(known.geom) AS place
WHERE known.id = fiche.id
  AND (fiche.rue_id, fiche.iris_id, fiche.quartier_id, fiche.commune_id)
      IS DISTINCT FROM (place.rue_id, place.iris_id, place.quartier_id, place.commune_id)
"""
_RECROSS = """
WITH crossed AS (
    SELECT fiche.id AS fiche_id, crossed.territoire_id
    FROM fiches_fiche AS fiche CROSS JOIN LATERAL territoires_crossed(fiche.geom) AS crossed
    WHERE ST_Dimension(fiche.geom) > 0
), gone AS (
    DELETE FROM fiches_crossing AS crossing
    WHERE NOT EXISTS (SELECT FROM crossed WHERE (crossed.fiche_id, crossed.territoire_id)
                                              = (crossing.fiche_id, crossing.territoire_id))
)
INSERT INTO fiches_crossing (fiche_id, territoire_id) SELECT fiche_id, territoire_id FROM crossed
ON CONFLICT DO NOTHING
"""


# Cells where feelings are told stand on the same streets and borders.
_RETELL = """
SELECT fiches_tell_cells(array_agg("column"), array_agg("row"))
FROM (SELECT DISTINCT "column", "row" FROM fiches_ressenticell) AS cell
"""


def reassign_territoires() -> int:
    """Give every fiche the street and territories of today's borders; returns how many fiches changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_REASSIGN)
        changed = cursor.rowcount
        cursor.execute(_RECROSS)
        cursor.execute(_RETELL)
    return changed


def day_begins(day: date) -> datetime:
    """Its midnight, in the city's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def day_ends(day: date) -> datetime:
    """The midnight after it, where the next one begins."""
    return day_begins(date.fromordinal(day.toordinal() + 1))


def _erase(model: type[models.Model], keys: list[int]) -> None:
    """Delete rows after what depends on them; what merely mentions them forgets them.

    Keys, not queries within queries: where the database last counted these tables empty, it would go through each row
    of one for each row of the others, for minutes.
    """
    if not keys:
        return
    for relation in _dependents(model):
        name = relation.field.name
        held = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
        if relation.on_delete is not models.CASCADE:
            held.update(**{name: None})
        elif _dependents(relation.related_model):
            _erase(relation.related_model, list(held.values_list("pk", flat=True)))
        else:
            held._raw_delete(held.db)
    rows = model._base_manager.filter(pk__in=keys)
    rows._raw_delete(rows.db)


def _dependents(model: type[models.Model]) -> list[models.ForeignObjectRel]:
    """What refers to rows of a model, from its own table; also where nobody reads it from this side."""
    fields = model._meta.get_fields(include_parents=False, include_hidden=True)
    return [each for each in fields if not each.concrete and (each.one_to_many or each.one_to_one)]
