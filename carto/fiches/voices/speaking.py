"""How loud each speaks, and how much it weighs: a declared group weighs as one, whatever its number. Pure functions.

Raw and balanced numbers are always shown side by side, with the formula in words; neither orders anything.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

BUSIEST: Final = 0.05  # the most active part of those who speak
ENOUGH: Final = 40  # people: of fewer, the most active ones would be one person, and seen


@dataclass(frozen=True)
class Weighed:
    """The same supports twice: each person for one, and each group for one."""

    raw: int
    balanced: int
    groups: int

    @classmethod
    def of(cls, spoken: Mapping[int | None, int]) -> "Weighed":
        """From how many people speak with each group; None: with none, where each weighs one."""
        groups = sum(1 for groupe, people in spoken.items() if groupe is not None and people)
        return cls(sum(spoken.values()), spoken.get(None, 0) + groups, groups)


def spoken_by(people: Iterable[Sequence[Hashable]]) -> dict[Hashable | None, int]:
    """How many people speak with each group. Each person is the groups that they are of, in the order in which they
    joined them: one speaks with the first, so to join another one later changes nothing.
    """
    spoken: dict[Hashable | None, int] = {}
    for groups in people:
        first = groups[0] if groups else None
        spoken[first] = spoken.get(first, 0) + 1
    return spoken


def share_of_busiest(tally: Mapping[int, int], part: float = BUSIEST) -> float:
    """What part (0 to 1) of all contributions comes from the most active `part` of people, one of them at least.

    `tally`: how many people made so many contributions, `{1: 300, 2: 40, 57: 1}`.
    """
    people, made = sum(tally.values()), sum(n * many for n, many in tally.items())
    if not made:
        return 0.0
    left, theirs = max(math.ceil(people * part), 1), 0
    for n in sorted(tally, reverse=True):
        taken = min(tally[n], left)
        theirs, left = theirs + taken * n, left - taken
    return theirs / made


def gini(tally: Mapping[int, int]) -> float:
    """The Gini coefficient: 0 when everybody speaks as much, near 1 when one speaks for all. `tally` as above."""
    people, made = sum(tally.values()), sum(n * many for n, many in tally.items())
    if not made:
        return 0.0
    below = ranked = 0
    for n in sorted(tally):
        many = tally[n]
        ranked += n * (many * below + many * (many + 1) // 2)  # the sum of rank × contributions
        below += many
    return 2 * ranked / (people * made) - (people + 1) / people
