"""Which links still open something."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from signalements.models import Forwarding, Signalement
from signalements.workflow import Status


def live(now: datetime) -> Q:
    """Links that are neither over nor taken back."""
    return Q(revoked_at=None, expires_at__gt=now)


def siblings(forwarding: Forwarding, now: datetime) -> QuerySet[Forwarding]:
    """What else the same contractor still has to do: sent to the same mailbox, and open.

    Only for a contractor with an address: a link that was read out on the telephone opens its own signalement alone.
    """
    if not forwarding.contractor or not forwarding.email:
        return Forwarding.objects.none()
    mine = Forwarding.objects.filter(live(now), contractor=True, email=forwarding.email)
    with_them = mine.filter(signalement__status=Status.FORWARDED.value)
    return with_them.exclude(pk=forwarding.pk).select_related(
        "signalement__rue", "signalement__quartier", "signalement__theme"
    )


def left_unanswered(now: datetime) -> QuerySet[Signalement]:
    """Forwarded, every link to it over, and the last that ran out never answered."""
    links = Forwarding.objects.filter(signalement=OuterRef("pk"))
    silent = links.filter(revoked_at=None, expires_at__lte=now, answered_at=None)
    return Signalement.objects.filter(Exists(silent), ~Exists(links.filter(live(now))), status=Status.FORWARDED.value)
