"""The opening sheet as a form: every line may wait, none is refused for being empty; opening is what is refused."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from projets.opportunites.models import (
    COMMITS,
    STATUS_LABELS,
    Moyen,
    Opportunite,
    Ouverture,
    Participation,
    Tache,
)
from projets.opportunites.opening.lines import MONEY, OWED, POINTS, TASKS
from projets.opportunites.workflow import PHASES, Status, passed_over

HINTS = {
    "open_to_decision": _("Un point par ligne."),
    "closed_to_decision": _("Un point par ligne, et pourquoi."),
}


class SheetForm(forms.Form):
    """The lines of words and the level; `version` is the one that was read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, topic: Opportunite, sheet: Ouverture, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic, self.sheet = topic, sheet
        self.initial.setdefault("version", sheet.version)
        for name, (label, owed) in OWED.items():
            if name in {MONEY, TASKS}:
                continue
            self.initial.setdefault(name, getattr(topic if name in POINTS else sheet, name))
            self.fields[name] = self._level() if name == "level" else self._words(name, label, owed)

    @staticmethod
    def _words(name: str, label: Any, owed: Any) -> TidyField:
        hint = HINTS.get(name, owed)
        return TidyField(
            label=label, required=False, max_length=2000, help_text=hint, widget=forms.Textarea({"rows": 3})
        )

    @staticmethod
    def _level() -> forms.ChoiceField:
        choices = [(level.value, f"{str(level.label).capitalize()} : {COMMITS[level]}") for level in Participation]
        return forms.ChoiceField(label=OWED["level"][0], choices=choices, required=False, widget=forms.RadioSelect)

    def store(self, sheet: Ouverture) -> None:
        """Write the words on the sheet and on its topic."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name, value in told.items():
            setattr(self.topic if name in POINTS else sheet, name, value)
        self.topic.save(update_fields=[*POINTS, "updated_at"])
        sheet.save()


class MoyenForm(forms.ModelForm):
    """One amount."""

    what = TidyField(label=_("Pour quoi"), max_length=160)

    class Meta:
        model = Moyen
        fields = ("what", "amount", "kind", "basis", "year")
        widgets = {"amount": forms.TextInput({"inputmode": "decimal"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A comma, as one writes it here.
        self.fields["amount"].localize = self.fields["amount"].widget.is_localized = True


class TacheForm(forms.ModelForm):
    """One line of who does what."""

    who = TidyField(label=_("Qui"), max_length=120)
    what = TidyField(label=_("Fait quoi"), max_length=200)
    with_whom = TidyField(label=_("Avec qui"), max_length=160)

    class Meta:
        model = Tache
        fields = ("who", "what", "with_whom")


class Rows(BaseInlineFormSet):
    """Rows that are there, and two empty ones."""


MoyenRows = inlineformset_factory(Ouverture, Moyen, form=MoyenForm, formset=Rows, extra=2, max_num=30, can_delete=True)
TacheRows = inlineformset_factory(Ouverture, Tache, form=TacheForm, formset=Rows, extra=2, max_num=40, can_delete=True)


class PhaseForm(forms.Form):
    """Going on: why, and until when."""

    reason = TidyField(
        label=_("Ce que l’on dit à tout le monde"), required=False, max_length=1500,
        help_text=_("Ce qui commence, où et comment y prendre part."), widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    ends = forms.DateField(
        label=_("Cette phase finit le"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Laissez vide si ce n’est pas encore décidé."),
    )  # fmt: skip

    def clean_ends(self) -> date | None:
        """A phase ends after today."""
        ends = self.cleaned_data["ends"]
        if ends is not None and ends < localdate():
            raise ValidationError(gettext("une phase finit après aujourd’hui."))
        return ends


class MoveForm(PhaseForm):
    """To which phase, the skipped ones said beside each choice."""

    after = forms.ChoiceField(label=_("Vers"), widget=forms.RadioSelect)
    field_order = ("after", "reason", "ends")

    def __init__(self, *args: Any, status: str, passed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(phase.value, _choice(status, phase, passed)) for phase in PHASES if phase != status]
        self.fields["after"].choices = choices


def _choice(status: str, phase: str, passed: bool) -> str:
    """The phase, with what going there takes besides words; `passed`: the gate of the one that is left."""
    skipped = passed_over(status, phase)
    said = {"phase": STATUS_LABELS[phase], "skipped": ", ".join(str(STATUS_LABELS[each]) for each in skipped)}
    if skipped:
        return gettext("%(phase)s (saute : %(skipped)s ; dites pourquoi, votre nom signe)") % said
    if not passed and PHASES.index(Status(phase)) > PHASES.index(Status(status)):
        return gettext("%(phase)s (sans passage franchi ; dites pourquoi, votre nom signe)") % said
    return str(STATUS_LABELS[phase])
