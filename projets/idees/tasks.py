"""What the worker does for the idées, by itself."""

from procrastinate.contrib.django import app

from projets.idees.campagnes import sealing
from projets.idees.drafts import tasks as drafts
from projets.idees.dreams import tasks as dreams
from projets.idees.ephemeral import tasks as ephemeral
from projets.idees.inbox import tasks as inbox

# The worker knows of what this module imports.
__all__ = ["drafts", "dreams", "ephemeral", "forget_addresses_of_campagnes", "inbox", "seal_campagnes"]


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
