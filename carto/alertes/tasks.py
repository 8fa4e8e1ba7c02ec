"""What the worker does for those who follow a fiche."""

from django.utils import timezone
from procrastinate.contrib.django import app

from carto.alertes.models import Abonnement, Message
from carto.fiches.models import Evenement


@app.task
def prepare(evenement_id: int) -> int:
    """Make one message for each follower of the fiche; returns how many are new."""
    evenement = Evenement.objects.get(pk=evenement_id)
    followers = Abonnement.objects.filter(fiche_id=evenement.fiche_id, confirmed_at__isnull=False)
    made = [Message(abonnement=each, evenement=evenement, due_at=timezone.now()) for each in followers]
    return len(Message.objects.bulk_create(made, ignore_conflicts=True))
