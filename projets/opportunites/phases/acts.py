"""What one may say in which phase, and under what: one table, shown as it stands on the page of the threads."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.timezone import localdate

from carto.fiches.models import CommentKind
from projets.opportunites.models import Opportunite
from projets.opportunites.workflow import PHASES, Status

_ARGUMENTS: Final = (CommentKind.POUR, CommentKind.CONTRE)
ALLOWED: Final[Mapping[str, tuple[CommentKind, ...]]] = {
    Status.DIAGNOSIS: (CommentKind.CONSTAT, CommentKind.CAUSE, CommentKind.QUESTION),
    Status.EXPERTISE: (CommentKind.SOURCE, *_ARGUMENTS),
    Status.CONTRIBUTION: (CommentKind.SOLUTION, *_ARGUMENTS),
    Status.CONSTRUCTION: (*_ARGUMENTS, CommentKind.QUESTION),
}
# A solution may answer the topic itself: where the diagnosis was left out, there is nothing else to put it under.
AT_THE_TOP: Final = (CommentKind.CONSTAT, CommentKind.SOLUTION)
_BESIDE: Final = (CommentKind.QUESTION, CommentKind.SOURCE)
TAKES: Final[Mapping[str, tuple[CommentKind, ...]]] = {
    CommentKind.CONSTAT: (CommentKind.CAUSE, CommentKind.SOLUTION, *_BESIDE),
    CommentKind.CAUSE: (*_ARGUMENTS, *_BESIDE),
    CommentKind.SOLUTION: (*_ARGUMENTS, *_BESIDE),
}
TABLE: Final = tuple((phase, ALLOWED[phase]) for phase in PHASES)  # as the page shows it, in the order of the phases


def phase_open(topic: Opportunite, on: date | None = None) -> str:
    """The phase in which one may speak on that day (today), by the calendar alone; empty when there is none."""
    on = on or localdate()
    late = topic.phase_ends is not None and topic.phase_ends < on
    return topic.status if topic.status in PHASES and not late else ""


def takes_now(topic: Opportunite, under: str | None) -> tuple[CommentKind, ...]:
    """The kinds that may be said now under words of that kind (None: at the top); none outside of a phase."""
    allowed = ALLOWED.get(phase_open(topic), ())
    return tuple(kind for kind in (AT_THE_TOP if under is None else TAKES.get(under, ())) if kind in allowed)
