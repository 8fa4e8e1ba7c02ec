"""What the worker does for questions about figures."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from projets.equipements.models import Demande, Transmission
from projets.equipements.questions import letters

KEPT: Final = timedelta(days=365)  # an address left with a question that nobody answered


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def write_to_organisme(transmission_id: int, again: bool) -> bool:
    """Hand the question to them by mail; returns whether there was an address to write to."""
    transmission = Transmission.objects.select_related("organisme").get(pk=transmission_id)
    transmission.demande = Demande.objects.told().get(pk=transmission.demande_id)
    letter = letters.to_organisme(transmission, again=again)
    return bool(letter and letter.send())


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def tell_asker(demande_id: int, moment: str) -> bool:
    """Tell who asked, if they left an address; it is forgotten with the answer. Returns whether a mail left."""
    demande = Demande.objects.told().exclude(email="").filter(pk=demande_id).first()
    if demande is None:
        return False
    letters.to_asker(demande, moment).send()
    if moment == "answered":
        Demande.objects.filter(pk=demande_id).update(email="")
    return True


@app.periodic(cron="11 4 * * *")
@app.task(queueing_lock="forget_addresses_of_questions")
def forget_addresses_of_questions(timestamp: int) -> int:
    """Every night: the addresses of questions that waited too long for an answer. Returns how many."""
    old = Demande.objects.exclude(email="").filter(asked_at__lt=timezone.now() - KEPT)
    return old.update(email="")
