"""What the worker does for the desk when it is asked to."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from carto.comptes.models import User
from signalements.desk.letters import given
from signalements.models import Signalement


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def tell_assignee(signalement_id: int, person_id: int) -> None:
    """Write to whom a signalement was given, unless it has gone to somebody else meanwhile."""
    told = Signalement.objects.select_related("rue", "quartier").filter(pk=signalement_id, assignee=person_id).first()
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if told and person:
        given(told, person).send()
