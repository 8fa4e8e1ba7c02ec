"""What a person may change of their own account."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
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


class _Digits:
    """A code to copy from a telephone: the numeric keyboard is enough."""

    fields: dict[str, forms.Field]
    label = _("Les six chiffres, ou un code de secours")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.widget.attrs = self.label, {"autocomplete": "one-time-code", "inputmode": "numeric"}


class DeviceForm(_Digits, ActivateTOTPForm):
    """The first code of a device that is being linked."""

    label = _("Les six chiffres")


class ProofForm(_Digits, AuthenticateForm):
    """The second half of a sign-in."""


class ProofAgainForm(_Digits, ReauthenticateForm):
    """Proving once more who one is."""
