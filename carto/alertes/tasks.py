"""What the worker does for those who follow a fiche or a place."""

from collections import deque
from typing import Final

from django.db import DatabaseError, connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from carto.alertes import forgetting, letters, outbox
from carto.alertes.models import Abonnement
from carto.fiches.models import Evenement

TOGETHER: Final = 50  # lines
_made: Final[deque[int]] = deque(maxlen=1000)  # lines whose messages this very process has stored


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def prepare(evenement_id: int) -> int:
    """Make one message for each follower of the fiche or place, and send what is due; returns how many are new.

    What waits behind it is made with it: a thousand lines that arrive at once cost half of what they would one by one.
    """
    made = 0
    if evenement_id not in _made:
        waiting = _waiting() - {evenement_id, *_made}
        try:
            made = _make(evenement_id, *waiting)
        except DatabaseError:  # one of them may be the reason: each is then tried by its own job
            if not waiting or connection.in_atomic_block:
                raise
            made = _make(evenement_id)
    outbox.send_due(timezone.now())
    return made


def _waiting() -> set[int]:
    """The lines that other jobs are about to ask for; they will find theirs made."""
    jobs = ProcrastinateJob.objects.filter(task_name=prepare.name, status="todo").order_by("id")
    return {args["evenement_id"] for args in jobs.values_list("args", flat=True)[:TOGETHER]}


def _make(*keys: int) -> int:
    # Whoever wrote a line may be erased by now: a copy without their words took its place.
    made = outbox.make_messages(*Evenement.objects.select_related("fiche").filter(pk__in=keys))
    _made.extend(keys)
    return made


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def prepare_together(evenement_ids: list[int], only: str = "") -> int:
    """The same for several lines at once, so that they are told in one message; `only` the address of that mark."""
    lines = Evenement.objects.select_related("fiche").filter(pk__in=evenement_ids)
    made = outbox.make_messages(*lines, only=only)
    outbox.send_due(timezone.now())
    return made


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def ask_to_confirm(abonnement_id: int) -> None:
    """Ask the owner of an address whether they want to follow; somebody else may have typed it."""
    asked = Abonnement.objects.with_what().filter(pk=abonnement_id, confirmed_at=None).first()
    if asked:
        letters.question(asked).send()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="alertes.send_due")
def send_due(timestamp: int) -> int:
    """Every minute: send what waited for the end of quiet hours, for a digest or for another try; returns how many."""
    return outbox.send_due(timezone.now())


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="alertes.forget")
def forget(timestamp: int) -> int:
    """Every night: drop addresses and messages that are no longer needed; returns how many."""
    return forgetting.forget(timezone.now())
