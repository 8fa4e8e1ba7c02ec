"""What a person may change of their own account."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User


class NameForm(forms.ModelForm):
    """The name that others see beside a signed contribution."""

    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": _("Nom affiché")}
        help_texts = {"name": _("Montré seulement à côté des contributions que vous signez.")}

    def clean_name(self) -> str:
        """No address in a public name: it would be copied by robots."""
        name = self.cleaned_data["name"].strip()
        if "@" in name:
            raise ValidationError(gettext("Ce nom est public : n’y mettez pas votre adresse e-mail."), code="address")
        return name
