"""The rules: each a pure procedure that anybody can do again, with the same result in whatever order ballots come."""

from collections.abc import Callable, Iterable
from typing import Final

from projets.votes.filling import Outcome, fill
from projets.votes.rules import choosing, grading, ranking
from projets.votes.scrutin import Ballot, Rule, Scrutin
from projets.votes.standing import Standing

Scorer = Callable[[Scrutin, Iterable[Ballot]], list[Standing]]
SCORERS: Final[dict[Rule, Scorer]] = {
    Rule.KNAPSACK: choosing.by_voices,
    Rule.APPROVAL: choosing.by_voices_per_euro,
    Rule.RANKING: ranking.by_rank,
    Rule.POINTS: ranking.by_points,
    Rule.JUDGEMENT: grading.by_majority_judgement,
}


def standings(scrutin: Scrutin, ballots: Iterable[Ballot]) -> list[Standing]:
    """What each project obtained, in the order of the projects."""
    return SCORERS[scrutin.rule](scrutin, ballots)


def count(scrutin: Scrutin, ballots: Iterable[Ballot]) -> Outcome:
    """The whole count: who wins, and at each step why."""
    return fill(scrutin, standings(scrutin, ballots))
