"""The vocabulary of idées, of the palette, of sheets, campaigns and messages."""

from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, FloatField, Func, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from carto.fiches.querysets import FicheQuerySet


class AutocollantQuerySet(models.QuerySet):
    """Stickers, as the palette offers them."""

    def offered(self) -> Self:
        """Those that residents may place, theme by theme."""
        return self.filter(active=True).select_related("theme")


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


class DepecheQuerySet(models.QuerySet):
    """Messages of the inbox."""

    def waiting(self) -> Self:
        """Those that nobody has placed yet, the oldest first."""
        return self.filter(state="waiting")
