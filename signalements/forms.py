"""The form that reports a street problem: the shared one, and a category chosen among pictures."""

from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import FicheForm
from signalements.actions import prepare
from signalements.models import Categorie, Signalement
from signalements.recognition import MAX_TEXT, likely


class Cards(forms.RadioSelect):
    """Radio buttons drawn as cards; a link to the field leads to the first of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The id of one card, or of the first."""
        return f"{id_}_{index or 0}"


class SignalementForm(FicheForm):
    """What, besides where and the words."""

    categorie = forms.ChoiceField(
        label=_("Quel problème ?"),
        widget=Cards,
        error_messages={
            "required": _("Choisissez ce qui ressemble le plus, ou « Autre chose »."),
            "invalid_choice": _("Cette catégorie n’existe pas : choisissez-en une dans la liste."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {categorie.code: categorie for categorie in Categorie.objects.offered()}
        self.fields["categorie"].choices = [(code, each.name) for code, each in self.categories.items()]

    def words(self) -> str:
        """What was typed to look for a category."""
        return self.data.get("mots", "")[:MAX_TEXT] if self.is_bound else ""

    def found(self) -> list[Categorie]:
        """What these words may mean, the likeliest first."""
        return likely(self.words(), list(self.categories.values()))

    def families(self) -> list[tuple[str, list[tuple[BoundWidget, Categorie]]]]:
        """The cards with their categories: what the words may mean first, then family by family."""
        cards = dict(zip(self.categories, self["categorie"].subwidgets, strict=True))
        found = [(cards.pop(categorie.code), categorie) for categorie in self.found()]
        rest = [(card, self.categories[code]) for code, card in cards.items()]
        families = [(family, list(group)) for family, group in groupby(rest, key=lambda card: card[1].family)]
        return [(gettext("Ce qui y ressemble le plus"), found), *families] if found else families

    def build(self) -> Signalement:
        """An unsaved signalement with its service and its promise."""
        return prepare(self.categories[self.cleaned_data["categorie"]], **self.shared())
