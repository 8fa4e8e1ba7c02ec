"""What the worker does for the fiches, by itself."""

from procrastinate.contrib.django import app

from carto.fiches import actions, uploads
from carto.fiches.moderation import detecting, tasks
from carto.fiches.moderation.jury import tasks as juries
from carto.fiches.trust import bursts, retention
from carto.fiches.voices.actions import forget_marks

# The worker knows of what this module imports.
__all__ = [
    "detecting",
    "drop_forgotten_photos",
    "forget_marks_of_voices",
    "forget_people",
    "juries",
    "lift_released_bursts",
    "tasks",
]


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


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="forget_people")
def forget_people(timestamp: int) -> int:
    """Every hour: what has been kept of people long enough (carto.fiches.trust.retention). Returns how many rows."""
    return retention.forget_passages() + retention.forget_contacts() + retention.forget_links()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="lift_released_bursts")
def lift_released_bursts(timestamp: int) -> int:
    """Every minute: a person has released one of a burst, the rest follows. Returns how many."""
    return bursts.lift_released_bursts()
