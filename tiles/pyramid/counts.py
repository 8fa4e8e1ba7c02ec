"""What a whole view counts, by kind, by day and by place: the same numbers as its tiles (the setting COMPTEUR)."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.layers import layer_named
from carto.fiches.querysets import day_begins
from tiles.pyramid.choice import Choice
from tiles.pyramid.columns import Array, Columns
from tiles.pyramid.entries import KINDS
from tiles.pyramid.image import image


def counts_by_kind(filters: Filters) -> dict[str, int]:
    """How many fiches of each kind the filters keep; kinds without any are absent."""
    found: Counter[str] = Counter()
    for kind, rows in _kept(_kinds(filters), filters):
        found[kind] += int(rows.sign.sum())
    return dict(+found)


def counts_by_day(filters: Filters) -> dict[date, int]:
    """How many fiches were made on each day of the city's time zone, in order; days without any are absent."""
    found: Counter[date] = Counter()
    for _kind, rows in _kept(_kinds(filters), filters):
        if not len(rows):
            continue
        days, midnights = _days(_near(rows.created.min(), -1), _near(rows.created.max(), 2), str(_zone()))
        rank = np.searchsorted(midnights, rows.created, side="right") - 1
        for place in np.flatnonzero(sums := _sums(rank, rows.sign)):
            found[days[place]] += int(sums[place])
    return dict(sorted((+found).items()))


def counts_by_place(place: Callable[[Columns], Array], filters: Filters) -> dict[int, int]:
    """How many fiches each place holds under the filters, by its id; `place` tells each row's, 0 for none."""
    found: Counter[int] = Counter()
    for _kind, rows in _kept(_kinds(filters), filters):
        ids, rank = np.unique(place(rows), return_inverse=True)
        found.update(dict(zip(ids.tolist(), _sums(rank, rows.sign).tolist(), strict=True)))
    return {pk: n for pk, n in found.items() if pk and n}


def _kinds(filters: Filters) -> Sequence[str]:
    return [layer_named(name).kind.value for name in filters.couches] or KINDS


def _kept(kinds: Sequence[str], filters: Filters) -> Iterator[tuple[str, Columns]]:
    """Every row that the filters keep, piece by piece, with its kind."""
    now = image()
    choice = Choice.of(filters, now.themes)
    for kind in kinds:
        base, tail = now.parts(kind)
        for rows in (*base.chunks(slice(0, len(base))), tail):
            yield kind, rows.take(choice.kept(rows))


def _sums(rank: Array, sign: Array) -> Array:
    return np.bincount(rank, sign).astype(np.int64)


def _zone() -> object:
    return timezone.get_current_timezone()


def _near(second: int, days: int) -> date:
    """The day of a moment in universal time, and some days on: a city's own is never further away."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(second), days=days)).date()


@lru_cache(maxsize=64)
def _days(first: date, last: date, _zone: str) -> tuple[list[date], Array]:
    """Every day from one to another, and the second since 1970 at which each begins in the city."""
    days = [first + timedelta(days=rank) for rank in range((last - first).days + 1)]
    return days, np.array([int(day_begins(day).timestamp()) for day in days], np.int64)
