"""What the worker does for the accounts, by itself."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="forget_sessions")
def forget_sessions(timestamp: int) -> int:
    """Every night: the sessions that have run out, which open nothing any more; returns how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
