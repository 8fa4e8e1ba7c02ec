"""What the worker does for the idées, by itself."""

from django.utils import timezone
from procrastinate.contrib.django import app

from projets.idees.campagnes import sealing
from projets.idees.drafts import tasks as drafts
from projets.idees.dreams import tasks as dreams
from projets.idees.ephemeral import tasks as ephemeral
from projets.idees.fusions import tasks as fusions
from projets.idees.fusions.actions import drop_silent
from projets.idees.inbox import tasks as inbox
from projets.idees.papers import tasks as papers
from projets.idees.spoken import tasks as spoken

# The worker knows of what this module imports.
__all__ = [
    "drafts",
    "dreams",
    "drop_silent_fusions",
    "ephemeral",
    "forget_addresses_of_campagnes",
    "fusions",
    "inbox",
    "papers",
    "seal_campagnes",
    "spoken",
]


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_campagnes")
def seal_campagnes(timestamp: int) -> int:
    """Every minute: destroy the key and the roll of the campaigns that are over. Returns how many."""
    return sealing.seal_over()


@app.periodic(cron="53 * * * *")
@app.task(queueing_lock="forget_addresses_of_campagnes")
def forget_addresses_of_campagnes(timestamp: int) -> int:
    """Every hour: the addresses left for an answer that has come. Returns how many."""
    return sealing.forget_addresses()


@app.periodic(cron="27 * * * *")
@app.task(queueing_lock="drop_silent_fusions")
def drop_silent_fusions(timestamp: int) -> int:
    """Every hour: end the merges that not every author has answered in time. Returns how many."""
    return drop_silent(timezone.now())
