"""How many of the hidden opportunities come out first, scale by scale. Nothing of it stays in the database."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from projets.opportunites.evidence.actions import compute_candidates
from projets.opportunites.evidence.asking import Key, key_of
from projets.opportunites.evidence.formula import current
from projets.opportunites.evidence.planting.ground import CODE, make_ground, make_network
from projets.opportunites.evidence.planting.loaders import settle
from projets.opportunites.evidence.planting.noise import make_noise
from projets.opportunites.evidence.planting.truth import plant
from projets.opportunites.models import Candidat, Scale


@dataclass(frozen=True)
class Measured:
    """At one scale: how many were hidden, how many of the first ones (`shown`, as many) are among them."""

    scale: str
    candidates: int
    hidden: int
    shown: int
    found: int

    @property
    def precision(self) -> float:
        """The part of those shown that were hidden."""
        return self.found / self.shown if self.shown else 0.0

    @property
    def recall(self) -> float:
        """The part of those hidden that are shown."""
        return self.found / self.hidden


def measure(
    now: datetime, seed: int, size: int = 8, count: int = 40, scales: Sequence[str] = Scale.values
) -> Iterator[Measured]:
    """Hide `count` opportunities at each scale in turn, in the same noise, and look at the `count` first candidates.

    Themes and stickers have to be loaded. All is undone at the end, whatever happens.
    """
    chance = random.Random(seed)
    with transaction.atomic():
        town = make_noise(make_ground(size, chance), chance, now, current())
        network, facilities = make_network(size), list(town.facilities)
        for scale in scales:
            with transaction.atomic():
                hidden = plant(town, scale, count)
                settle()
                compute_candidates(now, network)
                yield _compared(scale, hidden, count)
                transaction.set_rollback(True)
            town.facilities[:] = facilities
        transaction.set_rollback(True)


def _compared(scale: str, hidden: set[Key], count: int) -> Measured:
    own = Q(territoire__code__startswith=CODE) | Q(rue__code__startswith=CODE)
    there = Candidat.objects.filter(own, scale=scale).order_by("-score", "pk")
    first = [key_of(candidat) for candidat in there[:count]]
    return Measured(scale, there.count(), len(hidden), len(first), len(hidden & set(first)))
