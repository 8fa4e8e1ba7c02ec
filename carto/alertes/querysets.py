"""The vocabulary of following: who may be written to, what waits to be sent, and to whom together."""

from datetime import datetime
from typing import Final, Self

from django.db import connection, models

MOST_ATTEMPTS: Final = 8  # two days of trying


class AbonnementQuerySet(models.QuerySet):
    """Who follows what."""

    def confirmed(self) -> Self:
        """Those that may be written to."""
        return self.filter(confirmed_at__isnull=False)

    def hearing_of(self, fiche_id: int, *, places: bool) -> Self:
        """Those that a line of that fiche may be told to; with `places`, any place that somebody follows."""
        itself = models.Q(fiche_id=fiche_id)
        return self.filter(itself | models.Q(fiche_id=None) if places else itself)

    def with_what(self) -> Self:
        """With the name of what is followed."""
        return self.select_related("fiche", "zone")

    def at_address(self, email: str, endpoint: str) -> Self:
        """Every one that goes to the same mailbox or to the same browser."""
        return self.filter(email=email, endpoint=endpoint)


class MessageQuerySet(models.QuerySet):
    """What is to be said to whom."""

    def due(self, at: datetime) -> Self:
        """What should have left by then, the oldest first."""
        waiting = self.filter(sent_at=None, due_at__lte=at, attempts__lt=MOST_ATTEMPTS)
        return waiting.filter(abonnement__confirmed_at__isnull=False).order_by("due_at", "pk")

    def beside(self, addresses: set[str]) -> Self:
        """Without those to addresses that somebody else is just writing to."""
        return self.exclude(abonnement__email__in=addresses).exclude(abonnement__endpoint__in=addresses)

    def taken(self) -> Self:
        """Held until the transaction ends, without waiting for those that another worker holds; with what is said."""
        told = self.select_related(
            "abonnement__zone", "evenement__fiche__rue", "evenement__fiche__quartier", "evenement__fiche__theme"
        )
        return told.select_for_update(skip_locked=True, of=("self",))

    def take_address(self, address: str) -> bool:
        """Be alone to write to that address until the transaction ends; False when somebody else is."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"alertes:{address}"])
            return cursor.fetchone()[0]
