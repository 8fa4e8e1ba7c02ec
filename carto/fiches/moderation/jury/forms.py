"""What a juror fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.models import Outcome


class OpinionForm(forms.Form):
    """Uphold or reverse, and why."""

    outcome = forms.ChoiceField(
        label=_("Votre avis"),
        choices=[
            (Outcome.UPHELD.value, _("Maintenir : la règle s’applique ici")),
            (Outcome.REVERSED.value, _("Annuler : cela pouvait rester")),
        ],
        widget=forms.RadioSelect,
    )
    reason = TidyField(
        label=_("Pourquoi"),
        help_text=_("Publié avec le verdict, sans votre nom."),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
    )
