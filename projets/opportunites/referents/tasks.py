"""What the worker does for référents: the daily message, and the topics whose day to wake has come."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from projets.opportunites.referents import notices
from projets.opportunites.referents.actions import settle_due


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def tell_referent(person_id: int) -> int:
    """Write to one of them of the new candidates; returns how many."""
    return notices.tell(person_id)


@app.periodic(cron="0 7 * * *")
@app.task(queueing_lock="opportunites.tell_referents")
def tell_referents(timestamp: int) -> int:
    """Every morning: one message for each référent, apart, so that one refused mailbox stops nobody else's."""
    told = notices.people()
    for person_id in told:
        tell_referent.defer(person_id=person_id)
    return len(told)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="opportunites.wake")
def wake_topics(timestamp: int) -> int:
    """Wake the topics whose day has come, if no reader came first; returns how many."""
    return settle_due()
