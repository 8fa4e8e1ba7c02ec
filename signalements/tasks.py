"""What the worker does for signalements, by itself."""

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from signalements.bulk import tasks as bulk
from signalements.desk import jobs as desk
from signalements.forwarding import jobs as forwarding
from signalements.forwarding.actions import take_back_unanswered
from signalements.hooks import tasks as hooks
from signalements.open311 import tasks as open311
from signalements.outcome.actions import give_up_waiting
from signalements.planning.actions import gather

# The worker knows of what this module imports.
__all__ = [
    "bulk",
    "desk",
    "forwarding",
    "gather_what_comes_back",
    "go_on_without_answers",
    "go_on_without_them",
    "hooks",
    "open311",
]


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


@app.periodic(cron="11 5 * * *")
@app.task(queueing_lock="gather_what_comes_back")
def gather_what_comes_back(timestamp: int) -> int:
    """Every night: what was reopened, or came by an import, may be what comes back. Returns how many joined a study."""
    return gather(datetime.fromtimestamp(timestamp, UTC) - timedelta(days=2))
