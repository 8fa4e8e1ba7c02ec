"""Ballots that put in order, or share points out."""

from collections import Counter
from collections.abc import Iterable

from projets.votes.rules.choosing import voices
from projets.votes.scrutin import Ballot, Scrutin
from projets.votes.standing import Standing


def by_rank(scrutin: Scrutin, ballots: Iterable[Ballot]) -> list[Standing]:
    """Borda's count: of n places, the first gives n points, the last gives one, none gives none."""
    places = scrutin.slots
    return _summed(scrutin, ({code: places + 1 - rank for code, rank in ballot.items()} for ballot in ballots))


def by_points(scrutin: Scrutin, ballots: Iterable[Ballot]) -> list[Standing]:
    """The most points first, as each ballot shared them out."""
    return _summed(scrutin, ballots)


def _summed(scrutin: Scrutin, ballots: Iterable[Ballot]) -> list[Standing]:
    kept = [{code: points for code, points in ballot.items() if points > 0} for ballot in ballots]
    named, total = voices(scrutin, kept), Counter[str]()
    for ballot in kept:
        total.update(ballot)
    return [Standing(code, total[code], total[code], number) for code, number in named.items()]
