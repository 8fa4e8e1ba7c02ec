"""What a form asks of a voice: a sound, recorded on the page or chosen on the device; or none."""

import uuid
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import FicheForm
from projets.idees.inbox.voices import MOST_BYTES, Voice, heavy, read_voice
from projets.idees.models import Enregistrement
from projets.idees.spoken.keeping import drop, keep, kept_with

LONGEST: Final = 120  # seconds: as long as two minutes of a conversation, and no heavier than two photos


class VoiceField(forms.FileField):
    """A file, read as a voice; what is too heavy is not even read."""

    widget = forms.FileInput

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Voice | None:
        """The voice, ready to be stored."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > MOST_BYTES:
            raise heavy()
        return read_voice(upload.read(), longest=LONGEST)


class SpokenForm(FicheForm):
    """A form that takes a voice, and keeps it while something else is wrong."""

    voix = VoiceField(
        label=_("Le dire de vive voix"),
        required=False,
        widget=forms.FileInput({"accept": "audio/*", "capture": True}),
        error_messages={"empty": _("Ce son est vide : enregistrez-le de nouveau.")},
    )
    sans_voix = forms.BooleanField(label=_("Retirer cette voix"), required=False)

    sent_along = (*FicheForm.sent_along, "voix")

    def kept_voice(self) -> Enregistrement | None:
        """The voice that an earlier, refused sending of this very form left here."""
        try:
            sent = uuid.UUID(self.data.get("uuid", "") if self.is_bound else "")
        except ValueError:
            return None
        return kept_with(sent).first()

    def keep_photos(self) -> None:
        """And the voice with them; one that is taken out goes."""
        super().keep_photos()
        told = self.cleaned_data
        if "uuid" not in told:
            return
        if told.get("voix"):
            keep(told["uuid"], told["voix"])
        elif told.get("sans_voix"):
            drop(kept_with(told["uuid"]))

    def weight_of_photos(self) -> int:
        """Of the voice too: what a network may leave with forms not sent yet is counted for all files together."""
        voice = self.cleaned_data.get("voix")
        return super().weight_of_photos() + (voice.file.size if voice else 0)
