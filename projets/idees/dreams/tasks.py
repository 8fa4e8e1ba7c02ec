"""What the worker does for dreams."""

from django.utils import timezone
from procrastinate.contrib.django import app

from projets.idees.dreams.actions import ask_authors


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="ask_dreamers")
def ask_dreamers(timestamp: int) -> int:
    """Every ten minutes: a dream campaign is over, its authors are asked. Returns how many."""
    return ask_authors(timezone.now())
