"""Pinning an idée: a sticker, a place, and words only if one wants to."""

from typing import Any

from django import forms
from django.db import transaction
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from carto.fiches.actions import Submission
from carto.fiches.forms import FicheForm, TidyField
from carto.fiches.tags.forms import TagsField
from carto.fiches.trust.weighing import Verdict
from projets.idees.models import Autocollant, Campagne, Idee
from projets.idees.pieces import follow


class StickerField(forms.ModelChoiceField):
    """One sticker of the palette, by its code; each choice keeps its sticker, so that the page can draw it."""

    class Choices(ModelChoiceIterator):
        """Choices whose label is the sticker itself."""

        def choice(self, obj: Autocollant) -> tuple[str, Autocollant]:
            """(code, sticker): the template draws it."""
            return obj.code, obj

    iterator = Choices

    def to_python(self, value: Any) -> Autocollant | None:
        """The sticker; text that cannot be a code is refused before it reaches the database."""
        if isinstance(value, str) and ("\x00" in value or len(value) > 50):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class IdeeForm(FicheForm):
    """What `/proposer/` asks; a sticker and a place are enough."""

    autocollant = StickerField(
        label=_("Votre autocollant"),
        queryset=Autocollant.objects.offered(),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez un autocollant : il dit votre idée mieux qu’un long texte."),
            "invalid_choice": _("Cet autocollant n’est pas dans la palette."),
        },
    )
    title = TidyField(
        label=_("Un titre"),
        required=False,
        max_length=140,
        help_text=_("Sans titre, le nom de l’autocollant suffit."),
    )

    etiquettes = TagsField()

    # What it is a part of, or grows from; what no longer is there is left out, an idea is not lost for that.
    campagne = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    depuis = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    trait = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)

    read_by_all = (*FicheForm.read_by_all, "etiquettes")
    field_order = ("autocollant", "adresse", "title", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Racontez, si le cœur vous en dit")

    def build(self) -> Idee:
        """The idée, proposed and new, under its own title or its sticker's name."""
        autocollant = self.cleaned_data["autocollant"]
        title = " ".join(self.cleaned_data["title"].split())
        return Idee(
            **self.shared(),
            kind="idee",
            theme=autocollant.theme,
            title=title or autocollant.name,
            autocollant=autocollant,
            campagne=self.open_campagne(),
        )

    def open_campagne(self) -> Campagne | None:
        """The campaign that it answers, if that one takes contributions at this moment."""
        slug = self.cleaned_data["campagne"]
        return Campagne.objects.open().filter(slug=slug).first() if slug else None

    def send(self, verdict: Verdict | None = None) -> Submission:
        """Store it, and let the rooms do what follows in the same transaction."""
        with transaction.atomic():
            sent = super().send(verdict)
            if sent.created:
                follow(sent.fiche, self)
        return sent
