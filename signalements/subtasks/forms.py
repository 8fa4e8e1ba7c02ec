"""What is asked to give a task, and to close one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Service, User
from carto.fiches.forms import TidyField
from signalements.models import Signalement, SubTask
from signalements.subtasks.actions import finish, give


class TaskForm(forms.Form):
    """What, to whom, for when."""

    title = TidyField(label=_("Quoi"), max_length=140, error_messages={"required": _("Dites ce qu’il y a à faire.")})
    to = forms.ChoiceField(label=_("À qui"), error_messages={"required": _("Choisissez un service ou une équipe.")})
    due_on = forms.DateField(
        label=_("Pour le (facultatif)"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Un jour comme 31/12/2026.")},
    )
    text = TidyField(
        label=_("Détails (facultatif)"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "tache_%s")
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("choisir…")), *_receivers()]

    def send(self, signalement: Signalement, person: User, role: str) -> SubTask:
        """Give it. ValidationError (French) tells why not."""
        data = self.cleaned_data
        sort, _colon, pk = data["to"].partition(":")
        crew = Crew.objects.select_related("service").filter(pk=pk).first() if sort == "crew" else None
        service = crew.service if crew else Service.objects.filter(pk=pk).first()
        if service is None:  # gone since the page was opened
            raise ValidationError(gettext("Choisissez un service ou une équipe."), code="to")
        return give(
            signalement, data["title"], service=service, crew=crew, text=data["text"], due_on=data["due_on"],
            person=person, role=role,
        )  # fmt: skip


class FinishForm(forms.Form):
    """Done or dropped, and in what words."""

    outcome = TidyField(
        label=_("Ce qui a été fait, ou pourquoi on y renonce"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Dites en quelques mots ce qui a été fait, ou pourquoi on y renonce.")},
    )
    state = forms.ChoiceField(choices=[(SubTask.State.DONE, _("faite")), (SubTask.State.DROPPED, _("abandonnée"))])

    def __init__(self, *args: Any, task: SubTask, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"tache{task.pk}_%s")
        super().__init__(*args, **kwargs)
        self.task = task

    def send(self, person: User, role: str) -> None:
        """Close it. ValidationError (French) when somebody was quicker."""
        finish(self.task, self.cleaned_data["state"], self.cleaned_data["outcome"], person=person, role=role)


def _receivers() -> list[tuple[str, list[tuple[str, Any]]]]:
    """Every service, with its crews below it; two queries whatever their number."""
    crews: dict[int, list[Crew]] = {}
    for crew in Crew.objects.filter(active=True):
        crews.setdefault(crew.service_id, []).append(crew)
    return [
        (
            service.name,
            [
                (f"service:{service.pk}", gettext("%(name)s, le service") % {"name": service.name}),
                *((f"crew:{crew.pk}", crew.name) for crew in crews.get(service.pk, [])),
            ],
        )
        for service in Service.objects.all()
    ]
