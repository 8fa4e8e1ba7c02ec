"""What the worker does for the juries: it writes to whoever is called, and closes them at their hour."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from carto.fiches.models import Jure
from carto.fiches.moderation.jury import closing, letters


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def write_to_juror(jure_id: int) -> None:
    """Tell somebody that the lot has fallen on them."""
    jure = Jure.objects.select_related("jury", "person").filter(pk=jure_id).exclude(person=None).first()
    if jure is not None:
        letters.called(jure).send()


@app.task
def close(jury_id: int) -> bool:
    """Give the verdict at the hour that was said, if no reader came first."""
    return closing.close(jury_id)
