"""What each bulk action asks for; a good form makes the action that `Bulk.action` keeps."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Service, User
from carto.fiches.forms import TidyField
from carto.fiches.models import Visibility
from carto.text import tidy
from signalements.desk.replies import Ready, by_state, check_blanks, check_filled, chosen_of, shared, taken_over
from signalements.models import CLOSING_LABELS, STATUS_LABELS, Priority, Signalement
from signalements.workflow import CLOSINGS, NEEDS_TEXT, TRANSITIONS, Closing, Status


class ActionForm(forms.Form):
    """One kind of action on a selection; `do` is its code."""

    do = ""

    def __init__(self, *args: Any, selection: Sequence[Signalement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.selection = selection
        self.services = {each.service_id for each in selection}

    def action(self) -> dict[str, Any]:
        """The action, as JSON keeps it; only of a valid form."""
        return {"do": self.do} | self.kept()

    def kept(self) -> dict[str, Any]:
        """What it asks for, by name."""
        return dict(self.cleaned_data)


class StateForm(ActionForm):
    """A step of the workflow, with what it owes."""

    do = "state"
    chosen: int | None = None  # the reply that its words come from
    after = forms.ChoiceField(label=_("Où en est-on ?"))
    planned_on = forms.DateField(
        label=_("Intervention prévue le"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("seulement pour « intervention planifiée »"),
    )  # fmt: skip
    closing = forms.ChoiceField(label=_("Pour clore : le motif"), required=False)
    public_text = TidyField(
        label=_("Ce que tout le monde lira"), required=False, max_length=2000, widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "le même texte sur chacun, envoyé aux personnes qui les suivent ; {numero}, {titre}, {rue}, {service} et"
            " {date} deviennent ceux de chacun"
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [each.get_status() for each in self.selection]
        able = {after: sum(after in TRANSITIONS[before] for before in left) for after in Status}
        said = gettext("%(state)s (possible pour %(n)d sur %(of)d)")
        self.fields["after"].choices = [
            (each.value, said % {"state": STATUS_LABELS[each], "n": n, "of": len(left)})
            for each, n in able.items()
            if n
        ]
        groups = [
            (STATUS_LABELS[status], [(one.value, CLOSING_LABELS[one]) for one in Closing if one in fitting])
            for status, fitting in CLOSINGS.items()
        ]
        self.fields["closing"].choices = [("", _("aucun")), *groups]

    @cached_property
    def ready(self) -> list[Ready]:
        """The replies that would be offered for each of the selection, with their blanks as they are.

        Those of a state that none of them may reach are left out.
        """
        able = {"", *(value for value, _label in self.fields["after"].choices)}
        return [Ready(each, each.text) for each in shared(self.selection) if each.status in able]

    @property
    def ready_by_state(self) -> list[tuple[str, list[Ready]]]:
        """The same, under the state that each is for."""
        return by_state(self.ready)

    def take_over(self, sent: Mapping[str, str]) -> None:
        """Begin with the reply that `modele` names; what was typed by hand stays, above it."""
        chosen = chosen_of(self.ready, sent.get("modele"))
        self.initial |= taken_over({name: sent[name] for name in self.fields if name in sent}, chosen, self.ready)
        self.chosen = chosen.template.pk if chosen else None

    def clean_public_text(self) -> str:
        """Only blanks that are filled for each; nothing is left for a person to write."""
        text = self.cleaned_data["public_text"]
        check_blanks(text)
        check_filled(text, blanks=True)
        return text

    def clean(self) -> dict[str, Any]:
        """What that step owes, whatever the signalement."""
        data = super().clean()
        after = Status(data["after"]) if data.get("after") else None
        if after in NEEDS_TEXT and not data.get("public_text") and "public_text" not in self.errors:
            self.add_error("public_text", gettext("Expliquez en quelques mots : ces personnes vous liront."))
        if after in CLOSINGS and data.get("closing") not in CLOSINGS[after]:
            self.add_error("closing", gettext("Pour clore, choisissez un motif qui va avec cet état."))
        day = data.get("planned_on")
        if after is Status.PLANNED and not day:
            self.add_error("planned_on", gettext("Choisissez le jour de l’intervention : il pourra encore changer."))
        elif after is Status.PLANNED and day < timezone.localdate():
            self.add_error("planned_on", gettext("Ce jour est passé : choisissez aujourd’hui ou un jour à venir."))
        return data

    def kept(self) -> dict[str, Any]:
        """Only what goes with the state: a reason left from another choice is no reason."""
        data, after = self.cleaned_data, Status(self.cleaned_data["after"])
        kept = {"after": after.value, "public_text": data["public_text"]}
        if after in CLOSINGS:
            kept["closing"] = data["closing"]
        if after is Status.PLANNED:
            kept["planned_on"] = data["planned_on"].isoformat()
        return kept


class AssignForm(ActionForm):
    """A crew, a person, or both; what is not chosen stays as it is."""

    do = "assign"
    crew = forms.ModelChoiceField(Crew.objects.none(), label=_("Équipe"), required=False, empty_label=_("inchangée"))
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("Personne"), required=False, empty_label=_("inchangée")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["crew"].queryset = Crew.objects.filter(active=True, service__in=self.services)
        at_work = User.objects.filter(is_active=True, roles__service__in=self.services)
        self.fields["assignee"].queryset = at_work.distinct().order_by("name")

    def clean(self) -> dict[str, Any]:
        """One of the two at least."""
        data = super().clean()
        if not self.errors and not (data["crew"] or data["assignee"]):
            raise ValidationError(gettext("Choisissez une équipe ou une personne."), code="empty")
        return data

    def kept(self) -> dict[str, Any]:
        """Their ids."""
        return {name: row.pk for name, row in self.cleaned_data.items() if row}


class PriorityForm(ActionForm):
    """How pressing."""

    do = "priority"
    priority = forms.TypedChoiceField(label=_("Priorité"), choices=Priority, coerce=int, widget=forms.RadioSelect)


class SendForm(ActionForm):
    """Another service, and why."""

    do = "send"
    service = forms.ModelChoiceField(Service.objects.all(), label=_("Service"), empty_label=_("choisissez"))
    reason = TidyField(
        label=_("Pourquoi ?"), max_length=300, widget=forms.Textarea({"rows": 2}), help_text=_("lu par les services")
    )

    def kept(self) -> dict[str, Any]:
        """Its id, and the reason."""
        return {"service": self.cleaned_data["service"].pk, "reason": self.cleaned_data["reason"]}


class JoinForm(ActionForm):
    """The one that is kept, by its number; the oldest of the selection unless another is named."""

    do = "join"
    target = forms.CharField(
        label=_("Celui qui est gardé"), max_length=20, help_text=_("par son numéro ; le plus ancien est proposé")
    )
    reason = TidyField(label=_("Pourquoi ? (facultatif, pour les services)"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        public = (each.number for each in self.selection if each.visibility == Visibility.PUBLIC)
        self.initial.setdefault("target", next(public, ""))

    def clean_target(self) -> int:
        """Its id; it has to have the pin."""
        number = tidy(self.cleaned_data["target"]).upper()
        found = Signalement.objects.filter(number=number, visibility=Visibility.PUBLIC).first()
        if found is None:
            raise ValidationError(gettext("Aucun signalement public ne porte ce numéro."), code="unknown")
        return found.pk


class NoteForm(ActionForm):
    """Words for the services."""

    do = "note"
    text = TidyField(
        label=_("Note interne"), max_length=2000, widget=forms.Textarea({"rows": 4}), help_text=_("jamais publique")
    )


FORMS = {form.do: form for form in (StateForm, AssignForm, PriorityForm, SendForm, JoinForm, NoteForm)}
