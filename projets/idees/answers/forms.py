"""What a planner writes for everybody, and the form that asks for another service."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service
from carto.fiches.forms import TidyField
from projets.idees.models import STATUS_LABELS, Idee
from projets.idees.workflow import WORKFLOW, Status


class AnswerForm(forms.Form):
    """The answer with its reason and, if wanted, how far the idea has come."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    text = TidyField(
        label=_("Votre réponse, et pourquoi"), max_length=2000, widget=forms.Textarea({"rows": 6}),
        help_text=_("Tout le monde la lira, avec le nom du service : ce qui se peut, ce qui ne se peut pas, pourquoi."),
        error_messages={"required": _("Écrivez votre réponse : tout le monde la lira.")},
    )  # fmt: skip
    after = forms.ChoiceField(label=_("Où en est l’idée"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, idee: Idee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.idee = idee
        ways = sorted(WORKFLOW.transitions[Status(idee.status)], key=list(Status).index)
        stays = _("elle reste « %(state)s »") % {"state": idee.get_status_display()}
        self.fields["after"].choices = [("", stays), *((way.value, STATUS_LABELS[way]) for way in ways)]
        self.initial |= {"after": "", "seen": self.state}

    @property
    def state(self) -> str:
        """What the page showed when one began to write."""
        return f"{self.idee.status} {self.idee.answered_at or ''}"[:40]

    @property
    def stale(self) -> bool:
        """Whether somebody answered or moved it meanwhile."""
        return bool(self.data.get("seen")) and self.data["seen"] != self.state

    def look_again(self) -> None:
        """Sent once more, it is on purpose; what was typed stays."""
        self.data = self.data.copy()
        self.data["seen"] = self.state


class HandOverForm(forms.Form):
    """Which service, and why."""

    service = forms.ModelChoiceField(label=_("Quel service peut répondre"), queryset=Service.objects.all())
    reason = TidyField(label=_("Pourquoi"), max_length=300, help_text=_("Tout le monde le lira."))

    def __init__(self, *args: Any, idee: Idee, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "autre")
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.exclude(pk=idee.service_id)
