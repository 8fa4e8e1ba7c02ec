"""Naming an initiative of one's quartier; an agent saying what they can do beyond their post."""

from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.models import Theme
from carto.fiches.trust.rereading import RereadForm
from carto.geometry import read_point
from carto.territoires.geocoding import geocode
from carto.territoires.querysets import name_of_place
from projets.opportunites.after.forms import YearField
from projets.opportunites.models import Talent
from projets.opportunites.referents.topics import ThemeField


class InitiativeForm(RereadForm):
    """What `/opportunites/initiatives/proposer/` asks; `point` is where it is, once it is valid."""

    name = TidyField(label=_("Comment cela s’appelle"), max_length=120)
    what = TidyField(
        label=_("Ce qui s’y fait"), max_length=800, widget=forms.Textarea({"rows": 4}),
        help_text=_("Pas de nom ni de téléphone de quelqu’un : on y va, ou l’on suit le lien."),
    )  # fmt: skip
    theme = ThemeField(
        label=_("Thème"), queryset=Theme.objects.all(), to_field_name="code", empty_label=_("Choisissez")
    )
    adresse = TidyField(label=_("Où"), max_length=200, help_text=_("Une adresse, une rue, un lieu connu."))
    link = forms.URLField(label=_("Un site ou une page"), max_length=300, required=False, assume_scheme="https")
    since = YearField(label=_("Depuis quelle année"), required=False)
    lon = forms.CharField(required=False, widget=forms.HiddenInput, max_length=30)
    lat = forms.CharField(required=False, widget=forms.HiddenInput, max_length=30)
    held = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    read_by_all = ("name", "what")
    point: Point | None = None

    @classmethod
    def starting(cls, lon: str, lat: str) -> dict[str, Any]:
        """What a place chosen on the map fills in; nothing when it cannot be."""
        try:
            point = read_point(lon, lat)
        except ValidationError:
            return {}
        name = name_of_place(point)
        return {"lon": f"{point.x:.6f}", "lat": f"{point.y:.6f}", "adresse": name, "held": name}

    def clean(self) -> dict[str, Any]:
        """The place: what the map gave while its words stay, else what the address means."""
        told = super().clean()
        words = told.get("adresse", "")
        if words and words == told.get("held"):
            try:
                self.point = read_point(told.get("lon", ""), told.get("lat", ""))
            except ValidationError:
                self.point = None
        if words and self.point is None:
            self.point = next((hit.point for hit in geocode(words, limit=1) if hit.point is not None), None)
            if self.point is None:
                self.add_error("adresse", gettext("ce lieu n’a pas été trouvé : essayez une rue, une place."))
        return told

    def told(self) -> dict[str, Any]:
        """What is kept of it."""
        return {name: self.cleaned_data[name] for name in ("name", "what", "theme", "link", "since")}


class TalentForm(forms.ModelForm):
    """An agent says it themselves; how to reach them only when they want."""

    words = TidyField(
        label=_("Ce que vous savez faire, en plus de votre poste"), max_length=300,
        help_text=_("« Je parle turc », « je répare les vélos », « j’anime des jeux de plateau »."),
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    themes = forms.ModelMultipleChoiceField(
        label=_("Sur quels thèmes ?"), queryset=Theme.objects.all(), to_field_name="code", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    contact = TidyField(
        label=_("Comment vous joindre, si vous voulez"), max_length=160, required=False,
        help_text=_("Vide : on passe par votre service, et votre nom ne paraît pas."),
    )  # fmt: skip

    class Meta:
        model = Talent
        fields = ("words", "themes", "contact")

    def clean_themes(self) -> list[str]:
        """Their codes."""
        return [theme.code for theme in self.cleaned_data["themes"]]
