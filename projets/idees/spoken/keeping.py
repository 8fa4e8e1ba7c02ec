"""A voice is kept with a form that is not sent yet, becomes the idea's, or goes."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import What
from projets.idees.inbox.recordings import withdraw
from projets.idees.inbox.voices import Voice
from projets.idees.models import Enregistrement, Idee

KEPT: Final = timedelta(hours=24)  # with a form that nobody has sent


def kept_with(uuid: UUID) -> QuerySet[Enregistrement]:
    """What an earlier, refused sending of this very form left here."""
    return Enregistrement.objects.filter(idee=None, depeche=None, idee_uuid=uuid)


def keep(uuid: UUID, voice: Voice) -> None:
    """Keep it with the form, in the place of an earlier one."""
    with transaction.atomic():
        drop(kept_with(uuid))
        Enregistrement.objects.create(idee_uuid=uuid, file=voice.file, seconds=voice.seconds)


def drop(voices: QuerySet[Enregistrement]) -> int:
    """Erase these voices, sound and row; returns how many."""
    gone = list(voices)
    for voice in gone:
        name, storage = voice.file.name, voice.file.storage
        voice.delete()
        if name:
            transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))
    return len(gone)


def drop_forgotten() -> int:
    """Erase the voices of forms that were never sent; returns how many."""
    return drop(Enregistrement.objects.filter(idee=None, depeche=None, created_at__lt=timezone.now() - KEPT))


def attach(idee: Idee, form: Any) -> None:
    """The voice of the form is the idea's now, and waits for a person to listen; part of its sending."""
    told = form.cleaned_data
    kept, voice = kept_with(idee.uuid), told.get("voix")
    if voice or told.get("sans_voix"):
        drop(kept)
    if voice:
        Enregistrement.objects.create(idee=idee, file=voice.file, seconds=voice.seconds)
    else:
        kept.update(idee=idee, idee_uuid=None)


def take_back(voice: Enregistrement, *, role: str, person: Any = None) -> None:
    """Whoever spoke wants it gone: sound and words are erased, the history says that it was done."""
    with transaction.atomic():
        withdraw(voice)
        Enregistrement.objects.filter(pk=voice.pk).update(transcription="")
        said = _("La voix a été effacée, à la demande de la personne qui a parlé.")
        record(voice.idee, What.CORRECTED, role=role, person=person, public_text=said)
