"""What is written of calls and trials."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projets.opportunites.gates.forms import PlaceForm, day, words
from projets.opportunites.gates.saying import SayingForm
from projets.opportunites.models import Appel, Essai

FURTHEST: Final = timedelta(days=2 * 366)
LONGEST_TRIAL: Final = timedelta(days=3 * 366)


class CallForm(forms.Form):
    """What one would like to know, until when."""

    kind = forms.ChoiceField(label=_("On cherche"), choices=Appel.Kind.choices, widget=forms.RadioSelect)
    text = words(_("Ce que l’on aimerait savoir"), _("De qui, pour quoi faire, combien de temps cela prend."))
    until = day(_("Jusqu’au"))

    def clean_until(self) -> date:
        """From today on."""
        until, today = self.cleaned_data["until"], localdate()
        if not today <= until <= today + FURTHEST:
            raise ValidationError(gettext("un jour à venir, dans deux ans au plus."))
        return until


class OfferForm(SayingForm):
    """What one knows, and how whoever carries the topic may answer."""

    email = forms.EmailField(
        label=_("Comment vous joindre, si vous voulez"), required=False, max_length=254,
        help_text=_("Une adresse e-mail, que seul voit qui porte le sujet ; elle est effacée après la fin de l’appel."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip
    field_order = ("text", "email", "named")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Ce que vous savez, ce que vous proposez")
        self.fields["text"].help_text = _("Tout le monde le lira.")


class ThanksForm(forms.Form):
    """The answer to an offer."""

    accepted = forms.ChoiceField(
        label=_("Cette offre est"), choices=[("oui", _("prise, avec merci")), ("non", _("pas prise cette fois"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    thanks = words(_("Ce que vous répondez"), _("Tout le monde le lira : pas de coordonnées ici."), 1000)


class TrialForm(PlaceForm):
    """What is tried, where, from which day to which."""

    text = words(_("Ce que l’on essaie"), _("Et ce que l’on regardera pour en juger."))
    starts = day(_("Du"))
    ends = day(_("Au"))
    field_order = ("text", "place", "pin", "starts", "ends")

    def clean(self) -> dict[str, Any]:
        """It ends after it began, and not in another century."""
        data = super().clean()
        starts, ends = data.get("starts"), data.get("ends")
        if starts and abs(starts - localdate()) > FURTHEST:
            self.add_error("starts", gettext("à deux ans d’aujourd’hui au plus."))
        elif starts and ends and not starts <= ends <= starts + LONGEST_TRIAL:
            self.add_error("ends", gettext("après le début, trois ans plus tard au plus."))
        return data


class ObserveForm(SayingForm):
    """What somebody sees of a trial."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Ce que vous voyez, ce que cela change")


class ConcludeForm(forms.Form):
    """Keep, adjust or remove."""

    outcome = forms.ChoiceField(label=_("Après l’essai"), choices=Essai.Outcome.choices, widget=forms.RadioSelect)
    reason = words(_("Pourquoi"), _("Ce que l’on a vu, et ce que les observations ont dit."))
