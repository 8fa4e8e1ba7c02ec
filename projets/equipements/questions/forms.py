"""The forms of questions about figures: asking, answering, handing on, taking away."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from carto.alertes.actions import own_address
from carto.comptes.models import User
from carto.fiches.forms import TidyField
from carto.fiches.models import Rule
from carto.fiches.trust.rereading import RereadForm
from projets.equipements.models import Organisme
from projets.equipements.questions.actions import Asking


class AskForm(RereadForm):
    """Two fields: the question, and where to answer if one wants; anonymous unless one says otherwise."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    text = TidyField(
        label=_("Votre question"),
        max_length=2000,
        help_text=_("Ce que vous ne comprenez pas, ou ce que vous aimeriez savoir. Tout le monde la lira."),
        widget=forms.Textarea({"rows": 4}),
    )
    email = forms.EmailField(
        label=_("Votre adresse e-mail, si vous voulez être prévenu"),
        required=False,
        max_length=254,
        help_text=_("Elle n’est jamais montrée. Sans elle, la réponse sera ici, à côté du chiffre."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    named = forms.BooleanField(label=_("Signer ma question de mon nom"), required=False)

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.initial |= {"uuid": uuid4()}
        if person is None:
            del self.fields["named"]
        else:
            self.initial["email"] = own_address(person)

    @property
    def question_days(self) -> int:
        """In how many working days a question is answered."""
        return settings.CARTO_QUESTION_DAYS

    def asking(self) -> Asking:
        """What was sent; nothing of whoever stays anonymous."""
        data = self.cleaned_data
        signer = self.person if data.get("named") else None
        return Asking(data["uuid"], data["text"], data["email"], signer, self.person, tuple(self.holds()))


class AnswerForm(forms.Form):
    """The answer that everybody reads."""

    text = TidyField(
        label=_("Votre réponse"),
        max_length=2000,
        help_text=_("Elle reste à côté du chiffre. Dites d’où il vient et ce qu’il veut dire, simplement."),
        widget=forms.Textarea({"rows": 5}),
    )


class TransmitForm(forms.Form):
    """To whom it is handed, and why them."""

    organisme = forms.ModelChoiceField(
        label=_("À qui"), queryset=Organisme.objects.all(), to_field_name="slug", empty_label=_("Choisir…")
    )
    words = TidyField(
        label=_("Pourquoi eux"), max_length=500, help_text=_("« Cette rue est une route nationale : c’est l’État. »")
    )


class TheirAnswerForm(forms.Form):
    """What they said, written down here."""

    said_by = TidyField(label=_("Qui a répondu"), max_length=160, help_text=_("Son nom, ou sa fonction."))
    text = TidyField(label=_("Leur réponse"), max_length=1700, widget=forms.Textarea({"rows": 5}))


class ShowForm(forms.Form):
    """Why it may be read again."""

    why = TidyField(label=_("Pourquoi, que tout le monde lira"), max_length=240)


class HideForm(forms.Form):
    """By which rule, and why."""

    rule = forms.ChoiceField(label=_("Règle"), choices=Rule.choices)
    why = TidyField(label=_("Raison, que tout le monde lira"), max_length=240)
