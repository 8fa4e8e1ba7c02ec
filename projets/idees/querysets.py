"""The vocabulary of idées, of the palette, of sheets, campaigns and messages."""

from datetime import datetime
from typing import Final, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import Count, F, FloatField, Func, OuterRef, Q, Value
from django.db.models.functions import MD5, Cast, Concat, JSONObject
from django.utils import timezone

from carto.fiches.models.shown import ANONYMOUS, UNSIGNED
from carto.fiches.querysets import FicheQuerySet, day_begins


class AutocollantQuerySet(models.QuerySet):
    """Stickers, as the palette offers them."""

    def offered(self) -> Self:
        """Those that residents may place, theme by theme."""
        return self.filter(active=True).select_related("theme")

    def first_of(self, theme_id: int) -> Self:
        """Those of a theme before the others, both in the palette's own order."""
        own = models.Case(models.When(theme=theme_id, then=0), default=1)
        return self.order_by(own, *self.model._meta.ordering)


class IdeeQuerySet(FicheQuerySet):
    """Idées through their own table."""

    def for_cards(self) -> Self:
        """With their stickers too, in `.laid`: from the bottom of the pile to its top, in the same query."""
        poses = self.model._meta.get_field("poses").related_model.objects
        told = JSONObject(
            code="autocollant__code",
            name="autocollant__name",
            longitude=Func(F("geom"), function="ST_X", output_field=FloatField()),
            latitude=Func(F("geom"), function="ST_Y", output_field=FloatField()),
            angle="angle",
            size="size",
        )
        mine = poses.filter(idee=OuterRef("pk")).order_by("order").values(told=told)
        return super().for_cards().annotate(laid=ArraySubquery(mine))

    def public(self) -> Self:
        """What everybody may see; an idea for a time no longer is once its hour has come, whatever any job did."""
        lasting = models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now())
        return super().public().filter(lasting)

    def undreamt(self) -> Self:
        """Without dreams: no service owes one an answer, its proposal has a clock of its own."""
        return self.exclude(campagne__dream=True)

    def of_sticker(self, code: str) -> Self:
        """Everything wished with the same sticker."""
        return self.filter(autocollant__code=code)


class CalqueQuerySet(models.QuerySet):
    """Sheets."""

    def public(self) -> Self:
        """Those that everybody may lay over the map."""
        return self.filter(visibility="public")


class TraitQuerySet(models.QuerySet):
    """Strokes."""

    def drawn(self) -> Self:
        """Those that have not been erased."""
        return self.filter(erased_at=None)


class CampagneQuerySet(models.QuerySet):
    """Campaigns."""

    def public(self) -> Self:
        """Those that have been published, past, present and to come."""
        return self.filter(published_at__isnull=False)

    def open(self) -> Self:
        """Those that take contributions at this moment, from their dates alone."""
        now = timezone.now()
        return self.public().filter(opens_at__lte=now, closes_at__gt=now)

    def to_come(self) -> Self:
        """Those that have been announced, the nearest first."""
        return self.public().filter(opens_at__gt=timezone.now()).order_by("opens_at")

    def over(self) -> Self:
        """Those that are closed for good, the latest first."""
        return self.public().filter(closes_at__lte=timezone.now()).order_by("-closes_at")

    def to_seal(self) -> Self:
        """Those that are over and could still tell two people apart."""
        return self.filter(closes_at__lte=timezone.now(), sealed_at=None)


class DepecheQuerySet(models.QuerySet):
    """Messages of the inbox."""

    def waiting(self) -> Self:
        """Those that nobody has placed yet, the oldest first."""
        return self.filter(state="waiting")


class EnregistrementQuerySet(models.QuerySet):
    """Voices."""

    def to_hear(self) -> Self:
        """Those given with an idea that nobody has listened to yet, the oldest first; of ideas still there."""
        waiting = self.filter(state="waiting", transcription="", idee__visibility__in=("public", "waiting", "joined"))
        return waiting.exclude(file="").order_by("created_at", "pk")


class RestitutionQuerySet(models.QuerySet):
    """What people make of the contributions."""

    def public(self) -> Self:
        """Those that everybody may read."""
        return self.filter(visibility="public")

    def by_lot(self, seed: str) -> Self:
        """In an order drawn by `seed`: the same for one seed, another for the next; neither age nor office counts."""
        drawn = MD5(Concat(Cast("uuid", models.TextField()), Value(seed)))
        return self.order_by(drawn, "pk")


def changes_since(since: datetime, campagne: int | None) -> dict[str, int]:
    """How many ideas came, answers were given and states changed since then; of one campaign, or of all of them. What
    nobody signed counts from the morning of that day: asked of two minutes, a count would tell the hour of one.
    """
    morning = day_begins(timezone.localdate(since))
    ideas = apps.get_model("fiches.Fiche").objects.public().filter(kind="idee", created_at__gte=morning)
    ideas = ideas.filter(ANONYMOUS | Q(created_at__gt=since))
    said = apps.get_model("fiches.Evenement").objects.filter(
        Q(person=None, actor_role__in=UNSIGNED) | Q(at__gt=since),
        at__gte=morning, fiche__kind="idee", fiche__visibility="public",
    )  # fmt: skip
    if campagne:
        ideas = ideas.filter(idee__campagne=campagne)
        said = said.filter(fiche__idee__campagne=campagne)
    counts = said.filter(what__in=("answer", "status")).aggregate(
        answers=Count("pk", filter=Q(what="answer")), states=Count("pk", filter=Q(what="status"))
    )
    return {"ideas": ideas.count()} | counts


_IDEAS: Final = """
SELECT fiche.id, fiche.author_id
FROM fiches_fiche AS fiche JOIN idees_idee AS idee ON idee.fiche_ptr_id = fiche.id
WHERE fiche.kind = 'idee' AND fiche.visibility = 'public'
  AND (%(campagne)s::bigint IS NULL OR idee.campagne_id = %(campagne)s)
"""
_BY_PERSON: Final = f"""
WITH ideas AS ({_IDEAS}), made AS (
    SELECT author_id AS person FROM ideas WHERE author_id IS NOT NULL
    UNION ALL
    SELECT soutien.person_id FROM fiches_soutien AS soutien JOIN ideas ON ideas.id = soutien.fiche_id
    WHERE soutien.kind = 'too' AND soutien.person_id IS NOT NULL
), each AS (SELECT count(*) AS n FROM made GROUP BY person)
SELECT n, count(*) FROM each GROUP BY n
"""
_SIGNED: Final = f"SELECT count(author_id), count(*) - count(author_id) FROM ({_IDEAS}) AS ideas"


def contributions_by_person(campagne: int | None) -> dict[int, int]:
    """How many people signed so many ideas and supports, `{1: 300, 2: 40}`; of a campaign, by its id, or of all."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_PERSON, {"campagne": campagne})
        return dict(cursor.fetchall())


def ideas_by_signature(campagne: int | None) -> tuple[int, int]:
    """How many public ideas are signed, and how many are not."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNED, {"campagne": campagne})
        return cursor.fetchone()
