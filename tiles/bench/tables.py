"""What the bench prints: aligned tables with French numbers, and each target beside what was measured."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median

Tell = Callable[[str], None]
EXACTLY = "exactement"  # a target that is missed only by a mistake, however busy the machine is


def number(value: float | None, digits: int = 1) -> str:
    """`1 234,5`; a dash when there is none."""
    if value is None:
        return "—"
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace(".", ",")


def whole(value: float | None) -> str:
    """`1 234`."""
    return number(value, 0)


def ratio(over: float | None, under: float | None) -> str:
    """`× 12,3`; a dash when one of them is missing."""
    return "—" if over is None or not under else f"× {number(over / under, 2 if over < 10 * under else 0)}"


def mark(kept: bool) -> str:
    """Whether a target is met."""
    return "✓" if kept else "✗"


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that is not under `part` of them (0.95: 19 in 20 are no larger)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * part) - 1)]


def middle(rounds: Iterable[Sequence[float]], part: float) -> float:
    """The median over the rounds of each one's percentile."""
    return median(percentile(values, part) for values in rounds)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as they need to be: the first to the left, the others to the right."""
    lines = [tuple(header), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


@dataclass
class Targets:
    """What was promised, and whether it is held."""

    lines: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def aim(self, name: str, target: str, measured: str, *, kept: bool) -> str:
        """Note a target; returns the sentence that says it."""
        self.lines.append((name, target, measured, kept))
        return f"{mark(kept)} {name} : {measured} (cible : {target})"

    @property
    def mistakes(self) -> list[str]:
        """What ought to be exact and is not."""
        return [name for name, target, _measured, kept in self.lines if target == EXACTLY and not kept]

    def summary(self) -> str:
        """Every target of the run, in the order they were measured."""
        rows = [(mark(kept), name, target, measured) for name, target, measured, kept in self.lines]
        return table(("", "ce qui est mesuré", "cible", "mesure"), rows)
