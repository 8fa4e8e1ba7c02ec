"""The form that follows a place: what one wants to hear, of which themes, how often, and at which address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.alertes.forms import FollowForm
from carto.alertes.models import Heard
from carto.alertes.places.selection import Selection
from carto.fiches.models import Theme


class PlaceForm(FollowForm):
    """The place itself comes beside, in hidden fields: `selection.read_selection` reads it, with the choices."""

    quoi = forms.MultipleChoiceField(
        label=_("Ce qui m’intéresse"), choices=Heard, widget=forms.CheckboxSelectMultiple, required=False
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Seulement ces thèmes"), queryset=Theme.objects.all(), to_field_name="code", required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Aucun coché : tous."),
    )  # fmt: skip
    field_order = ("quoi", "themes", "email", "rhythm")

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        chosen = {"quoi": list(selection.hears), "themes": list(selection.themes)}
        super().__init__(*args, initial=chosen, **kwargs)
