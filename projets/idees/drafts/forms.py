"""Opening a draft, and writing in it."""

from typing import Any, Final

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.trust.personal import Sort, find_personal
from carto.geometry import read_point
from projets.idees.drafts.actions import LONGEST, Words
from projets.idees.growing.origins import Origin
from projets.idees.models import Autocollant, Brouillon, Idee

TELLING: Final = frozenset(Sort) - {Sort.NAME}  # a name is what is asked for; a number or an address is too much


class WordsForm(forms.Form):
    """A title and words; nothing is owed."""

    title = TidyField(label=_("Un titre"), required=False, max_length=LONGEST["title"])
    text = TidyField(
        label=_("Vos mots"), required=False, max_length=LONGEST["text"], widget=forms.Textarea({"rows": 14})
    )

    def words(self) -> Words:
        """What was written."""
        return Words(self.cleaned_data["title"], self.cleaned_data["text"])


class OpenForm(WordsForm):
    """What the page that one comes from knows already: a place, a sticker, an idea to continue. What is odd is left."""

    longitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    latitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    autocollant = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    depuis = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)

    def known(self) -> dict[str, Any]:
        """As `open_draft` takes it."""
        told = self.cleaned_data
        about = about_of(told["depuis"])
        sticker = Autocollant.objects.offered().filter(code=told["autocollant"]).first()
        return {
            "geom": self._place() or (about.geom.point_on_surface if about else None),
            "autocollant": sticker or (about.autocollant if about else None),
            "about": about,
        }

    def _place(self) -> Point | None:
        try:
            return read_point(self.cleaned_data["longitude"], self.cleaned_data["latitude"])
        except ValidationError:
            return None


def about_of(text: str) -> Idee | None:
    """The public idea of that uuid, to be continued; None for anything else."""
    origin = Origin.read(text)
    return Idee.objects.select_related("autocollant").filter(pk=origin.fiche.pk).first() if origin else None


class SaveForm(WordsForm):
    """One hand's turn: `version` is the one that it was written on."""

    version = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    hand = TidyField(
        label=_("Votre nom, si vous voulez"),
        required=False,
        max_length=60,
        help_text=_("Un prénom, un surnom : l’histoire du brouillon le dira, celle de l’idée aussi."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, draft: Brouillon, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.initial |= {"title": draft.title, "text": draft.text, "version": draft.version}

    def clean_hand(self) -> str:
        """A name is read by everybody, and stays: no number, no address."""
        hand = self.cleaned_data["hand"]
        if any(found.sort in TELLING for found in find_personal(hand)):
            raise ValidationError(gettext("un prénom ou un surnom suffit : tout le monde le lira."), code="personal")
        return hand

    def look_again(self, **words: Any) -> None:
        """The form again, on the version of today, with these words in it."""
        self.data = self.data.copy()
        for name, value in words.items():
            self.data[name] = value
