"""What the worker does for consultations, by itself: nothing that their pages would not do when they are read."""

from procrastinate.contrib.django import app

from projets.opportunites.choosing.actions import settle_due


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="settle_consultations")
def settle_consultations(timestamp: int) -> int:
    """Every minute: destroy the secrets of those that are over. Returns how many were looked at."""
    return settle_due()
