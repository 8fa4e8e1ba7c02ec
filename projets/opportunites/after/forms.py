"""What is asked once it is there: the experience sheet, an example from elsewhere with its source."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.models import Theme
from projets.opportunites.models import NO_BILAN, Bilan, Scale
from projets.opportunites.referents.topics import ThemeField

OLDEST: Final = 1900
LONGEST: Final = 3000


def _words(label: Any, hint: Any, *, required: bool = True) -> TidyField:
    area = forms.Textarea({"rows": 4})
    return TidyField(label=label, help_text=hint, max_length=LONGEST, required=required, widget=area)


class BilanForm(forms.Form):
    """The words of an experience sheet. The costs and the dates are read from the data."""

    worked = _words(_("Ce qui a marché"), _("Des faits, autant que possible."))
    did_not = _words(_("Ce qui n’a pas marché"), _("S’il n’y a rien, écrivez-le."))
    otherwise = _words(_("Ce que l’on ferait autrement"), _("Si c’était à refaire demain, ailleurs."))
    changed = _words(_("Pour qui cela change quelque chose"), _("Et pour qui cela ne change rien."))
    can_reuse = forms.ChoiceField(
        label=_("D’autres peuvent-ils reprendre quelque chose ?"), choices=[("oui", _("oui")), ("non", _("non"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reusable = _words(_("Quoi ?"), _("Un plan, une méthode, un contrat, une affiche ; où le trouver."), required=False)

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)  # when what one read was written

    def __init__(self, *args: Any, sheet: Bilan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = sheet.version if sheet is not None else NO_BILAN
        if sheet is not None:
            words = [name for name in self.fields if name not in {"can_reuse", "seen"}]
            self.initial |= {name: getattr(sheet, name) for name in words}
            self.initial["can_reuse"] = "oui" if sheet.reusable else "non"

    def clean(self) -> dict[str, Any]:
        """Whoever says yes says what."""
        told = super().clean()
        if told.get("can_reuse") == "oui" and not told.get("reusable"):
            self.add_error("reusable", gettext("dites quoi, et où le trouver."))
        if told.pop("can_reuse", "") == "non":
            told["reusable"] = ""
        return told


class YearField(forms.IntegerField):
    """A year with four figures that has begun."""

    def clean(self, value: Any) -> int | None:
        """The year, or None; French words otherwise."""
        year = super().clean(value)
        if year is not None and not OLDEST <= year <= localdate().year:
            raise ValidationError(gettext("une année passée, en quatre chiffres."))
        return year


class ExempleForm(forms.Form):
    """Something done elsewhere: never without where one can read it."""

    title = TidyField(label=_("Ce qui a été fait"), max_length=140)
    place = TidyField(label=_("Où"), max_length=140)
    year = YearField(label=_("En quelle année"), required=False)
    theme = ThemeField(
        label=_("Thème"), queryset=Theme.objects.all(), to_field_name="code", empty_label=_("Choisissez")
    )
    scale = forms.ChoiceField(label=_("À l’échelle de"), choices=Scale.choices, widget=forms.RadioSelect)
    learned = TidyField(label=_("Ce que l’on en apprend"), max_length=1500, widget=forms.Textarea({"rows": 4}))
    source = TidyField(
        label=_("Qui le raconte"), max_length=200, help_text=_("Le nom du site, du rapport, du journal.")
    )
    source_url = forms.URLField(label=_("L’adresse où on le lit"), max_length=300, assume_scheme="https")
