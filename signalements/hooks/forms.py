"""An address that wants to hear what happens."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.alertes.wording import IN_FEEDS
from carto.comptes.models import Service
from carto.fiches.models import Kind, What
from carto.outward import may_be_asked
from signalements.hooks.sending import new_secret
from signalements.models import Webhook


class WebhookForm(forms.ModelForm):
    """Who listens, where, and to what; nothing chosen is everything."""

    url = forms.URLField(label=_("Adresse"), assume_scheme="https")
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), required=False, empty_label=_("tous les services")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Quelles couches ?"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    whats = forms.MultipleChoiceField(
        label=_("Quels faits ?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(what.value, what.label) for what in What if what.value in IN_FEEDS],
    )  # fmt: skip

    class Meta:
        model = Webhook
        fields = ("name", "url", "service", "kinds", "whats")

    def clean_url(self) -> str:
        """A public https address: ours is not the way into a private network."""
        url = self.cleaned_data["url"]
        try:
            fine = may_be_asked(url, loopback=settings.CARTO_PUSH_LOOPBACK)
        except ValueError:
            fine = False
        if not fine:
            raise ValidationError(gettext("Donnez une adresse https publique."), code="private")
        return url

    def save(self, commit: bool = True) -> Webhook:
        """A new address gets its secret."""
        self.instance.secret = self.instance.secret or new_secret()
        return super().save(commit)

    def clean(self) -> dict[str, Any]:
        """Everything chosen is the same as nothing: what is added to the product later is told too."""
        data = super().clean()
        if len(data.get("kinds", ())) == len(Kind):
            data["kinds"] = []
        return data
