"""What the worker does for signalements, by itself."""

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from signalements.outcome.actions import give_up_waiting
from signalements.planning.actions import gather


@app.periodic(cron="41 6 * * *")
@app.task(queueing_lock="give_up_waiting")
def go_on_without_answers(timestamp: int) -> int:
    """Every morning: go on with what has waited ten days for an answer. Returns how many."""
    return give_up_waiting(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="11 5 * * *")
@app.task(queueing_lock="gather_what_comes_back")
def gather_what_comes_back(timestamp: int) -> int:
    """Every night: what was reopened, or came by an import, may be what comes back. Returns how many joined a study."""
    return gather(datetime.fromtimestamp(timestamp, UTC) - timedelta(days=2))
