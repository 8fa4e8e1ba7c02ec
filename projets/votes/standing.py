"""What a project obtained, and in which order projects come."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from projets.votes.scrutin import Candidate, Scrutin, Tie


@dataclass(frozen=True)
class Standing:
    """`key` orders projects, the greatest first; `score` is what the threshold is about and what people read."""

    code: str
    key: Any
    score: int
    voices: int  # ballots that name it


def draw(seed: str, code: str) -> str:
    """The drawn rank of a project, smallest first: 64 hexadecimal digits that anybody can work out."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def settled(scrutin: Scrutin, candidate: Candidate) -> tuple[Decimal, str, str]:
    """What the published tie rule compares, smallest first; never equal for two projects."""
    price = candidate.cost if scrutin.tie == Tie.CHEAPEST else Decimal(0)
    return price, draw(scrutin.seed, candidate.code), candidate.code


def in_order(scrutin: Scrutin, standings: Iterable[Standing]) -> list[tuple[Standing, tuple[str, ...]]]:
    """Each with the codes of those that obtained exactly as much; best first, ties settled by the published rule."""
    by_code = scrutin.by_code
    best_first = sorted(standings, key=lambda each: each.key, reverse=True)
    ordered: list[tuple[Standing, tuple[str, ...]]] = []
    for _key, group in groupby(best_first, key=lambda each: each.key):
        equal = sorted(group, key=lambda each: settled(scrutin, by_code[each.code]))
        ordered += [(each, tuple(other.code for other in equal if other is not each)) for each in equal]
    return ordered


def from_scores(scores: dict[str, Decimal]) -> list[Standing]:
    """Standings of a published tally, when the ballots themselves are not."""
    return [Standing(code, Fraction(score), int(score), int(score)) for code, score in scores.items()]
