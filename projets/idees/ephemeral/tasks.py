"""What the worker does at the hour of an idea, when nobody has come by before."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from projets.idees.ephemeral import leaving
from projets.idees.models import Idee


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def pass_away(idee_id: int) -> None:
    """Take what is due off the map, and finish erasing this one should anything have come between."""
    leaving.leave_due()
    gone = Idee.objects.filter(pk=idee_id, visibility="expired").first()
    if gone is not None:
        leaving.forget(gone)
