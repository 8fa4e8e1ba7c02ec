"""What the worker does for drafts."""

from django.utils import timezone
from procrastinate.contrib.django import app

from projets.idees.drafts.actions import drop_forgotten_drafts


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="drop_forgotten_drafts")
def drop_forgotten(timestamp: int) -> int:
    """Every night: drop the drafts that nobody has touched for half a year. Returns how many."""
    return drop_forgotten_drafts(timezone.now())
