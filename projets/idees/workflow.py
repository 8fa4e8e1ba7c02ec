"""The life of an idée as data. Nothing is refused without words, and what sleeps may wake."""

from enum import StrEnum

from projets.workflow import Workflow


class Status(StrEnum):
    """How far an idée has come."""

    PROPOSED = "proposed"
    DISCUSSED = "discussed"  # people talk about it: a meeting, a workshop, comments
    STUDIED = "studied"  # a service looks at what it takes
    CHOSEN = "chosen"  # it will be done
    DELIVERED = "delivered"
    SET_ASIDE = "set_aside"


_WAYS_OUT = frozenset({Status.SET_ASIDE})

WORKFLOW = Workflow(
    stages={
        Status.PROPOSED: "new",
        Status.DISCUSSED: "in_progress",
        Status.STUDIED: "in_progress",
        Status.CHOSEN: "in_progress",
        Status.DELIVERED: "done",
        Status.SET_ASIDE: "set_aside",
    },
    transitions={
        Status.PROPOSED: _WAYS_OUT | {Status.DISCUSSED, Status.STUDIED, Status.CHOSEN},  # a bench needs no study
        Status.DISCUSSED: _WAYS_OUT | {Status.STUDIED, Status.CHOSEN},
        Status.STUDIED: _WAYS_OUT | {Status.DISCUSSED, Status.CHOSEN},
        Status.CHOSEN: _WAYS_OUT | {Status.DELIVERED},
        Status.DELIVERED: frozenset(),
        Status.SET_ASIDE: frozenset({Status.DISCUSSED, Status.STUDIED}),
    },
    needs_text=frozenset({Status.STUDIED, Status.CHOSEN, Status.SET_ASIDE}),
)
