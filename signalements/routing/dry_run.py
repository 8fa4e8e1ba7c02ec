"""What a change of rules would have done with the last reports, before it is saved: nothing is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from signalements.models import Signalement
from signalements.routing.lines import Facts, Line, Reading, Target
from signalements.routing.querysets import latest
from signalements.routing.rules import with_places
from signalements.routing.wording import Words

TRIED: Final = 10_000
SHOWN: Final = 12

Hands = tuple[int, int | None]  # a service and a crew, by their ids


@dataclass(frozen=True, slots=True)
class Move:
    """So many reports that would have gone from one to another, in words."""

    before: str
    after: str
    count: int


@dataclass(frozen=True)
class DryRun:
    """On so many reports: how many would have gone elsewhere, from whom to whom, and some of them."""

    tried: int
    moved: int = 0
    priorities: int = 0  # that would only have had another priority
    moves: list[Move] = field(default_factory=list)
    examples: list[tuple[Signalement, str, str]] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many would not have been as they were."""
        return self.moved + self.priorities


def try_out(before: Sequence[Line], after: Sequence[Line], limit: int = TRIED) -> DryRun:
    """Read the last `limit` reports with both lists of rules. Two queries, a few more for the examples."""
    old, new = Reading(before), Reading(after)
    rows = latest(limit, with_places((*before, *after)))
    counted: Counter[tuple[Hands, Hands]] = Counter()
    moved: dict[int, tuple[Hands, Hands]] = {}
    priorities = 0
    for row in rows:
        was, would = _target(old, row.facts, row.service), _target(new, row.facts, row.service)
        hands = (was.service, was.crew), (would.service, would.crew)
        if hands[0] != hands[1]:
            counted[hands] += 1
            moved[row.pk] = hands
        elif was.priority != would.priority:
            priorities += 1
    words = Words()
    moves = [Move(words.target(*one), words.target(*other), n) for (one, other), n in counted.most_common()]
    return DryRun(len(rows), len(moved), priorities, moves, _examples(moved, words))


def _target(lines: Reading, facts: Facts, service: int) -> Target:
    line = lines.first(facts)
    return line.target if line else Target(service)


def _examples(moved: dict[int, tuple[Hands, Hands]], words: Words) -> list[tuple[Signalement, str, str]]:
    """The latest of each way, so that a rare one is seen beside a frequent one."""
    by_way: dict[tuple[Hands, Hands], list[int]] = {}
    for pk, hands in moved.items():
        by_way.setdefault(hands, []).append(pk)
    turns = [pk for rank in range(SHOWN) for pks in by_way.values() for pk in pks[rank : rank + 1]][:SHOWN]
    found = Signalement.objects.for_cards().in_bulk(turns)
    return [(found[pk], words.target(*moved[pk][0]), words.target(*moved[pk][1])) for pk in turns]
