"""What the worker does for the inbox."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from projets.idees.inbox.sending import Unsent, send
from projets.idees.models import Depeche, DepecheReply, DepecheState

ATTEMPTS: Final = 6


@app.task(retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=5, retry_exceptions={Unsent}))
def send_reply(reply_id: int) -> None:
    """Send one answer, once; what keeps it from leaving is written beside it, and tried again when that may help."""
    reply = DepecheReply.objects.select_related("depeche").filter(pk=reply_id, sent_at=None).first()
    if reply is None or not reply.depeche.sender:
        return
    try:
        send(reply)
    except Unsent as error:
        DepecheReply.objects.filter(pk=reply.pk).update(error=str(error)[:300])
        if error.again:
            raise
        return
    DepecheReply.objects.filter(pk=reply.pk).update(sent_at=timezone.now(), error="")


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="idees.forget_senders")
def forget_senders(timestamp: int) -> int:
    """Every night: forget who sent what has been decided long enough ago, as with other contacts; returns how many."""
    limit = timezone.now() - timedelta(days=settings.CARTO_CONTACT_DAYS)
    over = Depeche.objects.exclude(state=DepecheState.WAITING).exclude(sender="").filter(qualified_at__lt=limit)
    return over.exclude(replies__at__gte=limit).update(sender="")
