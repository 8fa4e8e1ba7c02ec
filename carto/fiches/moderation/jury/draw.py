"""The lot and the verdict, as anybody can work them out again from what is published. Pure functions."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Final

SEATS: Final = 5
QUORUM: Final = 3  # under this nobody speaks for the jury: the decision stands
LASTS: Final = timedelta(days=7)
UPHELD, REVERSED = "upheld", "reversed"


def draw(seed: str, marks: Iterable[str]) -> list[str]:
    """The marks in the order of the lot: that of the SHA-256 of « seed:mark », as hexadecimal digits.

    The first SEATS are the jurors; whoever declines is replaced by the next. The order in which the marks are given
    changes nothing.
    """
    return sorted(set(marks), key=lambda mark: sha256(f"{seed}:{mark}".encode()).hexdigest())


def verdict(answers: Sequence[str]) -> str:
    """What the answers come to: a strict majority of at least QUORUM of them reverses a decision; a tie upholds it."""
    against = sum(answer == REVERSED for answer in answers)
    return REVERSED if len(answers) >= QUORUM and 2 * against > len(answers) else UPHELD
