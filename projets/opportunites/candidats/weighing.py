"""How candidates are weighed: the page, the database and the browser (weigh.js) all do these very operations, in this
order, so that they agree to the last digit. Pure functions but for the reading of addresses.

Points of a signal: `least(1, value / full)`, never below 0, none without data. Score: `100 × Σ weight × points / Σ
weight`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from projets.opportunites.models import SIGNALS, Formule

PREFIX: Final = "poids_"  # of the parameters of an address: `poids_people=3`
MOST: Final = 1000.0
STEPS: Final = (Decimal(1), Decimal("0.5"), Decimal("0.1"), Decimal("0.05"), Decimal("0.01"))


@dataclass(frozen=True)
class Weights:
    """What each signal weighs for this reader, in the order of SIGNALS, and what the formula says."""

    own: Mapping[str, float]
    published: Mapping[str, float]

    @classmethod
    def read(cls, formule: Formule, params: QueryDict) -> tuple[Self, list[str]]:
        """From an address: a weight that cannot be is told in words, and the published one stands."""
        published = {signal: float(formule.weights[signal]) for signal in SIGNALS if signal in formule.weights}
        own, wrong = dict(published), False
        for signal in published:
            if text := params.get(f"{PREFIX}{signal}", ""):
                weight = _number(text)
                wrong = wrong or weight is None
                own[signal] = published[signal] if weight is None else weight
        errors = [_("Un poids est un nombre de 0 à %(most)d : nous avons gardé celui de la formule.") % {"most": MOST}]
        return cls(own, published), errors if wrong else []

    @property
    def total(self) -> float:
        """What all of them weigh together."""
        total = 0.0
        for weight in self.own.values():
            total += weight
        return total

    @property
    def moved(self) -> dict[str, str]:
        """Those that differ from the formula, as parameters of an address."""
        return {
            f"{PREFIX}{signal}": f"{weight:g}"
            for signal, weight in self.own.items()
            if weight != self.published[signal]
        }

    @property
    def step(self) -> str:
        """By how much a slider moves: the largest step on which every published weight lies."""
        exact = [Decimal(repr(weight)) for weight in self.published.values()]
        return next((str(step) for step in STEPS if all(weight % step == 0 for weight in exact)), "any")

    @property
    def most(self) -> float:
        """Where a slider ends: twice the heaviest of the formula, or what the reader asked for."""
        return max([2 * max(self.published.values(), default=1), *self.own.values()])


def _number(text: str) -> float | None:
    """A weight; None for what is none."""
    try:
        weight = float(text.replace(",", ".")[:30])
    except ValueError:
        return None
    return weight if math.isfinite(weight) and 0 <= weight <= MOST else None


def full_of(formule: Formule, scale: str) -> dict[str, float]:
    """What gives all the points at that scale, by signal; a signal that is not counted there is absent."""
    told = formule.full.get(scale, {})
    return {signal: float(told[signal]) for signal in SIGNALS if told.get(signal)}


def points(value: float | None, full: float | None) -> float | None:
    """From 0 to 1; None without data. What is not weighed at a scale gives nothing there."""
    if value is None:
        return None
    return max(0.0, min(1.0, value / full)) if full else 0.0


def score(candidat: Any, full: Mapping[str, float], weights: Weights) -> float:
    """Out of 100, of anything that has the signals as attributes."""
    total, told = weights.total, 0.0
    for signal, weight in weights.own.items():
        told += weight * (points(getattr(candidat, signal), full.get(signal)) or 0.0)
    return 100.0 * told / total if total else 0.0
