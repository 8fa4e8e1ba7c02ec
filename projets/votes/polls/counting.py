"""The count: each voice for one, or each with its weight; the same procedure, and the same tie rule, for both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from projets.votes.polls.poll import Poll, Voice
from projets.votes.standing import draw

Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Place:
    """One option where it came: `first` and `second` as the method has them, how many voices say each value of it, and
    with which others it is equal.
    """

    code: str
    first: Fraction
    second: Fraction
    said: Mapping[int, int]
    tied: tuple[str, ...] = ()

    @property
    def key(self) -> Pair:
        """What orders it, the greatest first."""
        return self.first, self.second


def count(poll: Poll, voices: Sequence[Voice], weights: Sequence[Fraction] | None = None) -> list[Place]:
    """The options, best first; equal ones in the order of the draw published beforehand. `weights`: one a voice."""
    weights = [Fraction(1)] * len(voices) if weights is None else weights
    first, second = (dict.fromkeys(poll.codes, Fraction(0)) for _each in range(2))
    said: dict[str, dict[int, int]] = {code: {} for code in poll.codes}
    for voice, weight in zip(voices, weights, strict=True):
        for code, value in voice.choices.items():
            one, other = poll.points(value)
            first[code] += weight * one
            second[code] += weight * other
            said[code][value] = said[code].get(value, 0) + 1
    return in_order(poll, [Place(code, first[code], second[code], said[code]) for code in poll.codes])


def in_order(poll: Poll, places: Iterable[Place]) -> list[Place]:
    """Best first, each with those that are exactly equal to it; a draw that anybody can do again settles them."""
    drawn = sorted(places, key=lambda place: (draw(poll.seed, place.code), place.code))
    ordered = sorted(drawn, key=lambda place: place.key, reverse=True)  # stable: equal ones stay as drawn
    return [
        Place(
            each.code,
            each.first,
            each.second,
            each.said,
            tuple(other.code for other in ordered if other.key == each.key and other is not each),
        )
        for each in ordered
    ]
