"""With a real worker and real commits: from the line of history to the letter, in seconds, and once."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from carto.alertes.models import Abonnement, Message, mark_of
from carto.alertes.outbox import send_due
from carto.fiches.actions import record
from carto.fiches.models import Fiche, What
from tests.alertes.postbox import Postbox
from tests.factories import make_fiche

pytestmark = pytest.mark.django_db(transaction=True)
AWAKE = {"quiet_from": "00:00", "quiet_until": "00:00"}


def _followed(count: int = 1) -> Fiche:
    fiche = make_fiche()
    for rank in range(count):
        Abonnement.objects.create(
            fiche=fiche, channel="mail", email=f"a{rank}@exemple.fr", confirmed_at=timezone.now(), **AWAKE
        )
    return fiche


@app.task(name="tests.answer")
def _answer(fiche_id: int) -> None:
    """What the worker itself writes: its jobs do not go through Django's connection."""
    with transaction.atomic():
        record(Fiche.objects.get(pk=fiche_id), What.ANSWER, role="system", public_text="Oui.")


def _letter_within(seconds: float, postbox: Postbox, write: Callable[[], None]) -> float:
    """Seconds from the commit of what `write` writes to the letter, with a worker that was asleep."""

    async def asleep_then_woken() -> float:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))  # one thread: one connection to close
        async with app.with_connector(app.connector.get_worker_connector()).open_async() as awake:
            # Nearly no polling: only the database's NOTIFY can wake it in time.
            working = asyncio.create_task(
                awake.run_worker_async(fetch_job_polling_interval=60, install_signal_handlers=False)
            )
            await asyncio.sleep(0.5)
            begun = time.monotonic()
            await asyncio.to_thread(write)
            while not postbox.messages and time.monotonic() - begun < seconds:
                await asyncio.sleep(0.05)
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            await asyncio.to_thread(connections.close_all)
            return time.monotonic() - begun

    # In a thread of its own: a browser that an earlier test opened keeps a loop running in this one.
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, asleep_then_woken()).result()


def test_a_worker_that_was_asleep_tells_within_ten_seconds_what_is_committed(postbox: Postbox) -> None:
    fiche = _followed()

    def write() -> None:
        with transaction.atomic():
            record(fiche, What.ANSWER, role="agent", public_text="Oui.")

    assert _letter_within(10, postbox, write) < 10
    assert len(postbox.messages) == 1


def test_what_the_worker_itself_writes_is_told_too(postbox: Postbox) -> None:
    fiche = _followed()
    assert _letter_within(10, postbox, lambda: _answer.defer(fiche_id=fiche.pk)) < 10
    assert len(postbox.messages) == 1


def test_what_is_rolled_back_is_told_to_nobody(postbox: Postbox) -> None:
    fiche, before = _followed(), ProcrastinateJob.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(fiche, What.ANSWER, role="agent", public_text="Non.")
        raise RuntimeError
    assert ProcrastinateJob.objects.count() == before


def test_four_workers_at_once_write_to_each_once(postbox: Postbox) -> None:
    fiche = _followed(12)
    line = record(fiche, What.ANSWER, role="agent", public_text="Oui.")
    past = datetime(2026, 1, 1, tzinfo=UTC)
    for each in Abonnement.objects.all():
        Message.objects.create(abonnement=each, evenement=line, due_at=past, mark=mark_of(each.address))

    def work(_turn: int) -> int:
        try:
            return send_due(timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 12
    assert sorted(letter["To"] for letter in postbox.messages) == sorted(f"a{rank}@exemple.fr" for rank in range(12))
