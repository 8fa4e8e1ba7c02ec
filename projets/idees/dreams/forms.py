"""What residents and a technician write of a dream that comes down to earth."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service
from carto.fiches.forms import TidyField
from carto.fiches.own.actions import seen
from carto.fiches.trust.rereading import RereadForm
from projets.idees.dreams.actions import WORDS
from projets.idees.models import Atterrissage


class WordsForm(RereadForm):
    """One need, one first step; `seen` tells on what it was written."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    need = TidyField(
        label=_("Le besoin, derrière le rêve"),
        max_length=300,
        help_text=_("« Se rafraîchir l’été, sans payer. »"),
        widget=forms.Textarea({"rows": 2}),
    )
    first_step = TidyField(
        label=_("Un premier pas"),
        max_length=300,
        help_text=_("Quelque chose que l’on peut commencer : « un brumisateur sur la place, cet été »."),
        widget=forms.Textarea({"rows": 2}),
    )

    read_by_all = WORDS

    def __init__(self, *args: Any, landing: Atterrissage, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "mots_%s")
        super().__init__(*args, **kwargs)
        self.landing = landing
        held = {name: getattr(landing, name) for name in WORDS}
        self.initial |= held | {"uuid": uuid.uuid4(), "seen": seen(landing, *WORDS)}

    def is_new(self, name: str, words: str) -> bool:
        """What stands there already has been read."""
        return bool(words) and words != getattr(self.landing, name)

    def look_again(self, landing: Atterrissage) -> None:
        """The same words, on what is there now."""
        self.data = self.data.copy()
        self.data["seen"] = seen(landing, *WORDS)


class FeasibleForm(forms.Form):
    """What a technician says of the first step, in the name of their service."""

    feasible = TidyField(
        label=_("Ce qu’il faut pour ce premier pas"),
        max_length=1000,
        help_text=_("Qui, quoi, combien de temps, ce qui coince : tout le monde le lira."),
        widget=forms.Textarea({"rows": 4}),
    )
    service = forms.ModelChoiceField(queryset=Service.objects.none(), label=_("Au nom de"), empty_label=None)

    def __init__(self, *args: Any, landing: Atterrissage, services: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "technicien_%s")
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services
        self.initial |= {"feasible": landing.feasible, "service": services.first()}
