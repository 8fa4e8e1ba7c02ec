"""What the worker does for the systems that listen."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from signalements.hooks.sending import forget, send_due


@app.task(retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def deliver() -> int:
    """Tell what waits; returns how many heard."""
    return send_due(timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="hooks.deliver_again")
def deliver_again(timestamp: int) -> int:
    """Every minute: what failed and is due for another try; returns how many heard."""
    return send_due(timezone.now())


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="hooks.forget")
def forget_deliveries(timestamp: int) -> int:
    """Every night: drop what was delivered or given up a month ago; returns how many."""
    return forget(timezone.now())
