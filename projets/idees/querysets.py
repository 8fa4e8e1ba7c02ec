"""The vocabulary of idées, of the palette, of sheets, campaigns and messages."""

from typing import Self

from django.db import models
from django.utils import timezone

from carto.fiches.querysets import FicheQuerySet


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
