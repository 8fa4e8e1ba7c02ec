"""From rows to figures: what is counted, on how many it rests, and what is not told of too few."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from signalements.figures.columns import Facts, number

ENOUGH: Final = 5  # fewer say nothing of a delay, nor of what people think


@dataclass(frozen=True)
class Figures:
    """What is known of a group of signalements; a share is None where it would rest on none (or on too few)."""

    reported: int
    treated: int
    declined: int
    dated: int  # treated, with a day: what the delays rest on
    median: float | None  # days
    most: float | None  # days that nine of ten did not exceed
    ended: int  # treated or declined once at least
    reopened: int
    promised: int  # answered, or whose day has passed
    kept: int
    judged: int
    satisfied: int
    people: int | None = None  # inhabitants of the place
    year: int | None = None  # of that count

    @property
    def open(self) -> int:
        """Still under way."""
        return self.reported - self.treated - self.declined

    @property
    def per_thousand(self) -> float | None:
        """For 1,000 inhabitants, over the period."""
        return 1000 * self.reported / self.people if self.people else None

    @property
    def treated_share(self) -> float | None:
        """Of those reported."""
        return _share(self.treated, self.reported)

    @property
    def reopened_share(self) -> float | None:
        """Of those that were closed once."""
        return _share(self.reopened, self.ended)

    @property
    def kept_share(self) -> float | None:
        """Of the promises whose day has come or that were answered."""
        return _share(self.kept, self.promised)

    @property
    def satisfied_share(self) -> float | None:
        """Of those who said what they think, from ENOUGH on."""
        return _share(self.satisfied, self.judged) if self.judged >= ENOUGH else None


def count(rows: Facts, today: date, population: tuple[Any, int] | None = None) -> Figures:
    """The figures of these rows; `population` is the inhabitants of their place and the year of that count."""
    treated, declined, closed, due = rows["treated"], rows["declined"], rows["closed"], rows["due"]
    dated = treated & (closed > 0)
    delays = (closed - rows["reported"])[dated]
    told = len(delays) >= ENOUGH
    # Answered by the day, or on any other day, or not at all although the day has passed and the clock runs.
    passed = (due < number(today)) & ~rows["paused"]
    promised = (due > 0) & ((closed > 0) | (~treated & ~declined & passed))
    return Figures(
        reported=len(rows), treated=int(treated.sum()), declined=int(declined.sum()), dated=len(delays),
        median=float(np.percentile(delays, 50)) if told else None,
        most=float(np.percentile(delays, 90)) if told else None,
        ended=int(rows["ended"].sum()), reopened=int(rows["reopened"].sum()),
        promised=int(promised.sum()), kept=int((promised & (closed > 0) & (closed <= due)).sum()),
        judged=int(rows["judged"].sum()), satisfied=int(rows["satisfied"].sum()),
        people=round(population[0]) if population else None, year=population[1] if population else None,
    )  # fmt: skip


def by(rows: Facts, name: str) -> Iterator[tuple[int, Facts]]:
    """The rows of each value of a column, in one sort of them all; 0 stands for none."""
    order = np.argsort(rows[name], kind="stable")
    values, starts = np.unique(rows[name][order], return_index=True)
    for value, places in zip(values.tolist(), np.split(order, starts[1:]), strict=False):
        yield value, rows.where(places)


def _share(part: int, whole: int) -> float | None:
    """From 0 to 1."""
    return part / whole if whole else None
