"""Putting a topic, whoever one is: the same form, the same queue and the same clock for residents and for the city."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import RoleName
from carto.fiches.actions import Submission
from carto.fiches.forms import FicheForm, TidyField
from carto.fiches.growing.actions import grow
from carto.fiches.models import Kind, Theme
from carto.fiches.trust.weighing import Verdict
from projets.idees.growing.origins import Origin
from projets.opportunites.models import Opportunite, PutBy, Scale
from projets.opportunites.referents.rights import acting_roles

BY_ROLE = {RoleName.REFERENT: PutBy.REFERENT, RoleName.AGENT: PutBy.SERVICE}


class ThemeField(forms.ModelChoiceField):
    """A theme by its code."""

    def to_python(self, value: Any) -> Theme | None:
        """The theme; what cannot be a code is refused before it reaches the database."""
        if isinstance(value, str) and ("\x00" in value or len(value) > 50):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class TopicForm(FicheForm):
    """What `/opportunites/proposer/` asks: a question, a place, how far it reaches."""

    title = TidyField(label=_("Le sujet, en quelques mots"), max_length=140)
    question = TidyField(
        label=_("La question à se poser ensemble"), max_length=300,
        help_text=_("« Que ferait-on du quai si l’on pouvait s’y asseoir ? »"),
    )  # fmt: skip
    theme = ThemeField(
        label=_("De quoi s’agit-il ?"), queryset=Theme.objects.all(), to_field_name="code", empty_label=_("Choisissez")
    )
    scale = forms.ChoiceField(label=_("Cela concerne…"), choices=Scale.choices, widget=forms.RadioSelect)
    depuis = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)

    read_by_all = (*FicheForm.read_by_all, "question")
    field_order = ("title", "question", "adresse", "theme", "scale", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Pourquoi ici, pourquoi maintenant")
        self.initial.setdefault("scale", Scale.QUARTIER)

    def put_by(self) -> PutBy:
        """As what whoever signs puts it; whoever does not sign is a resident."""
        signed = self.author()
        names = {role.name for role in acting_roles(signed)} if signed else set()
        return next((put for name, put in BY_ROLE.items() if name in names), PutBy.RESIDENT)

    def acting_role(self) -> str:
        """The same, in the history."""
        return next((name.value for name, put in BY_ROLE.items() if put == self.put_by()), "resident")

    def send(self, verdict: Verdict | None = None) -> Submission:
        """With what it takes up again: a facility, a topic that was delivered or set aside; both pages say so."""
        with transaction.atomic():
            sent = super().send(verdict)
            origin = Origin.read(self.cleaned_data["depuis"]) if sent.created else None
            if origin is not None:
                grow(sent.fiche, [origin.fiche], by=self.author(), role=self.acting_role())
        return sent

    def build(self) -> Opportunite:
        """The topic, which waits for an answer from now on."""
        told = self.cleaned_data
        return Opportunite(
            **self.shared(), kind=Kind.OPPORTUNITE, title=told["title"], question=told["question"],
            theme=told["theme"], scale=told["scale"], put_by=self.put_by(), waiting_since=timezone.now(),
        )  # fmt: skip
