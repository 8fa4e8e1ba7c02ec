"""What a service writes beforehand: replies ready to send."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Role, Service
from carto.fiches.forms import TidyField
from carto.fiches.own.actions import seen
from signalements.desk.replies import check_blanks
from signalements.desk.staff import services_answered
from signalements.models import Categorie, ReplyTemplate
from signalements.workflow import CLOSINGS, Status

LOOKED_AT = ("name", "text", "status", "closing", "service_id", "active", "order")


class ReplyTemplateForm(forms.ModelForm):
    """One reply; an agent's is of one of their services, a regulator's may be everybody's."""

    text = TidyField(label=_("Texte"), max_length=2000, widget=forms.Textarea({"rows": 6}))
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    class Meta:
        model = ReplyTemplate
        fields = ("name", "text", "status", "closing", "categories", "service", "order", "active")
        widgets = {"categories": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = services_answered(roles)
        field = self.fields["service"]
        field.queryset = Service.objects.all() if services is None else Service.objects.filter(pk__in=services)
        field.required = services is not None
        field.empty_label = _("tous les services") if services is None else None
        offered = Categorie.objects.filter(active=True)
        self.fields["categories"].queryset = offered if services is None else offered.filter(service__in=services)
        self.fields["status"].choices = [("", _("n’importe lequel")), *self.fields["status"].choices[1:]]
        self.fields["closing"].choices = [("", _("aucun")), *self.fields["closing"].choices[1:]]
        self.initial["seen"] = self.stood = seen(self.instance, *LOOKED_AT) if self.instance.pk else ""

    def clean_text(self) -> str:
        """Only blanks that can be filled."""
        check_blanks(self.cleaned_data["text"])
        return self.cleaned_data["text"]

    def clean(self) -> dict[str, Any]:
        """A reason goes with a way to close; and somebody may have been quicker."""
        data = super().clean()
        status, closing = data.get("status"), data.get("closing")
        if closing and (not status or closing not in CLOSINGS.get(Status(status), ())):
            self.add_error("closing", gettext("Ce motif ne va pas avec cet état."))
        if self.instance.pk and data.get("seen") != self.stood:
            self.data = self.data.copy()
            self.data["seen"] = self.stood
            raise ValidationError(
                gettext("Quelqu’un l’a changée entre-temps. Relisez la liste, puis enregistrez si vous y tenez."),
                code="changed",
            )
        return data
