"""Links that prove that one reads a mailbox, or holds a browser: signed, and nothing of them is stored."""

from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse

from carto.alertes.models import Abonnement

CONFIRM: Final = "alertes.confirm"
MANAGE: Final = "alertes.manage"
STOP_ALL: Final = "alertes.stop-all"
CONFIRM_WITHIN: Final = 7 * 24 * 3600  # seconds


def token(abonnement: Abonnement, purpose: str) -> str:
    """A link's token, for one purpose alone: what confirms does not unsubscribe."""
    return signing.dumps(abonnement.pk, salt=purpose)


def read_token(text: str, purpose: str) -> int | None:
    """Which abonnement it is about, still there or not; None when the token is not ours or too old."""
    try:
        return signing.loads(text, salt=purpose, max_age=CONFIRM_WITHIN if purpose == CONFIRM else None)
    except signing.BadSignature:
        return None


def address_of(name: str, *args: object) -> str:
    """A page of ours as a whole address, for letters: nobody asked for it, so the setting CARTO_URL says the host."""
    return f"{settings.CARTO_URL}{reverse(name, args=args)}"
