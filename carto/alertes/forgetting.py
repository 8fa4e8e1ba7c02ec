"""Addresses and messages are not kept longer than there is something to tell."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from carto.alertes.models import Abonnement, Message
from carto.fiches.models import Stage

UNCONFIRMED_KEPT: Final = timedelta(days=7)  # as long as the question's link is good
MESSAGES_KEPT: Final = timedelta(days=90)
SETTLED_KEPT: Final = timedelta(days=365)


def forget(now: datetime) -> int:
    """Drop what was never confirmed, what has long been said, and strangers' addresses that follow settled fiches."""
    unconfirmed = Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT)
    settled = Q(fiche__stage__in=[Stage.DONE, Stage.SET_ASIDE], fiche__updated_at__lt=now - SETTLED_KEPT)
    gone = Abonnement.objects.filter(unconfirmed | settled & Q(person=None)).delete()[0]
    return gone + Message.objects.filter(due_at__lt=now - MESSAGES_KEPT).delete()[0]
