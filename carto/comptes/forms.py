"""What a person may change of their own account."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.text import tidy


class NameForm(forms.ModelForm):
    """The name that others see beside a signed contribution."""

    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": _("Nom affiché")}
        help_texts = {"name": _("Montré seulement à côté des contributions que vous signez.")}

    def clean_name(self) -> str:
        """One line that reads as it is written, and no address in it: robots would copy it."""
        name = " ".join(tidy(self.cleaned_data["name"]).split())
        if "@" in name:
            raise ValidationError(gettext("Ce nom est public : n’y mettez pas votre adresse e-mail."), code="address")
        return name
