"""The form of an operator with somebody on the line: the public one, quicker, with the caller's own details apart."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from carto.fiches.actions import Submission
from carto.fiches.forms import TidyField
from carto.fiches.models import Contact, Origin
from carto.fiches.trust.weighing import Verdict
from signalements.forms import SignalementForm
from signalements.models import Signalement

DOORS = (Origin.PHONE, Origin.COUNTER, Origin.MAIL)


class EntryForm(SignalementForm):
    """What, where, who called; nothing of the operator is signed."""

    origin = forms.ChoiceField(
        label=_("Comment ?"), choices=[(door.value, door.label) for door in DOORS], initial=Origin.PHONE.value,
        widget=forms.RadioSelect,
    )  # fmt: skip
    caller = TidyField(label=_("Nom"), required=False, max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    phone = TidyField(
        label=_("Téléphone"), required=False, max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, person=None, **kwargs)  # the operator is not who reports
        self.fields["email"].label = _("Adresse e-mail")
        self.fields["email"].help_text = _("L’accusé de réception et les suites y partent.")
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.fields["text"].label = _("Ce que dit la personne")
        self.fields["text"].widget.attrs["rows"] = 3

    def build(self) -> Signalement:
        """As from the site, by another door."""
        signalement = super().build()
        signalement.origin = self.cleaned_data["origin"]
        return signalement

    def send(self, verdict: Verdict | None = None) -> Submission:
        """Stored, with the name and the number to call back where the address is: apart, and forgotten with it."""
        data = self.cleaned_data
        with transaction.atomic():
            sent = super().send(verdict)
            if sent.created and (data["caller"] or data["phone"]):
                known = {"name": data["caller"], "phone": data["phone"]}
                Contact.objects.update_or_create(fiche_id=sent.fiche.pk, defaults=known)
        return sent
