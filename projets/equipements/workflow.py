"""The life of a facility as data: wished by the city, built, open, under works, closed."""

from enum import StrEnum

from projets.workflow import Workflow


class Status(StrEnum):
    """Where a facility stands."""

    PLANNED = "planned"
    BUILDING = "building"
    OPEN = "open"
    RENOVATING = "renovating"
    CLOSED = "closed"


WORKFLOW = Workflow(
    stages={
        Status.PLANNED: "new",
        Status.BUILDING: "in_progress",
        Status.OPEN: "done",
        Status.RENOVATING: "in_progress",
        Status.CLOSED: "set_aside",
    },
    transitions={
        Status.PLANNED: frozenset({Status.BUILDING, Status.CLOSED}),
        Status.BUILDING: frozenset({Status.OPEN, Status.CLOSED}),
        Status.OPEN: frozenset({Status.RENOVATING, Status.CLOSED}),
        Status.RENOVATING: frozenset({Status.OPEN, Status.CLOSED}),
        Status.CLOSED: frozenset({Status.RENOVATING, Status.OPEN}),
    },
    needs_text=frozenset({Status.CLOSED}),
)
