"""The secret of a link: made again whenever it has to be written in a letter, kept nowhere but as a digest."""

import base64

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from carto.fiches.actions import digest
from signalements.models import Forwarding

PURPOSE = "signalements.forwarding"


def secret_of(forwarding: Forwarding) -> str:
    """43 letters that only this site can make: what the table holds does not tell them."""
    told = (forwarding.signalement_id, forwarding.organisation, forwarding.email, forwarding.sent_at.timestamp())
    made = salted_hmac(PURPOSE, repr(told), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def address_of(forwarding: Forwarding) -> str:
    """The whole address, as a letter says it."""
    return f"{settings.CARTO_URL}{reverse('signalements:forwarding:page', args=[secret_of(forwarding)])}"


def of_secret(secret: str) -> Forwarding | None:
    """The link that these letters open, whether it still holds or not; None when there is none."""
    return Forwarding.objects.select_related("signalement").filter(digest=digest(secret)).first()
