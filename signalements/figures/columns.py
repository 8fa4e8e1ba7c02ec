"""Every public signalement as columns, kept by each process as long as nothing has moved.

A million take about forty megabytes and a pass of some seconds. So in a large city that changes at every moment a pass
serves for a while (KEPT_FOR times what it cost) and the page says at what moment it counted; where a pass costs next to
nothing, as in a small city, the figures are always those of now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from time import monotonic
from typing import Any, Final

import numpy as np
from django.utils import timezone

from carto.fiches.filters import Filters
from signalements.figures.querysets import Array, read_columns, stamp

CHEAP: Final = 0.25  # seconds of a pass that may be made for every change
KEPT_FOR: Final = 30  # times what it cost: at most a thirtieth of a process goes into counting again


@dataclass(frozen=True, eq=False)
class Facts:
    """Columns of one length, one row for each signalement (`querysets.read_columns`), as they were at `at`.

    What has been counted from all of them may be kept in `told`: it goes when they go.
    """

    columns: Mapping[str, Array]
    at: datetime
    told: dict[Any, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["reported"])

    def where(self, kept: Array | slice) -> "Facts":
        """The rows that a mask, places or a slice keep; a slice copies nothing."""
        return Facts({name: column[kept] for name, column in self.columns.items()}, self.at)

    def between(self, since: date, until: date) -> "Facts":
        """Reported from one day to another, both included; of rows in the order of their days."""
        first, last = np.searchsorted(self["reported"], (number(since), number(until) + 1))
        return self.where(slice(first, last))

    def of(self, **ids: int | None) -> "Facts":
        """Those of a categorie, a quartier, a commune; None asks for nothing."""
        wanted = {name: pk for name, pk in ids.items() if pk is not None}
        if not wanted:
            return self
        return self.where(np.logical_and.reduce([self[name] == pk for name, pk in wanted.items()]))


@dataclass(frozen=True)
class _Pass:
    key: tuple[Any, ...]
    begun: float
    cost: float
    facts: Facts


_kept: list[_Pass] = []  # of this process; one at most


def facts() -> Facts:
    """All of them, from the pass that is kept or a new one."""
    key, now = _key(), monotonic()
    if _kept and (_kept[0].key == key or _still_good(_kept[0], key, now)):
        return _kept[0].facts
    made = Facts(read_columns(), timezone.now())
    _kept[:] = [_Pass(key, now, monotonic() - now, made)]
    return made


def forget() -> None:
    """Count again: for a database that went back in time, as those of tests do."""
    _kept.clear()


def number(day: date) -> int:
    """A day as the columns hold it."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _key() -> tuple[Any, ...]:
    """What the figures depend on; how many there are tells of what was removed without a line of history."""
    counted = Filters(couches=("signalements",)).counted_by_kind()
    return (timezone.localdate(), sum(counted.values()), *stamp())


def _still_good(kept: _Pass, key: tuple[Any, ...], now: float) -> bool:
    """Whether a pass that something has moved since still serves: never beyond its day."""
    return kept.cost > CHEAP and kept.key[0] == key[0] and now - kept.begun < KEPT_FOR * kept.cost
