"""The outcome of a study, as everybody on the street will read it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Fiche, Kind
from carto.text import tidy
from signalements.models import Etude
from signalements.planning.actions import STEPS

State = Etude.State


class OutcomeForm(forms.Form):
    """What becomes of it, and the words."""

    state = forms.ChoiceField(
        label=_("Ce qui en sort"), widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez."), "invalid_choice": _("Cette étude n’en est plus là.")},
    )  # fmt: skip
    works_on = forms.DateField(
        label=_("Travaux à partir du"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Une date.")},
    )  # fmt: skip
    opportunite = forms.CharField(
        label=_("Numéro de l’opportunité"), required=False, max_length=20, help_text=_("Comme O-2026-000012.")
    )
    text = forms.CharField(
        label=_("Ce que chacun lira"), max_length=2000, widget=forms.Textarea({"rows": 5}),
        help_text=_("Ce qui est décidé et pourquoi, en mots simples. Une raison est due à qui a pris le temps."),
        error_messages={"required": _("Écrivez ce que liront les personnes qui ont signalé.")},
    )  # fmt: skip

    def __init__(self, *args: Any, etude: Etude, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["state"].choices = [(state, State(state).label) for state in STEPS[etude.state]]

    def clean_text(self) -> str:
        """Without invisible characters."""
        return tidy(self.cleaned_data["text"])

    def clean_opportunite(self) -> Fiche | None:
        """The public opportunité of that number."""
        number = tidy(self.cleaned_data["opportunite"]).upper()
        if not number:
            return None
        found = Fiche.objects.public().filter(kind=Kind.OPPORTUNITE.value, number=number).first()
        if found is None:
            raise ValidationError(gettext("Aucune opportunité publique ne porte ce numéro."))
        return found

    def clean(self) -> dict[str, Any]:
        """Works have a day, an opportunité has a number."""
        data = super().clean()
        state, day = data.get("state"), data.get("works_on")
        if state == State.PLANNED and "works_on" not in self.errors and (not day or day < timezone.localdate()):
            self.add_error("works_on", gettext("Dites à partir de quel jour, aujourd’hui ou plus tard."))
        if state == State.OPPORTUNITY and "opportunite" not in self.errors and not data.get("opportunite"):
            self.add_error("opportunite", gettext("Dites quelle opportunité, par son numéro."))
        return data
