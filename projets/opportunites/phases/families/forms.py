"""Writing a family, filing arguments, contesting and answering: short forms, words kept when refused."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.models import Commentaire
from projets.opportunites.models import Famille

NAME: Final = "argument_"
MOST: Final = 100  # of one sending


class FamilyForm(forms.ModelForm):
    """A name, neutral words, a side."""

    title = TidyField(label=_("Le nom de la famille"), max_length=140)
    summary = TidyField(
        label=_("Ce qu’elle dit, en mots neutres"), max_length=1500, widget=forms.Textarea({"rows": 4}),
        help_text=_("Assez juste pour que chaque auteur s’y reconnaisse."),
    )  # fmt: skip
    side = forms.ChoiceField(label=_("De quel côté"), choices=Famille.Side.choices, widget=forms.RadioSelect)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)  # what it said when it was read

    class Meta:
        model = Famille
        fields = ("title", "summary", "side")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.said if self.instance.pk else ""


class FilingForm(forms.Form):
    """A family for each argument of the page, or none yet."""

    def __init__(self, *args: Any, said: Sequence[Commentaire], families: Sequence[Famille], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said, self.families = said, {str(each.pk): each for each in families}
        told = [(key, f"{each} ({each.get_side_display()})") for key, each in self.families.items()]
        choices = [("", _("pas encore rangé")), *told]
        for each in said:
            field = forms.ChoiceField(label=_("Sa famille"), choices=choices, required=False)
            held = getattr(each, "rangement", None)
            field.initial = str(held.famille_id) if held else ""
            self.fields[f"{NAME}{each.pk}"] = field

    @staticmethod
    def named(data: Mapping[str, Any]) -> list[int]:
        """The arguments that were on the page when it was sent, by their ids: others may have come since."""
        keys = [key.removeprefix(NAME) for key in data if key.startswith(NAME)]
        return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 15][:MOST]

    def rows(self) -> list[tuple[Commentaire, Any]]:
        """Each argument with its field."""
        return [(each, self[f"{NAME}{each.pk}"]) for each in self.said]

    def where(self) -> dict[int, Famille | None]:
        """The family of each, by the argument's id."""
        return {each.pk: self.families.get(self.cleaned_data[f"{NAME}{each.pk}"]) for each in self.said}


class WordsForm(forms.Form):
    """What an author says of where their words were filed, or what is answered."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    text = TidyField(label=_("Vos mots"), max_length=1000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["uuid"] = uuid.uuid4()
