"""What is asked of whoever proposes a merge, answers one, or decides about a change."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.models import Visibility
from carto.fiches.trust.rereading import RereadForm
from carto.text import tidy
from projets.idees.fusions.actions import MOST
from projets.idees.models import Idee, Settled


class AloudForm(RereadForm):
    """Words that everybody reads at once: what looks personal is corrected first, nothing of it can wait."""

    read_by_all = ("reason",)
    reason = TidyField(
        label=_("Pourquoi ? Tout le monde pourra le lire"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["sure"]


class MergeForm(AloudForm):
    """Which ideas would be one with this one, and why."""

    numbers = forms.CharField(
        label=_("D’autres, par leur numéro"), required=False, max_length=300,
        help_text=_("par exemple I-2026-000012, I-2026-000034"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, alike: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike = {str(each.uuid): each for each in alike}
        self.chosen = set(self.data.getlist("ideas")) & self.alike.keys() if self.is_bound else set()
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = _("Dites pourquoi elles n’en font qu’une, en quelques mots.")

    def clean_numbers(self) -> list[str]:
        """The numbers as they are written, whatever stands between them."""
        said = tidy(self.cleaned_data["numbers"].replace("\x00", "")).upper()
        return [number for number in said.replace(",", " ").replace(";", " ").split() if number]

    def clean(self) -> dict[str, Any]:
        """The ideas, ticked or named; a number that nobody has is said."""
        data = super().clean()
        numbers = data.get("numbers") or []
        public = Idee.objects.for_cards().select_related("autocollant").filter(visibility=Visibility.PUBLIC)
        named = {idee.number: idee for idee in public.filter(number__in=numbers[: MOST + 1])}
        if missing := [number for number in numbers if number not in named]:
            said = gettext("Aucune idée de la carte ne porte ce numéro : %(number)s.") % {"number": missing[0]}
            self.add_error("numbers", said)
        ticked = public.filter(uuid__in=self.chosen)
        data["sources"] = list({idee.pk: idee for idee in (*ticked, *named.values())}.values())
        if not data["sources"] and not self.errors:
            raise ValidationError(gettext("Choisissez au moins une autre idée."), code="none")
        return data


class SettleForm(AloudForm):
    """Taken up or not, and why."""

    seen = forms.CharField(max_length=9, widget=forms.HiddenInput)
    settled = forms.ChoiceField(
        label=_("Ce que vous en faites"),
        choices=[
            (Settled.TAKEN.value, _("Je le reprends : ses mots paraissent sur la page, avec leur auteur")),
            (Settled.NOT_TAKEN.value, _("Je ne le reprends pas : il reste à lire à côté")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("seen", "settled", "reason")
