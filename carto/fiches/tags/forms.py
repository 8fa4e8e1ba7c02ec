"""The field of tags, and the forms that change them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.models import Etiquette, Fiche
from carto.fiches.own.forms import OwnForm
from carto.fiches.tags.actions import names_of
from carto.fiches.tags.words import MOST, Word, read_words, written
from carto.fiches.trust.rereading import RereadForm


class TagsField(TidyField):
    """A line of words separated by commas; the cleaned value is the same line, each word once."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Vos étiquettes"))
        kwargs.setdefault("help_text", _("Quelques mots à vous, séparés par des virgules : ombre, aînés, été…"))
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "off", "data-tags": "/etiquettes/suggestions/"}))
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> str:
        """The words in one line. ValidationError (French) for too many, or for what no tag can be."""
        return written([word.name for word in read_words(super().clean(value))])


class OwnTagsForm(OwnForm, RereadForm):
    """The tags of one's own fiche."""

    read_by_all = ("etiquettes",)
    etiquettes = TagsField()

    def __init__(self, *args: Any, fiche: Fiche, **kwargs: Any) -> None:
        super().__init__(*args, fiche=fiche, **kwargs)
        self.initial["etiquettes"] = written(names_of(fiche))
        del self.fields["sure"]  # nobody's name is a tag

    def clean(self) -> dict[str, Any]:
        """Words that tell who somebody is are refused beside the field: there is nothing to insist on."""
        data = super().clean()
        self.personal = []
        return data

    def words(self) -> list[Word]:
        """What was written, as tags."""
        return read_words(self.cleaned_data["etiquettes"])


class ModeratedTagsForm(OwnTagsForm):
    """The same by the moderation, who says why."""

    reason = TidyField(label=_("Pourquoi"), max_length=300, help_text=_("Tout le monde le lira."))


class MergeForm(forms.Form):
    """Which tag becomes which, and why; both by their words."""

    source = TidyField(label=_("Le mot à remplacer"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))
    target = TidyField(label=_("Le mot qui reste"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))
    reason = TidyField(label=_("Pourquoi"), max_length=300, help_text=_("Lu de tous, dans le registre."))

    def _tag(self, name: str) -> Etiquette:
        words = read_words(self.cleaned_data[name])
        found = Etiquette.objects.filter(slug=words[0].slug).first() if len(words) == 1 else None
        if found is None:
            raise forms.ValidationError(gettext("Aucune étiquette ne s’appelle ainsi."), code="unknown")
        return found

    def clean_source(self) -> Etiquette:
        """The tag of that word."""
        return self._tag("source")

    def clean_target(self) -> Etiquette:
        """The tag of that word."""
        return self._tag("target")


__all__ = ["MOST", "MergeForm", "ModeratedTagsForm", "OwnTagsForm", "TagsField"]
