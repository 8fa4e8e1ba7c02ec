"""What the worker does for gates and calls: nothing that their pages would not do, but for what is forgotten."""

from procrastinate.contrib.django import app

from projets.opportunites.gates.actions import settle_due
from projets.opportunites.gates.calls import forget_contacts
from projets.opportunites.gates.methods import settle_due as settle_methods


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="opportunites.settle_gates")
def settle_gates(timestamp: int) -> int:
    """Every five minutes: what both sides have said of a gate, and of a method. Returns how many were looked at."""
    return settle_due() + settle_methods()


@app.periodic(cron="35 3 * * *")
@app.task(queueing_lock="opportunites.forget_offers")
def forget_offers(timestamp: int) -> int:
    """Every night: forget how to reach those who offered to calls that are over. Returns how many."""
    return forget_contacts()
