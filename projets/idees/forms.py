"""Pinning an idée: a sticker, a place, and words only if one wants to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from carto.fiches.actions import Submission
from carto.fiches.forms import FicheForm, TidyField
from carto.fiches.models import WISHED
from carto.fiches.ressentis.forms import FaceForm
from carto.fiches.tags.forms import TagsField
from carto.fiches.trust.weighing import Verdict
from projets.idees.campagnes.arriving import check_area, prepare
from projets.idees.growing.origins import Origin
from projets.idees.models import Autocollant, Campagne, Idee
from projets.idees.pieces import follow
from projets.idees.poses.actions import lay
from projets.idees.poses.reading import PosesField
from projets.idees.spoken.forms import SpokenForm


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


class IdeeForm(FaceForm, SpokenForm):
    """What `/proposer/` asks; a sticker and a place are enough. The face is kept apart from the idea, in its grid."""

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
    # The stickers as the map says that they lie: the first of them is the idea's own, whatever the palette shows.
    poses = PosesField()
    # What it is a part of, or grows from; what no longer is there is left out, an idea is not lost for that.
    campagne = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    depuis = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    demande = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    trait = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    # Ticked, an idea placed outside the campaign's area is published without it.
    hors_campagne = forms.BooleanField(label=_("Publier mon idée hors de la campagne"), required=False)

    lasts = forms.ChoiceField(
        label=_("Votre idée reste"),
        choices=[
            ("", _("Aussi longtemps qu’elle sert")),
            ("24", _("24 heures")),
            ("72", _("3 jours")),
            ("168", _("Une semaine")),
        ],
        required=False,
        help_text=_("À son heure elle quitte la carte ; ses mots et ses photos sont effacés, il en reste un nombre."),
    )
    # The idea that it changes, or whose need it answers otherwise.
    amende = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    alternative = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)

    read_by_all = (*FicheForm.read_by_all, "etiquettes")
    field_order = ("autocollant", "adresse", "title", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Ce que vous aimeriez")
        self.fields["feeling"].label = _("Ce que cela vous fait aujourd’hui")
        self.fields["feeling"].help_text = _(
            "Y passer, y attendre, l’éviter… L’idée dit ce qui manque, ceci dit pourquoi."
        )
        self.fields["temporality"].label = _("Ce serait…")
        self.fields["temporality"].choices = [(often.value, label) for often, label in WISHED.items()]
        if origin := Origin.read(str(self["depuis"].value() or "")):
            self.fields["autocollant"].queryset = Autocollant.objects.offered().first_of(origin.fiche.theme_id)

    def clean(self) -> dict[str, Any]:
        """The first sticker laid is the one that the idea is called by; a campaign asks about its own area."""
        data = super().clean()
        if data.get("poses"):
            data["autocollant"] = data["poses"][0].sticker
            self.errors.pop("autocollant", None)
        self.campagne = None if data.get("hors_campagne") else self.open_campagne()
        if self.campagne and self.point:
            try:
                check_area(self.campagne, self.point)
            except ValidationError as error:  # its author decides
                self.add_error("hors_campagne", error)
        return data

    def build(self) -> Idee:
        """The idée, proposed and new, under its own title or its sticker's name."""
        autocollant = self.cleaned_data["autocollant"]
        title = " ".join(self.cleaned_data["title"].split())
        idee = Idee(
            **self.shared(),
            kind="idee",
            theme=autocollant.theme,
            title=title or autocollant.name,
            autocollant=autocollant,
            campagne=self.campagne,
        )
        prepare(idee, anonymous=self.author() is None)
        return idee

    def open_campagne(self) -> Campagne | None:
        """The campaign that it answers, if that one takes contributions at this moment."""
        slug = self.cleaned_data.get("campagne")
        return Campagne.objects.open().filter(slug=slug).first() if slug else None

    def send(self, verdict: Verdict | None = None) -> Submission:
        """Store it, and let the rooms do what follows in the same transaction."""
        with transaction.atomic():
            sent = super().send(verdict)
            if sent.created:
                lay(sent.fiche, self.cleaned_data["poses"])
                follow(sent.fiche, self)
        return sent
