"""The questions of categories as fields of the form: one field a question, under a name of its category's own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from signalements.models import Categorie, Question
from signalements.questions import MAX_WORDS

_Kind = Question.Kind


class _FirstOption:
    """Buttons in a group: a link to the field leads to the first of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The id of one button, or of the first."""
        return f"{id_}_{index or 0}"


class OneOf(_FirstOption, forms.RadioSelect):
    """Radio buttons."""


class SomeOf(_FirstOption, forms.CheckboxSelectMultiple):
    """Checkboxes."""


class QuestionField(forms.Field):
    """One question. It takes whatever was sent: `questions.check` alone knows which questions apply, and judges."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.choices = [(option["code"], option["label"]) for option in question.options]
        super().__init__(required=False, label=question.text, widget=self._drawn())

    def _drawn(self) -> forms.Widget:
        if self.question.kind == _Kind.TEXT:
            return forms.TextInput({"maxlength": MAX_WORDS, "autocomplete": "off"})
        widget = OneOf if self.question.kind == _Kind.CHOICE else SomeOf
        return widget(choices=self.choices)

    @property
    def hint(self) -> str:
        """What is said after the question."""
        said = {_Kind.SEVERAL: _("plusieurs réponses possibles")} if self.question.required else {
            _Kind.CHOICE: _("facultatif"),
            _Kind.SEVERAL: _("facultatif, plusieurs réponses possibles"),
            _Kind.TEXT: _("facultatif, lu par le service seul"),
        }  # fmt: skip
        return str(said.get(_Kind(self.question.kind), ""))

    @property
    def when(self) -> str:
        """The name of the field on whose answer it depends, in the same category; empty when it is always asked."""
        return field_name(self.question.categorie, self.question.condition.get("question", ""))

    @property
    def stops(self) -> dict[str, str]:
        """What is said instead of sending, by the option that asks for it."""
        return {option["code"]: option["stop"] for option in self.question.options if option.get("stop")}


def field_name(categorie: Categorie, code: str) -> str:
    """The name of a question's field; empty without a code."""
    return f"q-{categorie.code}-{code}" if code else ""


def fields_of(categories: Iterable[Categorie]) -> dict[str, QuestionField]:
    """The fields of all their questions, by name; with `prefetch_related("questions")`, no query."""
    return {
        field_name(categorie, question.code): QuestionField(question)
        for categorie in categories
        for question in _with(categorie)
    }


def _with(categorie: Categorie) -> list[Question]:
    """Its questions, each knowing its category without asking the database again."""
    questions = list(categorie.questions.all())
    for question in questions:
        question.categorie = categorie
    return questions


def sent(categorie: Categorie, data: dict[str, Any]) -> dict[str, Any]:
    """What a form says to the questions of one category, by their codes."""
    return {each.code: data.get(field_name(categorie, each.code)) for each in categorie.questions.all()}
