"""Questions about figures, as their pages and the desk read them."""

from collections.abc import Iterable
from typing import Final, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from carto.fiches.comments.querysets import OFFICIAL

BINNED: Final = ("binned", "removed")


class DemandeQuerySet(models.QuerySet):
    """Those about a place are comments of its fiche too: what the moderation decided there holds here."""

    def shown(self) -> Self:
        """Those that everybody reads."""
        public = Q(commentaire=None) | Q(commentaire__visibility="public")
        return self.filter(public, hidden_at=None, held="")

    def hidden(self) -> Self:
        """Those that the moderation took away, and says so."""
        return self.filter(Q(hidden_at__isnull=False) | Q(commentaire__visibility__in=BINNED))

    def to_reread(self) -> Self:
        """Those without a place that wait for a person to look."""
        return self.filter(commentaire=None, hidden_at=None).exclude(held="").order_by("asked_at", "pk")

    def answered(self) -> Self:
        """Those that have their answer."""
        replied = Q(commentaire__replies__visibility="public", commentaire__replies__role__in=OFFICIAL)
        replies = self.model._base_manager.filter(replied).values("pk")
        return self.filter(Q(answered_at__isnull=False) | Q(pk__in=replies))

    def waiting(self) -> Self:
        """Those that everybody reads and nobody has answered, the most urgent first."""
        answered = self.model._default_manager.answered().order_by().values("pk")
        return self.shown().exclude(pk__in=answered).order_by("due_at", "pk")

    def late(self) -> Self:
        """Those whose day has passed."""
        return self.filter(due_at__lt=timezone.now())

    def published_by(self, organismes: Iterable[models.Model]) -> Self:
        """Those about figures that one of these organisations publishes."""
        organismes = list(organismes)
        of_cost = Q(cout__publisher__in=organismes) | Q(cout__equipement__publisher__in=organismes)
        of_row = Q(ligne__source__organisme__in=organismes) | Q(cout__ligne__source__organisme__in=organismes)
        of_none = Q(chart__startswith="lieu:", commentaire__fiche__equipement__publisher__in=organismes)
        return self.filter(of_cost | of_row | of_none)

    def told(self) -> Self:
        """With all that a list says of each; the words that answer one about a place are in `.commentaire.given`."""
        commentaires = self.model._meta.get_field("commentaire").related_model._base_manager
        replies = commentaires.filter(visibility="public", role__in=OFFICIAL).order_by("created_at", "pk")
        figure = ("cout__equipement__publisher", "cout__publisher", "cout__ligne__source__organisme")
        return self.select_related(
            *figure, "ligne__source__organisme", "commentaire__fiche", "commentaire__author", "author", "debate"
        ).prefetch_related(
            models.Prefetch("commentaire__replies", replies, to_attr="given"), "transmissions__organisme"
        )

    def counts_of_place(self, equipement_id: int) -> dict[int, int]:
        """How many questions everybody reads about each cost of a facility, in one query."""
        counted = self.shown().filter(cout__equipement=equipement_id).order_by().values_list("cout")
        return dict(counted.annotate(n=Count("pk")))
