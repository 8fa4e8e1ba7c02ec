"""Majority judgement (Balinski and Laraki): the grade that half the people find high enough."""

from collections.abc import Iterable, Iterator, Sequence

from projets.votes.scrutin import Ballot, Scrutin
from projets.votes.standing import Standing


def by_majority_judgement(scrutin: Scrutin, ballots: Iterable[Ballot]) -> list[Standing]:
    """The highest median grade first; of two equal ones, the median is taken away from each until they differ.

    A project that a ballot does not grade gets its lowest grade there, as the rule that people read says.
    """
    ballots = list(ballots)
    found = []
    for candidate in scrutin.candidates:
        grades = sorted(ballot.get(candidate.code, 0) for ballot in ballots)
        value = tuple(from_the_middle(grades))
        named = sum(candidate.code in ballot for ballot in ballots)
        found.append(Standing(candidate.code, value, value[0] if value else 0, named))
    return found


def from_the_middle(grades: Sequence[int]) -> Iterator[int]:
    """The medians (the lower of two) of sorted grades, each taken away before the next is sought."""
    if not grades:
        return
    low = (len(grades) - 1) // 2
    high = low + 1
    yield grades[low]
    low -= 1
    lower_next = len(grades) % 2 == 1
    while low >= 0 or high < len(grades):
        if (lower_next and low >= 0) or high >= len(grades):
            yield grades[low]
            low -= 1
        else:
            yield grades[high]
            high += 1
        lower_next = not lower_next
