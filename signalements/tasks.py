"""What the worker does for signalements, by itself."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from signalements.open311 import tasks as open311  # noqa: F401 (its tasks are the worker's too)
from signalements.outcome.actions import give_up_waiting


@app.periodic(cron="41 6 * * *")
@app.task(queueing_lock="give_up_waiting")
def go_on_without_answers(timestamp: int) -> int:
    """Every morning: go on with what has waited ten days for an answer. Returns how many."""
    return give_up_waiting(datetime.fromtimestamp(timestamp, UTC))
