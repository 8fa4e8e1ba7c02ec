"""What a moderator, an agent or an author fills in. What takes something away has a rule and a reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.models import Commentaire, Fiche, Outcome, Photo, Rule
from carto.fiches.moderation.zones import MAX_ZONES, Zone, read_zone


class ZonesField(forms.MultipleChoiceField):
    """Checkboxes « 0.1,0.2,0.3,0.1 »: the ticked ones are the zones to blur."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[Zone]:
        """The zones; ValidationError (French) for one that is none, or too many."""
        said = list(value or [])
        if len(said) > MAX_ZONES:
            raise ValidationError(gettext("%(max)d zones au plus.") % {"max": MAX_ZONES}, code="many")
        return [read_zone(each) for each in said]


class ZoneForm(forms.Form):
    """One more zone, by hand: percents of the picture, from its left and its top."""

    left = forms.FloatField(label=_("Depuis la gauche"), min_value=0, max_value=100)
    top = forms.FloatField(label=_("Depuis le haut"), min_value=0, max_value=100)
    width = forms.FloatField(label=_("Largeur"), min_value=0.5, max_value=100)
    height = forms.FloatField(label=_("Hauteur"), min_value=0.5, max_value=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"inputmode": "decimal", "step": "any"}

    def zone(self) -> Zone:
        """The zone, cut at the picture's edges."""
        return read_zone(",".join(str(self.cleaned_data[name] / 100) for name in ("left", "top", "width", "height")))

    def clean(self) -> dict[str, Any]:
        """Refuse what lies outside the picture."""
        data = super().clean()
        if not self.errors:
            self.zone()
        return data


class PublishForm(forms.Form):
    """Show a photo, blurred where the zones say."""

    zone = ZonesField(required=False)
    seen = forms.CharField(max_length=8, widget=forms.HiddenInput)
    description = TidyField(
        label=_("Ce que l’on voit"),
        help_text=_(
            "Pour les personnes qui ne voient pas l’image. Exemple : un trou profond devant un passage piéton."
        ),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, photo: Photo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"seen": photo.state, "description": photo.description} | self.initial


class DecisionForm(forms.Form):
    """A rule and a reason that everybody will read."""

    rule = forms.ChoiceField(label=_("Règle"), choices=[("", _("Choisir…")), *Rule.choices])
    reason = TidyField(
        label=_("Raison"),
        help_text=_("Tout le monde la lira, l’auteur d’abord. Ne répétez pas ce que vous retirez."),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )


class RefuseForm(DecisionForm):
    """Not to show a photo."""

    seen = forms.CharField(max_length=8, widget=forms.HiddenInput)

    def __init__(self, *args: Any, photo: Photo, **kwargs: Any) -> None:
        super().__init__(*args, prefix="refuse", **kwargs)
        self.initial = {"seen": photo.state} | self.initial


class EditForm(DecisionForm):
    """Take out of the texts what must not be read; only the fields that this fiche or comment has."""

    title = TidyField(label=_("Titre"), max_length=140)
    text = TidyField(label=_("Texte"), max_length=4000, required=False, widget=forms.Textarea({"rows": 5}))
    feeling = TidyField(label=_("Ressenti"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
    field_order = ("title", "text", "feeling", "rule", "reason")

    def __init__(self, *args: Any, words: Fiche | Commentaire, **kwargs: Any) -> None:
        super().__init__(*args, prefix="edit", **kwargs)
        if isinstance(words, Commentaire):
            del self.fields["title"], self.fields["feeling"]
            self.fields["text"].max_length, self.fields["text"].required = 2000, True
        elif not words.feeling:
            del self.fields["feeling"]
        self.initial = {name: getattr(words, name, "") for name in ("title", "text", "feeling")} | {
            "rule": Rule.PERSONAL.value
        }

    def changes(self) -> dict[str, str]:
        """The texts as they should read."""
        return {name: self.cleaned_data[name] for name in ("title", "text", "feeling") if name in self.fields}


class RestoreForm(forms.Form):
    """Take something out of the bin."""

    reason = TidyField(
        label=_("Explication"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Facultative. Tout le monde la lira."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="restore", **kwargs)


class ReplyForm(forms.Form):
    """The author's one answer to a decision."""

    text = TidyField(
        label=_("Votre réponse"),
        help_text=_(
            "Une autre personne que celle qui a décidé la lira, dès qu’il y en a une. Vous répondez une seule fois."
        ),
        max_length=1000,
        widget=forms.Textarea({"rows": 6}),
    )


class SettleForm(forms.Form):
    """What an author's answer comes to."""

    outcome = forms.ChoiceField(label=_("Votre conclusion"), choices=Outcome, widget=forms.RadioSelect)
    text = TidyField(
        label=_("Explication"),
        help_text=_("L’auteur la lira, et tout le monde avec lui."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )
    shown = forms.BooleanField(label=_("Publier la réponse de l’auteur à la corbeille"), required=False)


class DescribeForm(forms.Form):
    """The sender says what a photo shows."""

    description = TidyField(label=_("Ce que l’on voit"), required=False, max_length=200)
