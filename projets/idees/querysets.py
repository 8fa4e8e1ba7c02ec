"""The vocabulary of idées and of the palette."""

from typing import Self

from django.db import models

from carto.fiches.querysets import FicheQuerySet


class AutocollantQuerySet(models.QuerySet):
    """Stickers, as the palette offers them."""

    def offered(self) -> Self:
        """Those that residents may place, theme by theme."""
        return self.filter(active=True).select_related("theme")


class IdeeQuerySet(FicheQuerySet):
    """Idées through their own table."""

    def of_sticker(self, code: str) -> Self:
        """Everything wished with the same sticker."""
        return self.filter(autocollant__code=code)
