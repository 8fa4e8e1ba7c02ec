"""What the worker does for the fiches, by itself."""

from procrastinate.contrib.django import app

from carto.fiches import actions, uploads
from carto.fiches.moderation import detecting, tasks
from carto.fiches.voices.actions import forget_marks

# The worker knows of what this module imports.
__all__ = ["detecting", "drop_forgotten_photos", "forget_marks_of_voices", "tasks"]


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="drop_forgotten_photos")
def drop_forgotten_photos(timestamp: int) -> int:
    """Every hour: delete the photos of forms never sent, or that never came whole; returns how many."""
    return actions.drop_forgotten_photos() + uploads.drop_forgotten_uploads()


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="forget_marks_of_voices")
def forget_marks_of_voices(timestamp: int) -> int:
    """Every hour: forget which browser made a gesture more than a day ago. Returns how many."""
    return forget_marks()
