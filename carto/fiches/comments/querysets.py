"""Comments as a page shows them: questions with what answers them."""

from typing import Self

from django.db import models

OFFICIAL = ("agent", "referent", "publisher")  # roles that answer a question; the last, of a figure of its own


class CommentaireQuerySet(models.QuerySet):
    """Words about fiches."""

    def public(self) -> Self:
        """Those that everybody reads."""
        return self.filter(visibility="public")

    def replied(self) -> Self:
        """With the public words that answer each, the first first, in `.given`."""
        replies = self.model._base_manager.filter(visibility="public", role__in=OFFICIAL).order_by("created_at", "pk")
        return self.prefetch_related(models.Prefetch("replies", replies, to_attr="given"))

    def questions_of(self, fiche_id: int) -> Self:
        """The questions of a fiche that nobody has answered yet, the oldest first."""
        asked = self.public().filter(fiche_id=fiche_id, due_at__isnull=False)
        answered = models.Q(replies__visibility="public", replies__role__in=OFFICIAL)
        return asked.exclude(pk__in=asked.filter(answered).values("pk")).order_by("created_at", "pk")
