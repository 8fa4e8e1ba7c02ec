"""What is asked after a signalement was sent: an answer, a doubt, a verdict; and what a service answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.actions import add_pictures, record
from carto.fiches.forms import PicturesField, PicturesInput, TidyField
from carto.fiches.models import Moment, What
from carto.fiches.trust.rereading import RereadPicturesForm
from signalements.actions import change_status, plan_again
from signalements.models import CLOSING_LABELS, STATUS_LABELS, Signalement
from signalements.outcome.actions import ask
from signalements.workflow import CLOSED, CLOSINGS, Actor, Closing, Status, ways

SAME = ""  # an answer that leaves the state as it is


def _words(label: Any, rows: int = 4, limit: int = 2000) -> TidyField:
    return TidyField(label=label, required=False, max_length=limit, widget=forms.Textarea({"rows": rows}))


class AsideForm(RereadPicturesForm):
    """Words for the page, which go to the service alone when they may tell who somebody is."""

    kept_aside = True

    def public_words(self) -> str:
        """What everybody reads."""
        return "" if self.personal else self.cleaned_data["text"]

    def private_words(self) -> str:
        """What the service alone reads."""
        return self.cleaned_data["text"] if self.personal else ""


class ReplyForm(AsideForm):
    """The answer to a question."""

    text = _words(_("Votre réponse"))
    photos = PicturesField(label=_("Photos"), required=False, widget=PicturesInput())


class ContestForm(AsideForm):
    """« Ce n’est pas réparé »: one tap for whoever sent or follows it; a stranger says or shows what is left.

    A stranger's words are for the service: nobody has looked at them.
    """

    text = _words(_("Qu’est-ce qui reste ?"), rows=3, limit=1000)
    photos = PicturesField(label=_("Une photo d’aujourd’hui"), required=False, widget=PicturesInput())

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "contester_%s")
        super().__init__(*args, **kwargs)
        self.known = known

    def clean(self) -> dict[str, Any]:
        """Something to go by, from somebody whom the signalement does not know."""
        data = super().clean()
        if not self.known and not self.errors and not data.get("text") and not data.get("photos"):
            raise ValidationError(
                gettext("Une phrase ou une photo, pour que l’équipe sache quoi regarder."), code="empty"
            )
        return data

    def public_words(self) -> str:
        """What everybody reads."""
        return super().public_words() if self.known else gettext("Un habitant dit que ce n’est pas réparé.")

    def private_words(self) -> str:
        """What the service alone reads."""
        return super().private_words() if self.known else self.cleaned_data["text"]


class SatisfactionForm(forms.Form):
    """Content or not, and why if one likes."""

    satisfied = forms.ChoiceField(
        label=_("Êtes-vous content de la suite donnée ?"),
        choices=[("yes", _("Oui")), ("no", _("Non"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Oui ou non : choisissez l’un des deux.")},
    )
    text = _words(_("Pourquoi ? (facultatif, lu par le service seul)"), rows=3, limit=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "avis_%s")
        super().__init__(*args, **kwargs)


class AnswerForm(forms.Form):
    """What the services answer: a step that the table lets this `role` take, with its words, its reason, its photo."""

    seen = forms.CharField(max_length=12, widget=forms.HiddenInput)
    after = forms.ChoiceField(label=_("Où en est-on ?"), required=False)
    public_text = _words(_("Ce que tout le monde lira"), rows=3)
    planned_on = forms.DateField(
        label=_("Le jour de l’intervention"),
        required=False,
        help_text=_("pour planifier, ou pour changer le jour qui est prévu"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Un jour comme 31/12/2026.")},
    )
    closing = forms.ChoiceField(label=_("Pour clore : le motif"), required=False)
    photos = PicturesField(label=_("Une photo « après »"), required=False, widget=PicturesInput())

    def __init__(self, *args: Any, signalement: Signalement, role: str = Actor.AGENT, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "reponse_%s")
        super().__init__(*args, **kwargs)
        self.signalement, self.role = signalement, role
        status = signalement.get_status()
        steps = ways(status, role)
        self.fields["after"].choices = [
            (SAME, _("ne pas changer l’état")),
            *((each.value, _label(each)) for each in steps),
        ]
        self.fields["closing"].choices = [("", _("aucun, une photo le montre")), *_closings(steps)]
        if not CLOSED & set(steps):
            del self.fields["closing"]
        if status is not Status.PLANNED and Status.PLANNED not in steps:
            del self.fields["planned_on"]
        self.initial |= {"seen": status.value, "planned_on": signalement.planned_on}

    def clean(self) -> dict[str, Any]:
        """Another agent may have been quicker."""
        data = super().clean()
        status = self.signalement.get_status()
        if data.get("seen") not in (None, status.value):
            self.data = self.data.copy()
            self.data["seen"] = status.value
            said = gettext("Entre-temps, l’état est devenu « %(state)s ». Relisez l’histoire, puis envoyez.")
            raise ValidationError(said % {"state": STATUS_LABELS[status]}, code="changed")
        return data

    def send(self, person: User) -> None:
        """Take the step. ValidationError (French) when it owes something more."""
        data = self.cleaned_data
        text, after = data["public_text"], data["after"]
        if after == SAME:
            self._go_on(person)
        elif after == Status.WAITING:
            ask(self.signalement, text, person=person, role=self.role)
        else:
            closing = data.get("closing", "") if Status(after) in CLOSINGS else ""
            change_status(
                self.signalement, Status(after), person=person, role=self.role, public_text=text, closing=closing,
                planned_on=data.get("planned_on") if after == Status.PLANNED else None, after_photos=data["photos"],
            )  # fmt: skip

    def _go_on(self, person: User) -> None:
        """Words, another day for what is planned, or both; the state stays."""
        data = self.cleaned_data
        text, day = data["public_text"], data.get("planned_on")
        again = self.signalement.get_status() is Status.PLANNED and day and day != self.signalement.planned_on
        if not text and not again:
            raise ValidationError(gettext("Choisissez une étape, ou écrivez quelques mots."), code="empty")
        with transaction.atomic():
            if again:
                plan_again(self.signalement, day, person=person, role=self.role, public_text=text)
            else:
                record(self.signalement, What.ANSWER, role=self.role, person=person, public_text=text)
            add_pictures(self.signalement, data["photos"], moment=Moment.AFTER)


def _label(status: Status) -> Any:
    """As the services read it in the list of steps."""
    return _("demander des précisions") if status is Status.WAITING else STATUS_LABELS[status]


def _closings(steps: list[Status]) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The reasons to close, under the state that each goes with."""
    return [
        (STATUS_LABELS[status], [(each.value, CLOSING_LABELS[each]) for each in Closing if each in CLOSINGS[status]])
        for status in steps
        if status in CLOSINGS
    ]
