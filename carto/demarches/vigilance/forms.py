"""Words on a process, and what is said back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.demarches.models import Outcome
from carto.demarches.models.vigilance import LONGEST
from carto.fiches.forms import TidyField


class AlertForm(forms.Form):
    """Words only: no name, no address, no place, no file."""

    about = TidyField(
        label=_("Quelle démarche ?"), max_length=200, required=False,
        help_text=_("Une campagne, une consultation, un budget, un sujet : son nom ou son adresse suffit."),
    )  # fmt: skip
    text = TidyField(
        label=_("Qu’est-ce qui ne va pas ?"), max_length=LONGEST, widget=forms.Textarea({"rows": 8}),
        help_text=_("N’écrivez rien qui dise qui vous êtes : ni nom, ni ce que vous êtes seul à savoir."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What becomes of it, in words for everybody."""

    outcome = forms.ChoiceField(
        label=_("Quelle suite"), widget=forms.RadioSelect,
        choices=[choice for choice in Outcome.choices if choice[0] != Outcome.WAITING],
    )  # fmt: skip
    said = TidyField(
        label=_("Ce que l’on en dit à tout le monde"), max_length=2000, widget=forms.Textarea({"rows": 5}),
        help_text=_("Sans rien qui désigne qui a écrit. Les mots de l’alerte ne sont jamais publiés."),
    )  # fmt: skip
