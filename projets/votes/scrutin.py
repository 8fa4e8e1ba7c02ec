"""What is voted on and how: the projects of a ballot, the money, the rule, and what settles a tie. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

# What one person said: by project, 1 (chosen), a rank from 1, points, or a grade, as the rule has it.
Ballot = Mapping[str, int]
LAST_GRADE: Final = 5  # grades go from 0, « à rejeter », to 5, « excellent »


class Rule(StrEnum):
    """How ballots become an order of projects; the money then goes down that order (`filling`)."""

    KNAPSACK = "knapsack"  # choose what one would pay with the envelope; the most chosen first
    APPROVAL = "approval"  # choose what one approves; the most voices for each euro first
    RANKING = "ranking"  # put some in order; Borda's points
    POINTS = "points"  # share points out; the most points first
    JUDGEMENT = "judgement"  # grade each; majority judgement


class Tie(StrEnum):
    """Which of two equal projects comes first; said before anybody votes."""

    CHEAPEST = "cheapest"  # the one that costs less, then the draw
    DRAW = "draw"  # the draw alone: SHA-256 of the seed and the project's code


@dataclass(frozen=True)
class Candidate:
    """One project on the ballot; `cost` in the currency and tax basis of the envelope, more than nothing."""

    code: str
    title: str
    cost: Decimal
    incompatible: frozenset[str] = frozenset()  # codes of those that cannot be paid for with it


@dataclass(frozen=True)
class Scrutin:
    """One vote. `choices`: most projects on one ballot (0: as many as one likes); `points`: to share out on a ballot;
    `threshold`: voices, points or grade under which nothing is paid for; `seed`: what the draw is made from.
    """

    rule: Rule
    money: Decimal
    candidates: tuple[Candidate, ...]
    choices: int = 0
    points: int = 0
    threshold: int = 0
    tie: Tie = Tie.CHEAPEST
    seed: str = ""
    stops: bool = False  # at the first project that the money does not reach, instead of trying the next

    @property
    def by_code(self) -> dict[str, Candidate]:
        """Its projects by their code."""
        return {candidate.code: candidate for candidate in self.candidates}

    @property
    def slots(self) -> int:
        """How many places a ranking has."""
        return min(self.choices, len(self.candidates)) or len(self.candidates)
