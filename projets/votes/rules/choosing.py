"""Ballots that choose: one voice for each project chosen."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from projets.votes.scrutin import Ballot, Scrutin
from projets.votes.standing import Standing


def voices(scrutin: Scrutin, ballots: Iterable[Ballot]) -> dict[str, int]:
    """How many ballots name each project."""
    named = Counter(code for ballot in ballots for code in ballot)
    return {candidate.code: named[candidate.code] for candidate in scrutin.candidates}


def by_voices(scrutin: Scrutin, ballots: Iterable[Ballot]) -> list[Standing]:
    """The most chosen first: what most cities do."""
    return [Standing(code, number, number, number) for code, number in voices(scrutin, ballots).items()]


def by_voices_per_euro(scrutin: Scrutin, ballots: Iterable[Ballot]) -> list[Standing]:
    """The most voices for each euro first, compared exactly: a dear project has to please more people."""
    by_code = scrutin.by_code
    return [
        Standing(code, Fraction(number) / Fraction(by_code[code].cost), number, number)
        for code, number in voices(scrutin, ballots).items()
    ]
