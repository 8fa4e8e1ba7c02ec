"""What the worker does for the fiches, by itself."""

from procrastinate.contrib.django import app

from carto.fiches import actions
from carto.fiches.moderation import detecting, tasks

__all__ = ["detecting", "drop_forgotten_photos", "tasks"]  # the worker knows of what this module imports


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="drop_forgotten_photos")
def drop_forgotten_photos(timestamp: int) -> int:
    """Every hour: delete the photos of forms that were never sent. Returns how many."""
    return actions.drop_forgotten_photos()
