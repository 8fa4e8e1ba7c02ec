"""What the worker does for bulk actions: a step at a time, so that messages and the rest are not kept waiting."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from carto.comptes.models import User
from signalements.bulk.working import take_step
from signalements.models import Bulk


@app.task
def carry_on(bulk_id: int, person_id: int) -> None:
    """The next step of a bulk action, for that person; the one after it is asked for while some remain."""
    bulk = Bulk.objects.filter(pk=bulk_id).first()
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if bulk and person and take_step(bulk, person):
        ask_for_step(bulk, person)


def ask_for_step(bulk: Bulk, person: User) -> None:
    """Have the worker go on with it; asked for already, nothing happens."""
    try:
        with transaction.atomic():
            carry_on.configure(queueing_lock=f"bulk:{bulk.pk}").defer(bulk_id=bulk.pk, person_id=person.pk)
    except AlreadyEnqueued:
        return


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="go_on_with_bulks")
def go_on_with_bulks(timestamp: int) -> int:
    """Every minute: ask again for what a worker that was stopped has left half done. Returns how many."""
    unfinished = list(Bulk.objects.filter(finished_at=None).exclude(by=None).select_related("by"))
    for bulk in unfinished:
        ask_for_step(bulk, bulk.by)
    return len(unfinished)
