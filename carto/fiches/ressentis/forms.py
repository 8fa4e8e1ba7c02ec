"""How it feels: a face, by day or by night, and a place that is kept as a cell alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import FicheForm
from carto.fiches.models import DayPart, Face

PLACE = ("longitude", "latitude", "precision", "osm_id", "adresse", "held", "candidat")


class FaceForm(forms.Form):
    """The two questions; a form of another thing may ask them too, and keeps the answers apart from it."""

    face = forms.ChoiceField(
        label=_("Comment vous sentez-vous ici ?"),
        choices=Face.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez un visage : le plus proche de ce que vous ressentez."),
            "invalid_choice": _("Ce visage n’existe pas."),
        },
    )
    moment = forms.ChoiceField(
        label=_("Surtout, si cela change :"),
        choices=DayPart.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("C’est le jour, ou la nuit.")},
    )


class RessentiForm(FaceForm, FicheForm):
    """What `/ressentis/` asks: of the form that adds a fiche, the place alone."""

    field_order = ("face", "moment", "adresse")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"face", "moment", *PLACE}:
            del self.fields[name]
        self.fields["face"].required = True
