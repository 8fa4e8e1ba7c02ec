"""What is said beside a result, and takes nothing away: voices that came in a rush, and how few speak for many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Final

LEAST: Final = 10  # voices in an hour: of fewer nothing is said
TIMES: Final = 5  # what is usual


@dataclass(frozen=True)
class Burst:
    """An hour (as it was noted) with many more voices than usual."""

    hour: str
    voices: int
    usual: int


def bursts(by_hour: Mapping[str, int]) -> list[Burst]:
    """The hours with LEAST voices or more and over TIMES the median hour; flagged, never taken off the count."""
    usual = median(by_hour.values()) if by_hour else 0
    told = sorted(by_hour.items())
    return [
        Burst(hour, voices, round(usual)) for hour, voices in told if voices >= LEAST and voices > TIMES * max(usual, 1)
    ]


def concentration(together: Iterable[int]) -> Fraction:
    """0 when everybody speaks for themselves, near 1 when a few groups hold all voices. `together`: of each voice, how
    many voices its group has. It is 1 − (those who speak, a group counting for one) / voices.
    """
    each = list(together)
    return 1 - sum((Fraction(1, many) for many in each), start=Fraction(0)) / len(each) if each else Fraction(0)
