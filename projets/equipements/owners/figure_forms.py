"""A cost, and a year of uses, written by hand: every figure with its year, its tax and its source."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from projets.equipements.amounts import AmountField, CountField
from projets.equipements.costs import said, told_kind
from projets.equipements.hours import MONTH_NAMES
from projets.equipements.models import Cout, Equipement, Organisme, Usage
from projets.equipements.owners.forms import SignatureField
from projets.equipements.querysets import HOLDING

YEAR: Final = {"min_value": 1800, "max_value": 2200}
SOURCE: Final = {
    "label": _("Source"), "max_length": 200,
    "help_text": _("le document où chacun peut le retrouver : « Délibération du 5 avril 2019 »"),
}  # fmt: skip


class StandingCostField(forms.ModelChoiceField):
    """One of the costs that stand, by what it says."""

    def label_from_instance(self, cout: Cout) -> str:
        """« construction, coût final : 29 000 000 € TTC, 2007 »."""
        return f"{told_kind(cout.kind, cout.purpose)} : {said(cout)}"


class SignedForm(forms.Form):
    """A figure: signed, and with where it comes from."""

    signature = SignatureField(label=_("Signé"))
    source = TidyField(**SOURCE)
    source_url = forms.URLField(
        label=_("Adresse de la source"), max_length=200, required=False, assume_scheme="https"
    )  # fmt: skip

    def __init__(
        self, *args: Any, names: list[Organisme | None], usual: Organisme | None, of: Equipement, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
        self.fields["signature"].offer(names, usual)


class CostForm(SignedForm):
    """One cost. Without an amount it says « coût non publié », which is worth knowing too."""

    purpose = forms.ChoiceField(label=_("Ce qui est payé"), choices=Cout.Purpose.choices)
    kind = forms.ChoiceField(
        label=_("Nature du chiffre"), choices=Cout.Kind.choices, initial=Cout.Kind.REALISED.value,
        help_text=_("estimé, voté, notifié, payé : où en était l’argent quand ce chiffre a été écrit"),
    )  # fmt: skip
    amount = AmountField(
        label=_("Montant, en euros"), required=False, max_length=60,
        help_text=_("comme « 1 234 500 » ou « 1 234,50 » ; vide : coût non publié"),
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("HT ou TTC"), choices=[("", "—"), *Cout.Basis.choices], required=False
    )  # fmt: skip
    year = forms.IntegerField(label=_("Année du chiffre"), required=False, **YEAR)
    last_year = forms.IntegerField(
        label=_("jusqu’à l’année"), required=False, help_text=_("si le montant couvre plusieurs années"), **YEAR
    )  # fmt: skip
    about = TidyField(
        label=_("Ce que le chiffre couvre"), max_length=200, required=False,
        help_text=_("« gros œuvre et abords, sans les études »"),
    )  # fmt: skip
    source = TidyField(**SOURCE | {"required": False})
    replaces = StandingCostField(
        Cout.objects.none(), label=_("Remplace"), required=False, empty_label=_("aucun : c’est un chiffre de plus"),
        help_text=_("celui d’avant reste lisible, marqué « remplacé »"),
    )  # fmt: skip
    field_order = ("signature", "purpose", "kind", "amount", "basis", "year", "last_year", "about", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = self.of.couts.filter(state__in=HOLDING)

    def clean(self) -> dict[str, Any]:
        """A running cost is by the year; an amount says its year, its tax and its source."""
        data = super().clean()
        running = {data.get("kind") == Cout.Kind.RUNNING, data.get("purpose") == Cout.Purpose.RUNNING}
        if running == {True, False}:
            self.add_error("kind", gettext("Un coût par an est un coût de fonctionnement, et lui seul."))
        if data.get("amount") is not None:
            for name in ("basis", "year", "source"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Un montant dit son année, s’il est HT ou TTC, et sa source."))
        year, last = data.get("year"), data.get("last_year")
        if last and (not year or last < year):
            self.add_error("last_year", gettext("La dernière année vient après la première."))
        return data

    def build(self) -> Cout:
        """The cost, unsaved."""
        names = ("purpose", "kind", "amount", "basis", "year", "last_year", "about", "source", "source_url")
        return Cout(equipement=self.of, publisher=self.cleaned_data["signature"], **{
            name: self.cleaned_data[name] for name in names
        })  # fmt: skip


class SettleForm(forms.Form):
    """Whether a cost still stands, and why: everybody reads the reason."""

    state = forms.ChoiceField(
        label=_("Ce chiffre est"), widget=forms.RadioSelect,
        choices=[(Cout.State.CONTESTED.value, _("contesté")), (Cout.State.CONFIRMED.value, _("confirmé"))],
    )  # fmt: skip
    reason = TidyField(
        label=_("Pourquoi"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("Tout le monde le lira à côté du montant."),
    )  # fmt: skip
    seen = forms.CharField(max_length=10, widget=forms.HiddenInput, required=False)


class UsesForm(SignedForm):
    """A year of one measure, month by month; what is left empty stays unknown."""

    measure = forms.ChoiceField(label=_("Ce que l’on compte"), choices=Usage.Measure.choices)
    year = forms.IntegerField(label=_("Année"), **YEAR)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for month in range(1, 13):
            self.fields[f"m{month}"] = CountField(label=MONTH_NAMES[month - 1], required=False, max_length=30)
        self.initial.setdefault("year", timezone.localdate().year - 1)

    @property
    def months(self) -> list[Any]:
        """The twelve fields, in order."""
        return [self[f"m{month}"] for month in range(1, 13)]

    def clean(self) -> dict[str, Any]:
        """At least one month says something."""
        data = super().clean()
        if not any(name.startswith("m") and name[1:].isdigit() for name in self.errors) and not self.counts():
            self.add_error("m1", gettext("Donnez au moins un mois."))
        return data

    def counts(self) -> dict[date, Decimal]:
        """What each first day of a month counts."""
        year = self.cleaned_data.get("year")
        told = {month: self.cleaned_data.get(f"m{month}") for month in range(1, 13)}
        return {date(year, month, 1): value for month, value in told.items() if value is not None} if year else {}
