"""What the worker sends: the link to whom it is for, and their answers to the service."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from carto.fiches.models import Evenement
from signalements.forwarding import letters
from signalements.forwarding.querysets import live
from signalements.models import Forwarding

_RELATED = ("signalement__service", "signalement__rue", "signalement__quartier")


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def send_link(forwarding_id: int) -> bool:
    """Send the link by mail, unless it was taken back meanwhile; whether it was sent."""
    sent = Forwarding.objects.select_related(*_RELATED).filter(live(timezone.now()), pk=forwarding_id).first()
    if sent is None or not sent.email:
        return False
    letters.link(sent).send()
    return True


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def tell_service(forwarding_id: int, evenement_id: int) -> bool:
    """Tell the service what was answered, at its own address; whether it has one."""
    answered = Forwarding.objects.select_related(*_RELATED).get(pk=forwarding_id)
    if not answered.signalement.service.email:
        return False
    letters.answer(answered, Evenement.objects.get(pk=evenement_id)).send()
    return True
