"""How many people it takes to have a topic back: worked out before anybody asks, by one published rule. Pure."""

import math
from dataclasses import dataclass
from typing import Final

SHARE: Final = 200  # one inhabitant in so many of the place
FEWEST: Final = 5  # a handful of neighbours is no majority of chance
MOST: Final[dict[str, int]] = {"rue": 20, "quartier": 100, "metropole": 1000}


@dataclass(frozen=True)
class Threshold:
    """How many distinct people, and where the number comes from."""

    needed: int
    inhabitants: int | None


def threshold(scale: str, inhabitants: int | None) -> Threshold:
    """One inhabitant in SHARE, between FEWEST and the MOST of that scale; where nobody has counted, the MOST."""
    most = MOST[scale]
    if inhabitants is None:
        return Threshold(most, None)
    return Threshold(min(most, max(FEWEST, math.ceil(inhabitants / SHARE))), inhabitants)
