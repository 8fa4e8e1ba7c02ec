"""What is asked of whoever carries, sets aside or wakes: a reason that everybody reads, and a day."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField

LONGEST_SLEEP: Final = timedelta(days=2 * 366)


def _reason(label: Any, hint: Any) -> TidyField:
    return TidyField(label=label, max_length=1500, help_text=hint, widget=forms.Textarea({"rows": 3}))


class ReasonForm(forms.Form):
    """Carrying a topic, or waking it."""

    reason = _reason(_("Pourquoi"), _("Tout le monde le lira, avec votre rôle et la date."))


class CarryCandidateForm(forms.Form):
    """Carrying a candidate: how the topic is called, and the question that it asks."""

    title = TidyField(label=_("Le sujet, en quelques mots"), max_length=140)
    question = TidyField(
        label=_("La question posée à tout le monde"), max_length=300,
        help_text=_("« Comment marcher à deux de front rue Paul-Bellamy ? »"),
    )  # fmt: skip
    reason = _reason(_("Pourquoi vous le portez"), _("Tout le monde le lira, avec votre rôle et la date."))


class SetAsideForm(forms.Form):
    """Setting aside: never without a reason, never for ever."""

    reason = _reason(
        _("Pourquoi pas maintenant"),
        _("Tout le monde le lira, avec votre rôle et la date. Les habitants peuvent le redemander.")
    )  # fmt: skip
    until = forms.DateField(label=_("Jusqu’au"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", localdate() + timedelta(days=183))

    def clean_until(self) -> date:
        """A day to come, two years away at most."""
        until, today = self.cleaned_data["until"], localdate()
        if not today < until <= today + LONGEST_SLEEP:
            raise ValidationError(gettext("un jour à venir, dans deux ans au plus."))
        return until
