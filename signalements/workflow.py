"""The life of a signalement as data: its states, the stage each shows on the map, and where it may go from there.

No Django here, so that the table can be read, drawn and explored by a test on its own.
"""

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


# The four stages are those of `carto.fiches.models.Stage`.
STAGES: dict[Status, str] = {
    Status.RECEIVED: "new",
    Status.ACCEPTED: "in_progress",
    Status.PLANNED: "in_progress",
    Status.WAITING: "in_progress",
    Status.FORWARDED: "in_progress",
    Status.TO_CHECK: "in_progress",
    Status.TREATED: "done",
    Status.DECLINED: "set_aside",
    Status.REOPENED: "in_progress",
}

_HANDLED = frozenset(
    {Status.PLANNED, Status.WAITING, Status.FORWARDED, Status.TO_CHECK, Status.TREATED, Status.DECLINED}
)

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: _HANDLED | {Status.ACCEPTED},
    Status.ACCEPTED: _HANDLED,
    Status.PLANNED: (_HANDLED | {Status.ACCEPTED}) - {Status.PLANNED},
    Status.WAITING: frozenset({Status.ACCEPTED, Status.PLANNED, Status.FORWARDED, Status.TREATED, Status.DECLINED}),
    Status.FORWARDED: frozenset({Status.ACCEPTED, Status.PLANNED, Status.TO_CHECK, Status.TREATED, Status.DECLINED}),
    Status.TO_CHECK: frozenset({Status.ACCEPTED, Status.PLANNED, Status.FORWARDED, Status.TREATED, Status.DECLINED}),
    Status.TREATED: frozenset({Status.REOPENED}),
    Status.DECLINED: frozenset({Status.REOPENED}),
    Status.REOPENED: _HANDLED | {Status.ACCEPTED},
}

CLOSED: frozenset[Status] = frozenset({Status.TREATED, Status.DECLINED})
OPEN: frozenset[Status] = frozenset(Status) - CLOSED

# What may be said of each way to close. What nobody found on the spot may have been mended by somebody else.
CLOSINGS: dict[Status, frozenset[Closing]] = {
    Status.TREATED: frozenset({Closing.MENDED, Closing.MADE_SAFE, Closing.NOT_FOUND}),
    Status.DECLINED: frozenset(
        {Closing.NOT_FOUND, Closing.NOT_OURS, Closing.PRIVATE, Closing.WORKS_PLANNED, Closing.CANNOT}
    ),
}

# To leave somebody without an answer is not a state: these need words that everybody can read.
NEEDS_TEXT: frozenset[Status] = frozenset({Status.WAITING, Status.FORWARDED, Status.DECLINED, Status.REOPENED})


def may_go(before: Status, after: Status) -> bool:
    """Whether the table permits that step."""
    return after in TRANSITIONS[before]
