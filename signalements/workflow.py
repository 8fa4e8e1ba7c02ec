"""The life of a signalement as one table: its states, and each step with who may take it and what it owes.

No Django here, so that the table can be read, drawn and explored by a test on its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a signalement stands for the services."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    PLANNED = "planned"
    WAITING = "waiting"  # for the reporter's answer
    FORWARDED = "forwarded"  # to a body outside the city: operator, landlord, State road
    TO_CHECK = "to_check"  # a contractor or a crew says that it is done; an agent has to look
    TREATED = "treated"
    DECLINED = "declined"
    REOPENED = "reopened"


class Closing(StrEnum):
    """Why it is closed, in a word that can be counted; a photo « après » may stand in its place when it is treated."""

    MENDED = "mended"
    MADE_SAFE = "made_safe"
    NOT_FOUND = "not_found"
    NOT_OURS = "not_ours"
    PRIVATE = "private"
    WORKS_PLANNED = "works_planned"
    CANNOT = "cannot"


class Actor(StrEnum):
    """As what somebody acts; the history keeps it with every line. The first three are `carto.comptes.RoleName`."""

    AGENT = "agent"
    CREW = "crew"
    REGULATOR = "regulator"
    PARTNER = "partner"  # a contractor, another body, another system: known by a secret link or a key
    RESIDENT = "resident"
    MODERATOR = "moderator"  # looks after words and pictures: no step is theirs
    SYSTEM = "system"


class Guard(StrEnum):
    """What a step owes besides the right to take it."""

    WORDS = "words"  # that everybody can read
    WHY = "why"  # words too, be they for the services alone
    DATE = "date"  # from today on; the one that is kept will do
    CLOSING = "closing"  # a reason that fits; for what is treated, a photo « après » may show it instead
    SHOWN = "shown"  # a photo, or words: what was done
    TASKS = "tasks"  # nothing that was given to somebody else is still open


@dataclass(frozen=True)
class Step:
    """From these states to that one, by these actors, owing this; a pair of states has one step."""

    before: frozenset[Status]
    after: Status
    by: frozenset[Actor]
    owes: frozenset[Guard] = frozenset()


@dataclass(frozen=True)
class Given:
    """What comes with a step."""

    words: bool = False
    private: bool = False
    date: bool = False
    photos: bool = False
    closing: str = ""
    open_tasks: bool = False


RECEIVED, ACCEPTED, PLANNED, WAITING, FORWARDED, TO_CHECK, TREATED, DECLINED, REOPENED = Status
WORDS, WHY, DATE, CLOSING, SHOWN, TASKS = Guard
OFFICE = frozenset({Actor.AGENT, Actor.REGULATOR})
FIELD = OFFICE | {Actor.CREW}
PARTNER, RESIDENT, SYSTEM = frozenset({Actor.PARTNER}), frozenset({Actor.RESIDENT}), frozenset({Actor.SYSTEM})


def _step(before: Iterable[Status], after: Status, by: Iterable[Actor], *owes: Guard) -> Step:
    return Step(frozenset(before), after, frozenset(by), frozenset(owes))


# Every step owes a reason; taking up what nobody had in hand is the only one that speaks for itself.
STEPS: tuple[Step, ...] = (
    _step({RECEIVED, REOPENED}, ACCEPTED, FIELD | PARTNER),
    _step({PLANNED}, ACCEPTED, FIELD, WHY),
    _step({WAITING}, ACCEPTED, FIELD | RESIDENT | SYSTEM, WHY),
    _step({FORWARDED}, ACCEPTED, OFFICE | PARTNER | SYSTEM, WHY),
    _step({TO_CHECK}, ACCEPTED, OFFICE, WHY),
    _step({RECEIVED, ACCEPTED, REOPENED}, PLANNED, FIELD, DATE),
    _step({WAITING}, PLANNED, FIELD | RESIDENT | SYSTEM, DATE),
    _step({FORWARDED, TO_CHECK}, PLANNED, OFFICE, DATE),
    _step({RECEIVED, ACCEPTED, PLANNED, REOPENED}, WAITING, FIELD, WORDS),
    _step({FORWARDED}, WAITING, OFFICE, WORDS),
    _step({RECEIVED, ACCEPTED, PLANNED, REOPENED}, FORWARDED, OFFICE | SYSTEM, WORDS),
    _step({WAITING}, FORWARDED, OFFICE | RESIDENT | SYSTEM, WORDS),
    _step({TO_CHECK}, FORWARDED, OFFICE, WORDS),
    _step({RECEIVED, ACCEPTED, PLANNED, WAITING, REOPENED}, TO_CHECK, FIELD | PARTNER, SHOWN),
    _step({FORWARDED}, TO_CHECK, OFFICE | PARTNER, SHOWN),
    _step({RECEIVED, ACCEPTED, PLANNED, WAITING, REOPENED}, TREATED, FIELD, CLOSING, TASKS),
    _step({FORWARDED, TO_CHECK}, TREATED, OFFICE, CLOSING, TASKS),
    _step(set(Status) - {TREATED, DECLINED}, DECLINED, OFFICE, WORDS, CLOSING, TASKS),
    _step({TREATED, DECLINED}, REOPENED, OFFICE | RESIDENT | SYSTEM, WORDS),
)  # fmt: skip

# The four stages are those of `carto.fiches.models.Stage`.
STAGES: dict[Status, str] = {
    RECEIVED: "new",
    ACCEPTED: "in_progress",
    PLANNED: "in_progress",
    WAITING: "in_progress",
    FORWARDED: "in_progress",
    TO_CHECK: "in_progress",
    TREATED: "done",
    DECLINED: "set_aside",
    REOPENED: "in_progress",
}
USUAL: tuple[Status, ...] = (RECEIVED, ACCEPTED, PLANNED, TREATED)  # the way that most go
CLOSED: frozenset[Status] = frozenset({TREATED, DECLINED})
OPEN: frozenset[Status] = frozenset(Status) - CLOSED
DATED: frozenset[Status] = frozenset({PLANNED, WAITING, FORWARDED})  # a planned day holds there; elsewhere it is over

# What may be said of each way to close. What nobody found on the spot may have been mended by somebody else.
CLOSINGS: dict[Status, frozenset[Closing]] = {
    TREATED: frozenset({Closing.MENDED, Closing.MADE_SAFE, Closing.NOT_FOUND}),
    DECLINED: frozenset({Closing.NOT_FOUND, Closing.NOT_OURS, Closing.PRIVATE, Closing.WORKS_PLANNED, Closing.CANNOT}),
}

_BY_PAIR: dict[tuple[Status, Status], Step] = {(before, step.after): step for step in STEPS for before in step.before}
TRANSITIONS: dict[Status, frozenset[Status]] = {
    status: frozenset(after for before, after in _BY_PAIR if before is status) for status in Status
}
# To leave somebody without an answer is not a state: these need words that everybody can read.
NEEDS_TEXT: frozenset[Status] = frozenset(step.after for step in STEPS if WORDS in step.owes)


def step_of(before: Status, after: Status) -> Step | None:
    """The step between two states; None when the table has none."""
    return _BY_PAIR.get((before, after))


def may_go(before: Status, after: Status, actor: str = "") -> bool:
    """Whether the table has that step, and lets that actor take it; without one, whether anybody may."""
    step = step_of(before, after)
    return step is not None and (not actor or actor in step.by)


def ways(before: Status, actor: str) -> list[Status]:
    """Where that actor may take it from there, in the order of the states."""
    return [after for after in Status if may_go(before, after, actor)]


def owed(step: Step, given: Given) -> list[Guard]:
    """What the step still owes, in the order in which people are asked for it."""
    met = {
        WORDS: given.words,
        WHY: given.words or given.private,
        DATE: given.date,
        CLOSING: bool(given.closing) or (step.after is TREATED and given.photos),
        SHOWN: given.photos or given.words or given.private,
        TASKS: not given.open_tasks,
    }
    return [guard for guard in Guard if guard in step.owes and not met[guard]]
