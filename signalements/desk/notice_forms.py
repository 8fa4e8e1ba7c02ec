"""What a service says before one sends, and the site to everybody."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Role, Service
from carto.fiches.own.actions import seen
from signalements.desk.staff import services_answered
from signalements.models import Annonce, Categorie

LOOKED_AT = ("text", "service_id", "categorie_id", "starts_at", "ends_at", "from_hour", "until_hour", "closed_days")
_DAY = {"type": "datetime-local"}


class AnnonceForm(forms.ModelForm):
    """A notice needs a time at which it ends or comes back; else it would be said for ever by mistake."""

    class Meta:
        model = Annonce
        fields = ("text", "service", "categorie", "starts_at", "ends_at", "from_hour", "until_hour", "closed_days")

    def clean(self) -> dict[str, Any]:
        """Both hours or neither; dates in their order."""
        data = super().clean()
        if (data.get("from_hour") is None) != (data.get("until_hour") is None):
            raise ValidationError(gettext("Donnez les deux heures, ou aucune."), code="hours")
        if data.get("starts_at") and data.get("ends_at") and data["starts_at"] >= data["ends_at"]:
            raise ValidationError(gettext("La fin vient après le début."), code="dates")
        if not any(data.get(name) for name in ("ends_at", "closed_days")) and data.get("from_hour") is None:
            raise ValidationError(gettext("Dites jusqu’à quand, ou à quelles heures."), code="never")
        return data


class DeskAnnonceForm(AnnonceForm):
    """The same at the desk: an agent's is of their service, a regulator's may be of the whole site."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    class Meta(AnnonceForm.Meta):
        widgets = {
            "text": forms.Textarea({"rows": 2}),
            "starts_at": forms.DateTimeInput(_DAY, format="%Y-%m-%dT%H:%M"),
            "ends_at": forms.DateTimeInput(_DAY, format="%Y-%m-%dT%H:%M"),
            "from_hour": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "until_hour": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = services_answered(roles)
        everybody = self.services is None
        held, offered = Service.objects.all(), Categorie.objects.filter(active=True)
        service, categorie = self.fields["service"], self.fields["categorie"]
        service.queryset = held if everybody else held.filter(pk__in=self.services)
        service.empty_label = _("tous (datée, elle est aussi sur la carte)") if everybody else None
        service.required = not everybody
        categorie.queryset = offered if everybody else offered.filter(service__in=self.services)
        categorie.empty_label = _("toutes celles du service")
        self.initial["seen"] = self.stood = seen(self.instance, *LOOKED_AT) if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        """A category is its service's; and somebody may have been quicker."""
        data = super().clean()
        service, categorie = data.get("service"), data.get("categorie")
        if service and categorie and categorie.service_id != service.pk:
            self.add_error("categorie", gettext("Cette catégorie est celle d’un autre service."))
        if self.instance.pk and data.get("seen") != self.stood:
            self.data = self.data.copy()
            self.data["seen"] = self.stood
            said = gettext("Quelqu’un l’a changée entre-temps. Relisez la liste, puis enregistrez si vous y tenez.")
            raise ValidationError(said, code="changed")
        return data
