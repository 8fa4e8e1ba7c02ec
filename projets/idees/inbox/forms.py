"""What a person makes of a message: an idea with its sticker and place, nothing, or words copied from elsewhere."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.actions import Submission
from carto.fiches.forms import TidyField
from carto.fiches.trust.weighing import Verdict
from projets.idees.forms import IdeeForm
from projets.idees.inbox.actions import ORIGINS, placed
from projets.idees.models import Campagne, Channel, Depeche, Idee


class PlaceForm(IdeeForm):
    """The form of ideas, filled in for somebody: neither signed nor followed by whoever types."""

    def __init__(self, *args: Any, depeche: Depeche, by: User, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, person=None, **kwargs)
        self.depeche, self.by = depeche, by
        for name in ("email", "voix", "sans_voix"):  # the sender's own door is how they are reached, and heard
            del self.fields[name]
        self.fields["text"].label = _("Ses mots")

    def build(self) -> Idee:
        """By the door of the message."""
        idee = super().build()
        idee.origin = ORIGINS[Channel(self.depeche.channel)]
        return idee

    def open_campagne(self) -> Campagne | None:
        """That of the message, even when it has closed since: it was open when the message came."""
        return self.depeche.campagne or super().open_campagne()

    def send(self, verdict: Verdict | None = None) -> Submission:
        """Store it, and tell whoever wrote; a second time changes nothing."""
        with transaction.atomic():
            sent = super().send(verdict)
            if sent.created:
                placed(self.depeche, sent.fiche, by=self.by, secret=self.cleaned_data["secret"])
        return sent


class PastedForm(forms.Form):
    """What was said elsewhere, and where; the address is kept, never opened."""

    text = TidyField(label=_("Ce qui est dit"), max_length=4000, widget=forms.Textarea({"rows": 5}))
    source = TidyField(
        label=_("Où"), max_length=300, help_text=_("l’adresse de la page, ou « entendu au marché de Talensac »")
    )


class ReasonForm(forms.Form):
    """Why a message does not go on the map, or why it is taken back."""

    reason = TidyField(label=_("Pourquoi ? La personne le lira."), max_length=300)


class TranscriptionForm(forms.Form):
    """What is said in a recording, and who may hear it."""

    transcription = TidyField(
        label=_("Ce qui est dit, mot pour mot"), max_length=4000, widget=forms.Textarea({"rows": 5})
    )
    shown = forms.BooleanField(
        label=_("La voix peut être entendue par tous, sur la page de l’idée"), required=False,
        help_text=_("Non si elle dit un nom, une adresse ou un numéro."),
    )  # fmt: skip
