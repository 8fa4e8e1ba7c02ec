"""Who answers for what at a place: rows of the directory, never more than one query for each table."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class CompetenceQuerySet(models.QuerySet):
    """Who answers for a theme."""

    def in_force_in(self, territoires: Iterable[models.Model]) -> Self:
        """What holds everywhere, and what holds in one of these territories."""
        return self.filter(Q(territoire=None) | Q(territoire__in=territoires))

    def told(self) -> Self:
        """With all that a page says of each, in the order of the themes."""
        with_rest = self.select_related("theme", "territoire", "organisme", "service", "marche")
        return with_rest.prefetch_related("marche__titulaires").order_by("theme__order", "pk")


class EluQuerySet(models.QuerySet):
    """Elected persons."""

    def sitting(self, day: date) -> Self:
        """Those who hold their function on that day."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def in_charge_in(self, territoires: Iterable[models.Model]) -> Self:
        """Of everywhere, or of one of these territories."""
        return self.filter(Q(territoire=None) | Q(territoire__in=territoires))

    def told(self) -> Self:
        """With their theme, territory and organisation."""
        return self.select_related("theme", "territoire", "organisme")
