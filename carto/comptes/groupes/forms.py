"""What a group says of itself, and whom it asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Groupe
from carto.text import tidy


class GroupeForm(forms.ModelForm):
    """Its name, what it is, and what it looks for."""

    class Meta:
        model = Groupe
        fields = ("name", "nature", "interest")
        widgets = {"nature": forms.RadioSelect, "interest": forms.Textarea({"rows": 4})}
        help_texts = {"interest": _("Dit franchement, cela se lit mieux : ce que vous défendez, et pour qui.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nature"].choices = self.fields["nature"].choices[1:]  # none is the usual one

    def clean_name(self) -> str:
        """On one line, without invisible controls."""
        return " ".join(tidy(self.cleaned_data["name"]).split())

    def clean_interest(self) -> str:
        """Without invisible controls."""
        return tidy(self.cleaned_data["interest"])


class InviteForm(forms.Form):
    """The address of somebody's account."""

    email = forms.EmailField(
        label=_("L’adresse e-mail de son compte"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )
