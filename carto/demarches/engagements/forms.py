"""What somebody says of a commitment."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.demarches.models import State
from carto.fiches.forms import TidyField

is_address = URLValidator(["http", "https"])


class SayForm(forms.Form):
    """Where it stands, why, and the page that proves it."""

    state = forms.ChoiceField(label=gettext_lazy("Où il en est"), choices=State.choices, widget=forms.RadioSelect)
    text = TidyField(
        label=gettext_lazy("Pourquoi on peut le dire"), max_length=1000, widget=forms.Textarea({"rows": 4})
    )
    proof = forms.CharField(
        label=gettext_lazy("La preuve : une page que chacun peut ouvrir"), max_length=500, required=False,
        help_text=gettext_lazy("Une adresse en https, ou une page d’ici (« /opportunites/… »). « Tenu » l’exige."),
    )  # fmt: skip

    def clean_proof(self) -> str:
        """An address of the web, or a path of ours."""
        proof = self.cleaned_data["proof"].strip()
        ours = proof.startswith("/") and not proof.startswith("//") and "\\" not in proof
        if proof and not ours:
            is_address(proof)
        return proof

    def clean(self) -> dict[str, Any]:
        """« tenu » is proved."""
        data = super().clean()
        if data.get("state") == State.KEPT and "proof" in data and not data["proof"]:
            raise ValidationError({"proof": _("« Tenu » se prouve : donnez une page que chacun peut ouvrir.")})
        return data
