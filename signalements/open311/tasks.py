"""What the worker does with other Open311 servers."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from signalements.open311 import pulling, sending


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="open311.send")
def send_on(timestamp: int) -> int:
    """Every minute: put in line what linked services have received, and send what is due. Returns how many tries."""
    now = datetime.fromtimestamp(timestamp, UTC)
    sending.gather(now)
    return sending.send_due(now)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="open311.pull")
def pull_updates(timestamp: int) -> int:
    """Every five minutes: what has become of what was sent. Returns how many updates are new."""
    return pulling.pull_all(datetime.fromtimestamp(timestamp, UTC))
