"""The desk's forms: a name for a view."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service

LONGEST_QUERY = 2000


class SavedViewForm(forms.Form):
    """A new view: its name, its filters as in the address, and whose it is (empty: one's own)."""

    name = forms.CharField(label=_("Nom de la vue"), max_length=80)
    query = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=LONGEST_QUERY,
        error_messages={"max_length": _("Ces filtres sont trop longs pour être gardés.")},
    )  # fmt: skip
    service = forms.ChoiceField(label=_("Pour qui"), required=False)

    def __init__(self, *args: Any, services: Sequence[Service] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {service.code: service for service in services}
        own = [("", _("Pour moi"))]
        self.fields["service"].choices = own + [(code, service.name) for code, service in self.services.items()]

    def service_chosen(self) -> Service | None:
        """The service it is kept for, or None for oneself."""
        return self.services.get(self.cleaned_data["service"])


class RenameForm(forms.Form):
    """Another name for a view."""

    name = forms.CharField(label=_("Nom de la vue"), max_length=80)
