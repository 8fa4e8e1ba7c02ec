"""The form that reports a street problem: the shared one, and a category chosen among pictures."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import FicheForm
from signalements.actions import prepare
from signalements.models import Categorie, Signalement
from signalements.question_fields import field_name, fields_of, sent
from signalements.questions import Answer, Stop, check
from signalements.recognition import MAX_TEXT, likely

Card = tuple[BoundWidget, Categorie, list[BoundField]]


class Cards(forms.RadioSelect):
    """Radio buttons drawn as cards; a link to the field leads to the first of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The id of one card, or of the first."""
        return f"{id_}_{index or 0}"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One card. What is wrong is said once, by their fieldset: no card is wrong by itself."""
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("aria-invalid", None)
        return option


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
        offered = Categorie.objects.offered().prefetch_related("questions")
        self.categories = {categorie.code: categorie for categorie in offered}
        self.fields["categorie"].choices = [(code, each.name) for code, each in self.categories.items()]
        self.fields |= fields_of(self.categories.values())
        self.answers: dict[str, Answer] = {}
        self.stop: Stop | None = None

    def clean(self) -> dict[str, Any]:
        """The place, and the answers to what the category asks; one that stops the form says so instead of sending."""
        data = super().clean()
        categorie = self.categories.get(data.get("categorie", ""))
        if categorie is None:
            return data
        try:
            self.answers = check(categorie, sent(categorie, data))
        except Stop as stop:
            self.stop = stop
            self.add_error(field_name(categorie, stop.question.code), stop.message)
        except ValidationError as wrong:
            for code, errors in wrong.error_dict.items():
                self.add_error(field_name(categorie, code), errors)
        return data

    def words(self) -> str:
        """What was typed to look for a category."""
        return self.data.get("mots", "")[:MAX_TEXT] if self.is_bound else ""

    def found(self) -> list[Categorie]:
        """What these words may mean, the likeliest first."""
        return likely(self.words(), list(self.categories.values()))

    def families(self) -> list[tuple[str, list[Card]]]:
        """The cards with their categories and questions: what the words may mean first, then family by family."""
        radios = zip(self["categorie"].subwidgets, self.categories.values(), strict=True)
        cards = {each.code: (radio, each, self._questions(each)) for radio, each in radios}
        found = [cards.pop(categorie.code) for categorie in self.found()]
        families = [(family, list(group)) for family, group in groupby(cards.values(), key=lambda card: card[1].family)]
        return [(gettext("Ce qui y ressemble le plus"), found), *families] if found else families

    def _questions(self, categorie: Categorie) -> list[BoundField]:
        return [self[field_name(categorie, question.code)] for question in categorie.questions.all()]

    def build(self) -> Signalement:
        """An unsaved signalement with its service, its promise and its answers."""
        categorie = self.categories[self.cleaned_data["categorie"]]
        return prepare(categorie, answers=self.answers, **self.shared())
