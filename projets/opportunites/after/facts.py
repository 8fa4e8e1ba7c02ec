"""What is stored of one topic, as the label reads it: nothing is asked of anybody, nothing is ticked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from carto.territoires.models import Level
from projets.opportunites.after.querysets import Row, facts_rows
from projets.opportunites.choosing.masses import mass_of
from projets.opportunites.models import Consultation, Opportunite, Reunion
from projets.opportunites.opening.lines import OWED
from projets.opportunites.workflow import PHASES, Status, passed_over
from projets.votes.polls.mass import Mass

OVER: Final = (Status.DECIDED, Status.DELIVERED)
# At which scale people meet, by the way they do.
MEETS: Final = {
    Reunion.Kind.STREET: "rue", Reunion.Kind.VISIT: "rue", Reunion.Kind.HALL: "quartier",
    Reunion.Kind.ONLINE: "metropole", Reunion.Kind.PHONE: "metropole",
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """One topic and the rows of every room that concern it; `now` is when they were read."""

    topic: Opportunite
    now: datetime
    rows: dict[str, list[Row]]

    @classmethod
    def of(cls, topic: Opportunite) -> "Facts":
        """Read in one query."""
        return cls(topic, timezone.now(), facts_rows(topic.pk))

    @property
    def decided(self) -> bool:
        """Whether the topic says that it is decided, or more."""
        return self.topic.status in OVER

    @property
    def delivered(self) -> bool:
        """Whether what was decided is there."""
        return self.topic.status == Status.DELIVERED

    @property
    def decision(self) -> Row | None:
        """The one that holds: taken last, replaced by none; else the one that is announced."""
        return self.rows["decisions"][-1] if self.rows["decisions"] else None

    @property
    def carried_at(self) -> datetime | None:
        """Since when somebody answers for it: the first time that its history says so."""
        return next((row["said_at"] for row in self.rows["statuses"] if row["after"] == Status.CARRIED), None)

    @property
    def contributions(self) -> Iterator[Row]:
        """What residents said of it in public, questions apart: these have their own clock."""
        return (row for row in self.rows["comments"] if row["due_at"] is None and row["kind"] != "question")

    @property
    def first_contribution(self) -> datetime | None:
        """The first words said, or voices given, once somebody answered for the topic; None: nobody has yet."""
        since = self.carried_at
        words = [row["said_at"] for row in self.contributions if since is None or row["said_at"] >= since]
        voices = [row["begins_at"] for row in self.rows["consultations"] if row["own"] and row["begins_at"] <= self.now]
        return min([*words, *voices], default=None)

    @property
    def scales(self) -> set[str]:
        """The scales at which people were told or asked: its own, those of its consultations and of its meetings."""
        asked = [row["levels"] for row in self.rows["consultations"] if row["own"] and row["begins_at"] <= self.now]
        met = [MEETS.get(row["kind"]) for row in self.rows["reunions"] if row["recorded_at"]]
        return {self.topic.scale, *(scale for levels in asked for scale in _scales(levels)), *filter(None, met)}

    @property
    def phases_behind(self) -> tuple[Status, ...]:
        """The phases that are over, or that were left out."""
        if self.decided:
            return PHASES
        return PHASES[: PHASES.index(self.topic.status)] if self.topic.status in PHASES else ()

    def passed(self, phase: str) -> bool:
        """Whether both sides opened the gate of a phase since it was last entered."""
        entered = self._entered(phase)
        gates = [row["passed_at"] for row in self.rows["passages"] if row["phase"] == phase and row["passed_at"]]
        return entered is not None and any(at >= entered for at in gates)

    def skipped(self, phase: str) -> bool:
        """Whether a phase that was never entered was left out with words for everybody that a person signed."""
        steps = [row for row in self.rows["statuses"] if phase in passed_over(row["before"], row["after"])]
        return self._entered(phase) is None and any(row["told"] and row["signed"] for row in steps)

    def _entered(self, phase: str) -> datetime | None:
        entries = [row["said_at"] for row in self.rows["statuses"] if row["after"] == phase]
        return max(entries, default=None)

    def masses(self) -> list[tuple[Row, Mass]]:
        """The consultations that were counted and that asked for a mass, with who spoke in each."""
        counted = [row for row in self.rows["consultations"] if row["counted_at"] and Decimal(row["quorum"])]
        return [(row, mass_of(_counted(row))) for row in counted]


def complete(told: dict[str, Any]) -> bool:
    """Whether a kept version of the opening sheet says all that it owes."""
    return all(_says(told.get(name)) for name in OWED)


def _says(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def _scales(levels: list[int]) -> Iterator[str]:
    """One quartier is a quartier; several of them, or a commune, speak for the métropole."""
    if any(level <= Level.COMMUNE for level in levels) or levels.count(Level.QUARTIER) > 1:
        yield "metropole"
    elif levels:
        yield "quartier"


def _counted(row: Row) -> Consultation:
    told = {name: row[name] for name in ("people", "result", "counted_at")}
    return Consultation(quorum=Decimal(row["quorum"]), **told)
