"""The money goes down the order of the projects: each step says what was left, what was needed, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from projets.votes.scrutin import Candidate, Scrutin
from projets.votes.standing import Standing, in_order


class Verdict(StrEnum):
    """What came of a project at its turn."""

    FUNDED = "funded"
    BELOW = "below"  # under the threshold
    INCOMPATIBLE = "incompatible"  # with one that is paid for already
    NO_MONEY = "no_money"
    STOPPED = "stopped"  # after one that the money did not reach, where the rule stops there


@dataclass(frozen=True)
class Step:
    """One project at its turn (`rank` from 1); `before` and `after` are what the envelope holds then."""

    rank: int
    standing: Standing
    cost: Decimal
    before: Decimal
    verdict: Verdict
    tied: tuple[str, ...] = ()
    against: str = ""  # code of the project that it is incompatible with

    @property
    def code(self) -> str:
        """The project's."""
        return self.standing.code

    @property
    def won(self) -> bool:
        """Whether it is paid for."""
        return self.verdict == Verdict.FUNDED

    @property
    def after(self) -> Decimal:
        """What is left once it has had its turn."""
        return self.before - self.cost if self.won else self.before


@dataclass(frozen=True)
class Outcome:
    """The steps in their order; nothing else is needed to know who wins."""

    money: Decimal
    steps: tuple[Step, ...]

    @property
    def winners(self) -> tuple[str, ...]:
        """Codes of the projects paid for, best first."""
        return tuple(step.code for step in self.steps if step.won)

    @property
    def left(self) -> Decimal:
        """What the envelope holds in the end."""
        return self.steps[-1].after if self.steps else self.money

    @property
    def spent(self) -> Decimal:
        """What the winners cost together."""
        return self.money - self.left


def fill(scrutin: Scrutin, standings: Iterable[Standing]) -> Outcome:
    """Pay for each in turn, while there is enough; what is too dear is passed over and the next one tried."""
    by_code, left = scrutin.by_code, scrutin.money
    steps: list[Step] = []
    funded: list[str] = []
    for rank, (standing, tied) in enumerate(in_order(scrutin, standings), start=1):
        candidate = by_code[standing.code]
        against = next((code for code in funded if _exclude(candidate, by_code[code])), "")
        verdict = _verdict(scrutin, standing, candidate, left, against, steps)
        steps.append(Step(rank, standing, candidate.cost, left, verdict, tied, against))
        left = steps[-1].after
        if steps[-1].won:
            funded.append(candidate.code)
    return Outcome(scrutin.money, tuple(steps))


def _exclude(one: Candidate, other: Candidate) -> bool:
    """Saying it of one of the two is enough."""
    return one.code in other.incompatible or other.code in one.incompatible


def _verdict(
    scrutin: Scrutin, standing: Standing, candidate: Candidate, left: Decimal, against: str, steps: list[Step]
) -> Verdict:
    if standing.score < scrutin.threshold:
        return Verdict.BELOW
    if against:
        return Verdict.INCOMPATIBLE
    if scrutin.stops and any(step.verdict == Verdict.NO_MONEY for step in steps):
        return Verdict.STOPPED
    return Verdict.FUNDED if candidate.cost <= left else Verdict.NO_MONEY
