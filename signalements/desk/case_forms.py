"""What is done in place on the page of a case: small forms, each knowing what its reader was looking at."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.forms import TidyField
from carto.fiches.own.actions import seen
from signalements.desk import actions
from signalements.desk.staff import crews_of, people_of
from signalements.models import Categorie, Priority, Signalement


class CaseForm(forms.Form):
    """One action; `looked_at` names the fields that its reader saw, `office` keeps it from crews."""

    looked_at: ClassVar[tuple[str, ...]] = ()
    office: ClassVar[bool] = True
    done: ClassVar[str | Promise]
    same: ClassVar[str | Promise] = _("Rien n’a changé.")

    def __init__(self, *args: Any, signalement: Signalement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signalement = signalement
        if self.looked_at:
            self.fields["seen"] = forms.CharField(max_length=64, widget=forms.HiddenInput)
            self.initial["seen"] = seen(signalement, *self.looked_at)

    def look_again(self, signalement: Signalement) -> None:
        """Somebody was quicker: what was chosen stays, and sending it once more is then on purpose."""
        self.signalement = signalement
        self.data = self.data.copy()
        self.data["seen"] = seen(signalement, *self.looked_at)

    def send(self, person: User, role: str) -> Any:
        """Do it; None when there was nothing to do. ValidationError (French) tells why not."""
        raise TypeError(f"{type(self).__name__} does not say what it does")


class NoteForm(CaseForm):
    """An internal note."""

    office = False
    done = _("La note est dans l’histoire, pour les services seuls.")
    note = TidyField(label=_("Note pour les services"), max_length=2000, widget=forms.Textarea({"rows": 2}))

    def send(self, person: User, role: str) -> Any:
        """Into the private history."""
        return actions.note(self.signalement, self.cleaned_data["note"], person=person, role=role)


class TakeForm(CaseForm):
    """« Je m’en charge »."""

    office = False
    looked_at = actions.HANDS
    done = _("Vous vous en chargez.")
    same = _("Vous vous en chargez déjà.")

    def send(self, person: User, role: str) -> Any:
        """Into one's own hands."""
        return actions.take(self.signalement, as_seen=self.cleaned_data["seen"], person=person, role=role)


class AssignForm(CaseForm):
    """To whom: one of the service's people, one of its crews, or the whole service again."""

    looked_at = actions.HANDS
    done = _("C’est confié.")
    to = forms.ChoiceField(
        label=_("Confier à"), required=False,
        error_messages={"invalid_choice": _("Choisissez une personne ou une équipe de ce service.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.signalement
        self.people = {f"p{each.pk}": each for each in people_of(held.service)}
        self.crews = {f"e{each.pk}": each for each in crews_of(held.service)}
        self.fields["to"].choices = [
            ("", _("tout le service")),
            (gettext("Équipes"), [(key, each.name) for key, each in self.crews.items()]),
            (gettext("Personnes"), [(key, str(each)) for key, each in self.people.items()]),
        ]
        assigned = f"p{held.assignee_id}" if held.assignee_id else f"e{held.crew_id}" if held.crew_id else ""
        self.initial["to"] = assigned

    def send(self, person: User, role: str) -> Any:
        """They get a letter."""
        to, as_seen = self.cleaned_data["to"], self.cleaned_data["seen"]
        given = {"assignee": self.people.get(to), "crew": self.crews.get(to)}
        return actions.assign(self.signalement, **given, as_seen=as_seen, person=person, role=role)


class PriorityForm(CaseForm):
    """How pressing."""

    looked_at = actions.PRESSING
    done = _("La priorité est changée.")
    priority = forms.TypedChoiceField(label=_("Priorité"), choices=Priority.choices, coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["priority"] = self.signalement.priority

    def send(self, person: User, role: str) -> Any:
        """For the service alone."""
        data = self.cleaned_data
        return actions.press(self.signalement, data["priority"], as_seen=data["seen"], person=person, role=role)


class CategorieForm(CaseForm):
    """What it really is."""

    looked_at = actions.SORTED
    done = _("La catégorie est changée. La page dit qui le reçoit maintenant.")
    categorie = forms.ModelChoiceField(Categorie.objects.none(), label=_("Catégorie"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categorie"].queryset = Categorie.objects.offered()
        self.initial["categorie"] = self.signalement.categorie_id

    def send(self, person: User, role: str) -> Any:
        """Service and promise follow."""
        data = self.cleaned_data
        return actions.sort_again(self.signalement, data["categorie"], as_seen=data["seen"], person=person, role=role)


class ReachForm(CaseForm):
    """Why one wants to know how to reach who reported."""

    office = False
    why = TidyField(
        label=_("Pourquoi voulez-vous la joindre ?"), max_length=200,
        help_text=_("Écrit dans l’histoire, avec votre nom."),
    )  # fmt: skip


FORMS: dict[str, type[CaseForm]] = {
    "noter": NoteForm,
    "prendre": TakeForm,
    "confier": AssignForm,
    "priorite": PriorityForm,
    "categorie": CategorieForm,
}


def forms_of(signalement: Signalement, role: str) -> dict[str, CaseForm]:
    """The forms that somebody of that role finds on the page, each under the name of its address."""
    return {
        name: form(signalement=signalement, auto_id=f"{name}_%s")
        for name, form in FORMS.items()
        if role != "crew" or not form.office
    }
