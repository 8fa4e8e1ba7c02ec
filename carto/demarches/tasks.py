"""What the worker does for the accounts that nobody uses."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from carto.comptes.models import User
from carto.demarches.person import unused


@app.periodic(cron="19 4 * * *")
@app.task(queueing_lock="forget_accounts")
def forget_accounts(timestamp: int) -> int:
    """Every night: write to those whose account is to be erased a month later; returns to how many."""
    return unused.tell_owners(timezone.now(), _foretell)


@app.task
def erase_unused(person_id: int) -> bool:
    """A month after the letter: the account goes, if nobody has signed in since. Returns whether it went."""
    return unused.erase_unused(person_id, timezone.now())


def _foretell(person: User, at: datetime) -> bool:
    """Plan it; False when it is planned already."""
    planned = erase_unused.configure(queueing_lock=f"unused:{person.pk}", schedule_at=at)
    try:
        with transaction.atomic():
            planned.defer(person_id=person.pk)
    except AlreadyEnqueued:
        return False
    return True
