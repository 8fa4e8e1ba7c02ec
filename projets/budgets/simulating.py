"""« Et si on déplaçait 10 000 € ? » : the same ballots, counted with the money elsewhere."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projets.budgets.models import BudgetParticipatif, Enveloppe
from projets.budgets.scrutins import counted

OUTSIDE: Final = ""  # the rest of the city's budget


@dataclass(frozen=True)
class Moved:
    """One envelope before and after: what wins with it, what no longer does (titles), and what is left."""

    enveloppe: Enveloppe
    amount: Decimal
    left: Decimal
    winners: tuple[str, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


class MoveForm(forms.Form):
    """So much, from here to there; nothing is stored."""

    montant = forms.DecimalField(
        label=_("Combien (€)"), min_value=1, max_digits=12, decimal_places=2, initial=10_000,
        widget=forms.NumberInput({"inputmode": "numeric", "step": "any"}),
    )  # fmt: skip
    de = forms.ModelChoiceField(label=_("Pris à"), queryset=Enveloppe.objects.none(), required=False)
    vers = forms.ModelChoiceField(label=_("Donné à"), queryset=Enveloppe.objects.none(), required=False)

    def __init__(self, budget: BudgetParticipatif, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("de", "vers"):
            self.fields[name].queryset = budget.enveloppes.select_related("budget")
            self.fields[name].empty_label = gettext("le reste du budget de la ville")

    def clean(self) -> dict[str, object]:
        """From one place to another one, which has enough."""
        data = super().clean()
        source, target = data.get("de"), data.get("vers")
        if not self.errors and source == target:
            self.add_error("vers", gettext("choisissez deux endroits différents, dont une enveloppe au moins."))
        if source is not None and data.get("montant") and data["montant"] > source.amount:
            self.add_error("montant", gettext("cette enveloppe n’a pas autant."))
        return data

    def moved(self) -> list[Moved]:
        """What changes; for a valid form."""
        told, found = self.cleaned_data, []
        for enveloppe, sign in ((told["de"], -1), (told["vers"], 1)):
            if enveloppe is not None:
                found.append(_moved(enveloppe, sign * told["montant"]))
        return found


def _moved(enveloppe: Enveloppe, by: Decimal) -> Moved:
    titles = dict(enveloppe.projets.values_list("code", "title"))
    before, after = counted(enveloppe), counted(enveloppe, by)
    return Moved(
        enveloppe, after.money, after.left, tuple(titles[code] for code in after.winners),
        tuple(titles[code] for code in after.winners if code not in before.winners),
        tuple(titles[code] for code in before.winners if code not in after.winners),
    )  # fmt: skip
