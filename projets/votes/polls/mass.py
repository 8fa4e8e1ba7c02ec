"""The representative mass: how many of each area and age have spoken, how many are needed, who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True)
class Margin:
    """One area or one age: how many live there (None: not known), how many voices, how many are needed."""

    kind: str  # "area" or "age"
    code: str
    people: int | None
    voices: int
    needed: int

    @property
    def missing(self) -> int:
        """How many voices more are needed."""
        return max(self.needed - self.voices, 0)

    @property
    def lack(self) -> Decimal:
        """What part of those needed is missing, 0 to 1."""
        return Decimal(self.missing) / self.needed if self.needed else Decimal(0)

    @property
    def reached(self) -> bool:
        """Whether enough have spoken."""
        return not self.missing


@dataclass(frozen=True)
class Mass:
    """All areas and ages; the quorum is reached when each of them is. `unknown`: the areas of which nobody knows how
    many people live there, where a quorum is asked: it is then never said to be reached.
    """

    margins: tuple[Margin, ...]
    unknown: tuple[str, ...] = ()

    @property
    def reached(self) -> bool:
        """Whether enough have spoken everywhere, at every age."""
        return not self.unknown and all(margin.reached for margin in self.margins)

    @property
    def missing(self) -> list[Margin]:
        """Who is missing, those who lack the most first."""
        lacking = [margin for margin in self.margins if not margin.reached]
        return sorted(lacking, key=lambda margin: (-margin.lack, -margin.missing, margin.kind, margin.code))


def needed(people: int | None, quorum: Decimal) -> int:
    """So many percent of the people, rounded up; 0 where nobody knows how many they are."""
    return int((people * quorum / 100).to_integral_value(ROUND_CEILING)) if people else 0


def mass(
    people: Mapping[str, Mapping[str, int]], spoken: Sequence[tuple[str, str]], quorum: Decimal, ages: Sequence[str]
) -> Mass:
    """`people` by area and age (`balance.cells`), the (area, age) of each voice, the quorum in percent of the people.

    Ages count over all areas together; a voice that does not tell its age counts in its area alone.
    """
    margins = []
    for area, by_age in people.items():
        living = sum(by_age.values()) or None
        voices = sum(1 for where, _age in spoken if where == area)
        margins.append(Margin("area", area, living, voices, needed(living, quorum)))
    for age in ages:
        living = sum(by_age.get(age, 0) for by_age in people.values()) or None
        voices = sum(1 for _area, told in spoken if told == age)
        margins.append(Margin("age", age, living, voices, needed(living, quorum)))
    unknown = tuple(each.code for each in margins if quorum and each.kind == "area" and each.people is None)
    return Mass(tuple(margins), unknown)


def quietest(found: Mass, most: int = 3) -> list[Margin]:
    """Where fewer than half as many speak, for as many people, as over all areas; the quietest first."""
    areas = [margin for margin in found.margins if margin.kind == "area" and margin.people]
    people, voices = sum(margin.people or 0 for margin in areas), sum(margin.voices for margin in areas)
    known = [margin for margin in found.margins if margin.people]
    quiet = [margin for margin in known if 2 * margin.voices * people < voices * (margin.people or 0)]
    return sorted(quiet, key=lambda margin: (margin.voices / (margin.people or 1), margin.kind, margin.code))[:most]
