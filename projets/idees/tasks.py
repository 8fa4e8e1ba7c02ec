"""What the worker does for idées, by itself."""

from django.utils import timezone
from procrastinate.contrib.django import app

from projets.idees.fusions import tasks as fusions
from projets.idees.fusions.actions import drop_silent

# The worker knows of what this module imports.
__all__ = ["drop_silent_fusions", "fusions"]


@app.periodic(cron="27 * * * *")
@app.task(queueing_lock="drop_silent_fusions")
def drop_silent_fusions(timestamp: int) -> int:
    """Every hour: end the merges that not every author has answered in time. Returns how many."""
    return drop_silent(timezone.now())
