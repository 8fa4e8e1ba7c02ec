"""The forms of whoever follows: an address and a rhythm; then hours at which nothing should arrive."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.alertes.models import Abonnement, Rhythm


class FollowForm(forms.Form):
    """Following by mail; whoever has a verified address of their own need not type it."""

    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Écrivez votre adresse e-mail.")},
    )
    rhythm = forms.ChoiceField(label=_("Me prévenir"), choices=Rhythm, initial=Rhythm.NOW, required=False)

    def __init__(self, *args: Any, own: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        if own:
            del self.fields["email"]

    def address(self) -> str:
        """Where to write to."""
        return self.own or self.cleaned_data["email"]


class RhythmForm(forms.ModelForm):
    """How often, and when not."""

    class Meta:
        model = Abonnement
        fields = ("rhythm", "quiet_from", "quiet_until")
        labels = {"rhythm": _("Me prévenir"), "quiet_from": _("Silence à partir de"), "quiet_until": _("jusqu’à")}
        widgets = {
            "rhythm": forms.RadioSelect,
            "quiet_from": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }
