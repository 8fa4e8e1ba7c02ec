"""What the worker does for signalements, by itself."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from signalements.desk import jobs as desk_jobs
from signalements.outcome.actions import give_up_waiting

__all__ = ["desk_jobs", "go_on_without_answers"]  # the worker finds here what it may be asked to do


@app.periodic(cron="41 6 * * *")
@app.task(queueing_lock="give_up_waiting")
def go_on_without_answers(timestamp: int) -> int:
    """Every morning: go on with what has waited ten days for an answer. Returns how many."""
    return give_up_waiting(datetime.fromtimestamp(timestamp, UTC))
