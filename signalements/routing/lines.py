"""What a rule looks at and what a report says, as plain values: whether one holds for the other. No query here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from signalements.deadlines import is_working_day

Codes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at in one report. `territoires` holds those around it, up to the largest."""

    categorie: int
    territoires: frozenset[int]
    temporality: str  # carto.fiches.models.Temporality, or nothing
    answers: Mapping[str, Any]
    at: datetime  # in the city's time zone


@dataclass(frozen=True, slots=True)
class Target:
    """To whom something goes. The ids of a service and of a crew; a priority only when the rule gives one."""

    service: int
    crew: int | None = None
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, ready to be read: empty conditions hold for everything."""

    pk: int
    name: str
    target: Target
    active: bool = True
    categories: frozenset[int] = frozenset()
    territoire: int | None = None
    temporalities: Codes = frozenset()
    answers: tuple[tuple[str, Codes], ...] = ()  # sorted by question
    weekdays: frozenset[int] = frozenset()
    from_hour: time | None = None
    until_hour: time | None = None
    closed_days: bool = False

    def holds(self, facts: Facts) -> bool:
        """Whether it decides for that report, unless an earlier one does."""
        return (
            (not self.categories or facts.categorie in self.categories)
            and (self.territoire is None or self.territoire in facts.territoires)
            and (not self.temporalities or facts.temporality in self.temporalities)
            and (not self.answers or self.answered(facts.answers))
            and self.timely(facts.at)
        )

    def answered(self, answers: Mapping[str, Any]) -> bool:
        """Whether every question that it names has one of the answers that it names."""
        return all(not codes.isdisjoint(given(answers.get(question))) for question, codes in self.answers)

    def timely(self, at: datetime) -> bool:
        """Whether that moment, in the city's time zone, is one of its own. Hours may pass midnight: the day is then
        the one on which the clock is read.
        """
        if self.weekdays and at.weekday() not in self.weekdays:
            return False
        if self.closed_days and is_working_day(at.date()):
            return False
        start, end, clock = self.from_hour, self.until_hour, at.time()
        if start is None or end is None:
            return True
        return start <= clock < end if start <= end else clock >= start or clock < end

    def misses(self, facts: Facts) -> list[str]:
        """The conditions that do not hold: categories, territoire, temporalities, answers, time."""
        held = {
            "categories": not self.categories or facts.categorie in self.categories,
            "territoire": self.territoire is None or self.territoire in facts.territoires,
            "temporalities": not self.temporalities or facts.temporality in self.temporalities,
            "answers": self.answered(facts.answers),
            "time": self.timely(facts.at),
        }
        return [name for name, holds in held.items() if not holds]

    @property
    def conditions(self) -> tuple[Any, ...]:
        """What it looks at, to compare with another."""
        return (
            self.categories, self.territoire, self.temporalities, self.answers,
            self.weekdays, self.from_hour, self.until_hour, self.closed_days,
        )  # fmt: skip

    @property
    def empty(self) -> bool:
        """Whether it holds for every report."""
        return not any(each for each in self.conditions if each is not None) and self.from_hour is None


def given(answer: Any) -> list[str]:
    """The codes of one answer: one, several, or none for words and oddities."""
    if isinstance(answer, str):
        return [answer]
    return [code for code in answer if isinstance(code, str)] if isinstance(answer, list) else []


def first(lines: Iterable[Line], facts: Facts) -> Line | None:
    """The rule that decides: the first that holds, or None."""
    return next((line for line in lines if line.holds(facts)), None)


class Reading:
    """The active ones of some rules, sorted by category once: for thousands of reports."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = [line for line in lines if line.active]
        self._by_categorie: dict[int, list[Line]] = {}

    def first(self, facts: Facts) -> Line | None:
        """The rule that decides for that report, or None."""
        if facts.categorie not in self._by_categorie:
            self._by_categorie[facts.categorie] = [
                line for line in self._lines if not line.categories or facts.categorie in line.categories
            ]
        return first(self._by_categorie[facts.categorie], facts)
