"""The way of a report from service to service, read from its history; and when two of them pass it to each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carto.fiches.models import Evenement, What

REGULATION: Final = "regulation"  # code of the service that holds what others sent back
MOST_BOUNCES: Final = 3
MOST_BETWEEN_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Move:
    """One change of hands: codes of services, as what somebody acted, and why."""

    at: datetime
    what: str
    role: str
    before: str
    after: str
    why: str


def moves(history: Iterable[Evenement]) -> list[Move]:
    """The changes of hands of one report, in their order."""
    hands = (What.ROUTED, What.BOUNCED)
    return [
        Move(line.at, line.what, line.actor_role, line.before, line.after, line.private_text)
        for line in history
        if line.what in hands
    ]


def bounced_by(way: Sequence[Move]) -> list[str]:
    """The services that have sent it back, in their order; codes."""
    return [move.before for move in way if move.what == What.BOUNCED]


def between_two(way: Sequence[Move]) -> tuple[str, str] | None:
    """The two services that pass it to each other; the same one twice when it came back to it. None: not so.

    What a service sends back counts between it and the one that had it before, and between it and the one that had it
    next: two of these make a loop.
    """
    holders = _holders(way)
    counted: Counter[tuple[str, str]] = Counter()
    for rank, (holder, sent_back) in enumerate(holders):
        if not sent_back:
            continue
        near = {holders[other][0] for other in (rank - 1, rank + 1) if 0 <= other < len(holders)}
        counted.update(tuple(sorted((holder, each))) for each in near)
    found = [pair for pair, times in counted.most_common(1) if times >= MOST_BETWEEN_TWO]
    return found[0] if found else None


def _holders(way: Sequence[Move]) -> list[tuple[str, bool]]:
    """The services that held it one after the other, the regulation left out, and whether each sent it back."""
    held: list[tuple[str, bool]] = []
    for move in way:
        if move.what == What.BOUNCED:
            if held and held[-1] == (move.before, False):
                held.pop()
            held.append((move.before, True))
        elif move.after != REGULATION and (not held or held[-1] != (move.after, False)):
            held.append((move.after, False))
    return held


def is_pinned(way: Sequence[Move]) -> bool:
    """Whether only the regulator may move it now."""
    return len(bounced_by(way)) >= MOST_BOUNCES or between_two(way) is not None
