"""The balanced count: a declared group weighs one, and each part of the people weighs what it is, up to a ceiling."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from projets.votes.polls.poll import MOST_WEIGHT, THIN, Poll, Voice

REST: Final = "*"  # the areas where too few have spoken, together


@dataclass(frozen=True)
class Cells:
    """A way to cut the people in parts: `of` leads from (area, age) to the name of a part, `people` says how many live
    in each. A voice whose pair is not there speaks for no part, and weighs one.
    """

    of: Mapping[tuple[str, str], str]
    people: Mapping[str, int]

    def cell(self, area: str, age: str) -> str:
        """The part that it speaks for, or nothing."""
        return self.of.get((area, age), "")


def cells(spoken: Iterable[tuple[str, str]], people: Mapping[str, Mapping[str, int]]) -> Cells:
    """Cut by area and age, as finely as at least THIN voices in each part allow, so that no part tells who somebody is.

    `spoken` has the (area, age) of each voice, age empty when it is not said; `people` how many live in each area, by
    age (`{"": 4000}` when ages are not known). An area is cut by age when every age has enough voices (who does not
    tell theirs is then of no part), else it is one part; areas with too few voices are one part together, which takes
    in the area that has the fewest while it is still too small.
    """
    pairs = list(spoken)
    heard = {area: Counter(age for where, age in pairs if where == area) for area in people}
    whole = sorted(
        (area for area in people if heard[area].total() >= THIN), key=lambda area: (heard[area].total(), area)
    )
    thin = [area for area in people if area not in whole]
    while whole and 0 < sum(heard[area].total() for area in thin) < THIN:
        thin.append(whole.pop(0))
    of: dict[tuple[str, str], str] = {}
    parts: dict[str, int] = {}
    for area in whole:
        if _every_age(heard[area], people[area]):
            for age, many in people[area].items():
                of[area, age] = name = f"{area} {age}".strip()
                parts[name] = many
        else:
            of |= {(area, age): area for age in {*people[area], *heard[area], ""}}
            parts[area] = sum(people[area].values())
    if sum(heard[area].total() for area in thin) >= THIN:
        of |= {(area, age): REST for area in thin for age in {*people[area], *heard[area], ""}}
        parts[REST] = sum(sum(people[area].values()) for area in thin)
    return Cells(of, {name: many for name, many in parts.items() if many})


def _every_age(heard: Counter[str], ages: Mapping[str, int]) -> bool:
    """Whether each age has enough voices, and those who do not tell theirs are none, or enough."""
    return bool(ages) and all(heard[age] >= THIN for age in ages) and (not heard[""] or heard[""] >= THIN)


def weights(poll: Poll, voices: Sequence[Voice]) -> list[Fraction]:
    """What each voice weighs: 1 / (voices of its group) × share of the people / share of the voices of its cell.

    Shares are among the cells that have both people and voices. The second factor is MOST_WEIGHT at most, and 1 for a
    voice of no cell.
    """
    heard: dict[str, Fraction] = {}
    for voice in voices:
        if poll.people.get(voice.cell):
            heard[voice.cell] = heard.get(voice.cell, Fraction(0)) + Fraction(1, voice.together)
    people, spoken = sum(poll.people[cell] for cell in heard), sum(heard.values())
    factor = {
        cell: min(Fraction(MOST_WEIGHT), Fraction(poll.people[cell], people) * spoken / many)
        for cell, many in heard.items()
    }
    return [factor.get(voice.cell, Fraction(1)) / voice.together for voice in voices]
