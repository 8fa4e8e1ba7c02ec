"""What is written of the method: its lines, phase by phase; a change that somebody proposes, and its answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projets.opportunites.gates.forms import ReunionField, words
from projets.opportunites.gates.saying import SayingForm
from projets.opportunites.models import METHOD_LINES, PHASE_CHOICES, Methode, Opportunite, Reunion


class MethodForm(forms.Form):
    """A line for each phase and each thing that is said of it; `seen` is the version that was read."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, last: Methode | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen", last.number if last else 0)
        for phase, _label in PHASE_CHOICES:
            for name, label in METHOD_LINES.items():
                field = words(str(label).capitalize(), longest=1000, rows=2, required=False)
                self.fields[f"{phase}-{name}"] = field
                self.initial.setdefault(f"{phase}-{name}", last.told.get(phase, {}).get(name, "") if last else "")

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields by phase, as the page shows them."""
        return [(label, [self[f"{phase}-{name}"] for name in METHOD_LINES]) for phase, label in PHASE_CHOICES]

    def told(self) -> dict[str, dict[str, str]]:
        """What a version keeps."""
        data = self.cleaned_data
        return {phase: {name: data[f"{phase}-{name}"] for name in METHOD_LINES} for phase, _label in PHASE_CHOICES}


class ChangeForm(SayingForm):
    """Another way, of one phase or of the whole."""

    phase = forms.ChoiceField(label=_("Cela concerne"), required=False)
    field_order = ("phase", "text", "named")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [("", _("toute la méthode")), *PHASE_CHOICES]
        self.fields["text"].label = _("Ce que vous feriez autrement")


class AnswerForm(forms.Form):
    """Taken up or not, and why."""

    taken = forms.ChoiceField(
        label=_("Cette proposition est"), choices=[("oui", _("reprise")), ("non", _("pas reprise"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = words(_("Pourquoi"), _("Tout le monde le lira, avec votre rôle et la date."))


class AdoptForm(forms.Form):
    """How the latest version is put to everybody: by consent, or in a meeting."""

    reunion = ReunionField(
        label=_("Comment on l’adopte"), queryset=Reunion.objects.none(), required=False,
        empty_label=_("par une consultation, au consentement"),
        help_text=_("En réunion : son compte rendu vaudra oui. Si l’on y a dit non, ne la choisissez pas."),
    )  # fmt: skip

    def __init__(self, *args: Any, topic: Opportunite, methode: Methode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = topic.reunions.exclude(kind=Reunion.Kind.AFTER).filter(at__gte=methode.at)
        self.fields["reunion"].queryset = meetings
