"""What whoever sent a fiche may write: other words, more of them, another place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import FicheForm, PicturesField, PicturesInput, TidyField
from carto.fiches.models import WISHED, Fiche, Kind, Temporality
from carto.fiches.own.actions import WORDS, seen
from carto.fiches.trust.rereading import RereadForm, RereadPicturesForm

ASKED = {Kind.SIGNALEMENT, Kind.IDEE}  # of how it feels and how often
ROUNDING = 1e-5  # degrees: a metre


class OwnForm(forms.Form):
    """A form about one fiche; `seen` says what the person was looking at when they began to write."""

    looked_at: tuple[str, ...] = ()

    def __init__(self, *args: Any, fiche: Fiche, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fiche = fiche
        if self.looked_at:
            self.initial["seen"] = seen(fiche, *self.looked_at)

    def look_again(self, fiche: Fiche) -> None:
        """Somebody else was quicker: what was typed stays, and sending it once more is then on purpose."""
        self.data = self.data.copy()
        self.data["seen"] = seen(fiche, *self.looked_at)


class WordsForm(OwnForm, RereadForm):
    """The words, as they are."""

    looked_at = WORDS
    read_by_all = ("text", "feeling")
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    text = TidyField(
        label=_("Ce que vous avez vu"), required=False, max_length=4000, widget=forms.Textarea({"rows": 6})
    )
    feeling = TidyField(
        label=_("Ce que vous ressentez"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    temporality = forms.ChoiceField(
        label=_("Cela arrive"), choices=[("", _("je ne sais pas")), *Temporality.choices], required=False
    )
    forget = forms.BooleanField(
        label=_("Ne gardez pas les mots d’avant : ils disaient quelque chose de personnel"), required=False
    )

    def __init__(self, *args: Any, fiche: Fiche, **kwargs: Any) -> None:
        super().__init__(*args, fiche=fiche, **kwargs)
        for name in WORDS:
            self.initial[name] = getattr(fiche, name)
            if name != "text" and fiche.kind not in ASKED and not self.initial[name]:
                del self.fields[name]
        if fiche.kind == Kind.IDEE:
            self.fields["text"].label = _("Ce que vous aimeriez")
            self.fields["feeling"].label = _("Ce que cela vous fait aujourd’hui")
            self.fields["temporality"].label = _("Ce serait")
            self.fields["temporality"].choices = [("", _("je ne sais pas")), *WISHED.items()]

    def is_new(self, name: str, words: str) -> bool:
        """What stands there already was read when it was sent."""
        return words != getattr(self.fiche, name)

    def words(self) -> dict[str, str]:
        """The fields of the fiche that the form shows."""
        return {name: self.cleaned_data[name] for name in WORDS if name in self.cleaned_data}


class CompleteForm(OwnForm, RereadPicturesForm):
    """More words, more photos."""

    text = TidyField(
        label=_("Ce que vous voulez ajouter"), required=False, max_length=2000, widget=forms.Textarea({"rows": 5})
    )
    photos = PicturesField(
        label=_("Photos"),
        required=False,
        widget=PicturesInput(),
        help_text=_("Évitez les visages et les plaques. Une personne regarde chaque photo avant qu’elle soit publiée."),
    )


class MoveForm(FicheForm):
    """Where it really is: the map, an address, or the list of places that answer to it, as when it was sent."""

    KEPT = ("longitude", "latitude", "precision", "osm_id", "adresse", "held", "candidat")
    looked_at = ("geom",)

    def __init__(self, *args: Any, fiche: Fiche, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fiche = fiche
        for name in set(self.fields) - set(self.KEPT):
            del self.fields[name]
        self.fields["seen"] = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
        self.fields["adresse"].label = _("Où est-ce, en réalité ?")
        self.initial |= {
            "seen": seen(fiche, "geom"),
            "longitude": f"{fiche.geom.x:.6f}",
            "latitude": f"{fiche.geom.y:.6f}",
        }

    look_again = OwnForm.look_again

    def clean(self) -> dict[str, Any]:
        """Words typed in place of what the map says are what is meant: without a map nobody can move the pin."""
        data = self.cleaned_data
        untouched = self._stands_still(data)
        if data.get("adresse") and untouched and not data.get("candidat"):
            data["longitude"] = data["latitude"] = ""
        elif untouched and not data.get("candidat"):
            raise ValidationError(gettext("Déplacez le repère sur la carte, ou écrivez une adresse."), code="same")
        return super().clean()

    def hold_place(self) -> None:
        """The form is shown again: the place that was found is the one that its hidden fields say."""
        if self.point is not None:
            self.data = self.data.copy()
            self.data["longitude"], self.data["latitude"] = f"{self.point.x:.7f}", f"{self.point.y:.7f}"
            self.data.pop("candidat", None)

    def _stands_still(self, data: dict[str, Any]) -> bool:
        """Whether the pin is where it was: a map that was merely opened rounds it to the metre."""
        try:
            moved = (float(data["longitude"]) - self.fiche.geom.x, float(data["latitude"]) - self.fiche.geom.y)
        except (KeyError, ValueError):
            return not (data.get("longitude") or data.get("latitude"))
        return max(map(abs, moved)) < ROUNDING


class WithdrawForm(OwnForm):
    """Nothing to fill: sending it is the decision."""
