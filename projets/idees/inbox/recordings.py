"""A voice is listened to, written down, shown or erased."""

from django.db import transaction
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import digest, record
from carto.fiches.models import What
from projets.idees.models import Depeche, Enregistrement, RecordingState


def transcribe(voice: Enregistrement, *, transcription: str, shown: bool, by: User) -> None:
    """What is said; `shown`, everybody may hear it beside, and the history of an idea says that it came."""
    new = shown and voice.state != RecordingState.SHOWN
    voice.transcription, voice.transcribed_by = transcription, by
    voice.state = RecordingState.SHOWN if shown else RecordingState.WAITING
    with transaction.atomic():
        voice.save(update_fields=["transcription", "transcribed_by", "state"])
        if new and voice.idee:
            said = _("Une voix peut s’entendre, et ce qu’elle dit se lire.")
            record(voice.idee, What.COMPLETED, role="facilitator", person=by, public_text=said)


def withdraw(voice: Enregistrement) -> None:
    """The sound is erased, its transcription stays with the idea that was made of it."""
    with transaction.atomic():
        name, storage = voice.file.name, voice.file.storage
        voice.file, voice.state, voice.seconds = "", RecordingState.WITHDRAWN, 0
        voice.save(update_fields=["file", "state", "seconds"])
        if name:
            transaction.on_commit(lambda: storage.delete(name))


def withdraw_of(depeche: Depeche) -> None:
    """The voice of a message that its sender takes back, words and all."""
    if voice := Enregistrement.objects.filter(depeche=depeche).first():
        withdraw(voice)
        Enregistrement.objects.filter(pk=voice.pk).update(transcription="")


def by_code(code: str) -> Enregistrement | None:
    """The recording of that code, said or typed as one likes; None when there is none left to hear."""
    plain = "".join(code.split()).replace("-", "").upper()
    return Enregistrement.objects.filter(digest=digest(f"voix:{plain}")).exclude(file="").first()
