"""What a life told in states is: which stage each state shows on the map, where it may lead, what must be said.

No Django here: each app's own table can be read, drawn and explored by a test on its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Workflow:
    """A table of states. The four stages are those of `carto.fiches.models.Stage`."""

    stages: Mapping[StrEnum, str]  # what each state shows on the map
    transitions: Mapping[StrEnum, frozenset[StrEnum]]  # where one may go from each state
    needs_text: frozenset[StrEnum] = field(default_factory=frozenset)  # entering it takes words that all can read

    def may_go(self, before: str, after: str) -> bool:
        """Whether the table permits that step."""
        return after in self.transitions[before]

    def stage_of(self, status: str) -> str:
        """The stage of a state; KeyError when the table does not know it."""
        return self.stages[status]
