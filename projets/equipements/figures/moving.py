"""« Et si on déplaçait 10 000 € ? » : the branches of a budget, or its lines, with money elsewhere. Nothing is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.costs import euros
from projets.equipements.figures.budget_asked import Asked
from projets.equipements.figures.budget_told import People
from projets.equipements.figures.budget_tree import Branch
from projets.equipements.models import LigneBudget

USUAL: Final = 10_000
MOST: Final = 200  # lines that a choice offers, the largest
TENTH: Final = Decimal("0.1")
HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True)
class Pot:
    """Where money may be taken, or put: one branch of the view, or one of its lines."""

    code: str
    label: str
    total: Decimal

    @property
    def said(self) -> str:
        """« Piscines, 1 234,56 € »."""
        return f"{self.label}, {euros(self.total)}"


@dataclass(frozen=True)
class Moved:
    """One of them before and after, its share of the whole both times, and what the change is for an inhabitant."""

    pot: Pot
    after: Decimal
    more: bool
    percent: Decimal
    shares: tuple[Decimal, Decimal]
    each: Decimal | None

    @property
    def bars(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """(width of a drawing, amount in words) of both, the larger as wide as can be."""
        widest = max(self.pot.total, self.after)
        return tuple((f"{amount / widest * 100:.1f}", euros(amount)) for amount in (self.pot.total, self.after))


def pots_of(branches: Iterable[Branch]) -> list[Pot]:
    """The branches that hold money."""
    return [Pot(branch.code, branch.label, branch.total) for branch in branches if branch.total > 0]


def line_pots(asked: Asked) -> list[Pot]:
    """The lines of a branch that hold money, the largest first."""
    held = asked.branch().filter(**{f"{asked.field}__gt": 0}).select_related("ligne")
    lines: Sequence[LigneBudget] = held.order_by(f"-{asked.field}", "pk")[:MOST]
    return [Pot(str(line.pk), _label(line), getattr(line, asked.field)) for line in lines]


def _label(line: LigneBudget) -> str:
    number = _("ligne n° %(number)d") % {"number": line.ligne.number}
    return f"{number}, {line.operation}" if line.operation else number


class MoveForm(forms.Form):
    """So much, from one of these to another."""

    combien = forms.DecimalField(
        label=gettext_lazy("Combien (€)"), min_value=1, max_digits=12, decimal_places=2, initial=USUAL, localize=True,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )  # fmt: skip
    de = forms.ChoiceField(label=gettext_lazy("Pris à"))
    vers = forms.ChoiceField(label=gettext_lazy("Donné à"))

    def __init__(self, pots: Sequence[Pot], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pots = {pot.code: pot for pot in pots}
        for name in ("de", "vers"):
            self.fields[name].choices = [("", _("Choisir…")), *((pot.code, pot.said) for pot in pots)]

    def clean(self) -> dict[str, Any]:
        """From one place to another one, which has enough."""
        data = super().clean()
        source, target, amount = data.get("de"), data.get("vers"), data.get("combien")
        if source and source == target:
            self.add_error("vers", _("choisissez deux endroits différents."))
        if source and amount and amount > self.pots[source].total:
            told = {"amount": euros(self.pots[source].total)}
            self.add_error("combien", _("il n’y a là que %(amount)s.") % told)
        return data

    def moved(self, whole: Decimal, people: People | None) -> list[Moved]:
        """What changes, `whole` being the amount of the view; for a valid form."""
        told = self.cleaned_data
        changes = ((told["de"], -told["combien"]), (told["vers"], told["combien"]))
        return [_moved(self.pots[code], change, whole, people) for code, change in changes]


def _moved(pot: Pot, change: Decimal, whole: Decimal, people: People | None) -> Moved:
    after = pot.total + change
    shares = tuple((amount / whole * 100).quantize(HUNDREDTH) for amount in (pot.total, after))
    percent = (abs(change) / pot.total * 100).quantize(TENTH)
    return Moved(pot, after, change > 0, percent, shares, people.each(abs(change)) if people else None)
