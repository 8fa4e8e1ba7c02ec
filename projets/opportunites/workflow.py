"""The life of an opportunité as data: spotted, carried by somebody, opened in four phases, decided, delivered."""

from enum import StrEnum

from projets.workflow import Workflow


class Status(StrEnum):
    """How far the common work has come. The four phases go from diagnosis to construction."""

    SPOTTED = "spotted"
    CARRIED = "carried"  # a person or a service answers for it
    DIAGNOSIS = "diagnosis"
    EXPERTISE = "expertise"
    CONTRIBUTION = "contribution"
    CONSTRUCTION = "construction"
    DECIDED = "decided"
    DELIVERED = "delivered"
    SET_ASIDE = "set_aside"


PHASES: tuple[Status, ...] = (Status.DIAGNOSIS, Status.EXPERTISE, Status.CONTRIBUTION, Status.CONSTRUCTION)
_WAYS_OUT = frozenset({Status.SET_ASIDE})
# A phase may be skipped or taken up again, but never in silence: every phase needs words when entered.
_ANY_PHASE = frozenset(PHASES)

WORKFLOW = Workflow(
    stages={
        Status.SPOTTED: "new",
        Status.CARRIED: "new",
        **dict.fromkeys(PHASES, "in_progress"),
        Status.DECIDED: "in_progress",
        Status.DELIVERED: "done",
        Status.SET_ASIDE: "set_aside",
    },
    transitions={
        Status.SPOTTED: _WAYS_OUT | {Status.CARRIED},
        Status.CARRIED: _WAYS_OUT | {Status.DIAGNOSIS},
        **{phase: _WAYS_OUT | (_ANY_PHASE - {phase}) | {Status.DECIDED} for phase in PHASES},
        Status.DECIDED: _WAYS_OUT | {Status.DELIVERED, Status.CONSTRUCTION},
        Status.DELIVERED: frozenset(),
        Status.SET_ASIDE: frozenset({Status.SPOTTED, Status.CARRIED}),  # it wakes, or somebody takes it up at once
    },
    needs_text=_ANY_PHASE | {Status.DECIDED, Status.SET_ASIDE},
)


def passed_over(before: str, after: str) -> tuple[Status, ...]:
    """The phases that this step leaves out, in their order: going on by one, going back or ending leaves out none.

    To leave one out takes a reason that is public and signed; to decide takes what the fourth phase has built.
    """
    if before not in PHASES or after not in (*PHASES, Status.DECIDED):
        return ()
    path = (*PHASES, Status.DECIDED)
    return tuple(PHASES[path.index(Status(before)) + 1 : path.index(Status(after))])
