"""What the worker does for signalements, by itself."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from signalements.forwarding import jobs
from signalements.forwarding.actions import take_back_unanswered
from signalements.outcome.actions import give_up_waiting

__all__ = ["go_on_without_answers", "go_on_without_them", "jobs"]  # the worker finds here what it may be asked to do


@app.periodic(cron="41 6 * * *")
@app.task(queueing_lock="give_up_waiting")
def go_on_without_answers(timestamp: int) -> int:
    """Every morning: go on with what has waited ten days for an answer. Returns how many."""
    return give_up_waiting(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="take_back_unanswered")
def go_on_without_them(timestamp: int) -> int:
    """Every hour: take back what was forwarded and whose links ran out without an answer. Returns how many."""
    return take_back_unanswered(datetime.fromtimestamp(timestamp, UTC))
