"""Addresses and messages are not kept longer than there is something to tell."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from carto.alertes.models import Abonnement, Deplacement, Message
from carto.alertes.places.hearing import NEW_FOR
from carto.fiches.trust.retention import OVER, contact_kept

UNCONFIRMED_KEPT: Final = timedelta(days=7)  # as long as the question's link is good
MESSAGES_KEPT: Final = timedelta(days=90)
SETTLED_KEPT: Final = timedelta(days=365)  # after the last line of its history


def forget(now: datetime) -> int:
    """Drop what was never confirmed, what has long been said, and strangers' addresses that follow settled fiches."""
    unconfirmed = Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT)
    gone = Abonnement.objects.filter(unconfirmed).delete()[0]
    # The address that came with the fiche goes when its contact does: it is the same one.
    for is_reporter, kept in ((False, SETTLED_KEPT), (True, contact_kept())):
        settled = Abonnement.objects.filter(OVER, person=None, is_reporter=is_reporter, created_at__lt=now - kept)
        gone += settled.exclude(fiche__evenements__at__gte=now - kept).delete()[0]
    # That a fiche was new somewhere is known as long as it may be new elsewhere; who follows a place does so until they
    # stop: there is always something to tell.
    gone += Deplacement.objects.filter(at__lt=now - NEW_FOR).delete()[0]
    gone += Message.objects.filter(due_at__lt=now - NEW_FOR).delete()[0]
    return gone + Message.objects.filter(news=None, due_at__lt=now - MESSAGES_KEPT).delete()[0]
