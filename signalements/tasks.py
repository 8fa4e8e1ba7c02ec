"""What the worker does for signalements, by itself."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from signalements.bulk import tasks as bulk
from signalements.outcome.actions import give_up_waiting

# The worker knows of what this module imports.
__all__ = ["bulk", "go_on_without_answers"]


@app.periodic(cron="41 6 * * *")
@app.task(queueing_lock="give_up_waiting")
def go_on_without_answers(timestamp: int) -> int:
    """Every morning: go on with what has waited ten days for an answer. Returns how many."""
    return give_up_waiting(datetime.fromtimestamp(timestamp, UTC))
