"""What a whole view counts, by kind, by day and by place: the same numbers as its tiles (the setting COMPTEUR)."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.layers import layer_named
from carto.fiches.querysets import day_begins
from tiles.pyramid.choice import Choice
from tiles.pyramid.columns import Array, Columns
from tiles.pyramid.entries import KINDS, STAGES
from tiles.pyramid.image import image

DENSE: Final = 1 << 20  # sums that are made whether any row has them: so many are quicker than sorting rows


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


def counts_by(filters: Filters, *names: str) -> dict[tuple[Any, ...], int]:
    """How many fiches share a kind and each of `names`, in one pass: `{("idee", "velo", date(2026, 1, 31)): 3, …}`.

    The names, one at least: `theme` (its code), `day` and `hour` (the city's own), `commune`, `quartier`, `iris` (ids,
    0 for none).
    """
    found: Counter[tuple[Any, ...]] = Counter()
    for kind, rows in _kept(_kinds(filters), filters):
        if len(rows):
            for key, n in _grouped([_READ[name](rows) for name in names], rows.sign):
                found[kind, *key] += n
    themes = image().themes.told
    said: dict[str, Callable[[int], Any]] = {"theme": lambda rank: themes[rank][0], "day": date.fromordinal}
    told = [said.get(name, int) for name in names]
    return {
        (kind, *(say(value) for say, value in zip(told, key, strict=True))): n for (kind, *key), n in found.items() if n
    }


def _grouped(columns: Sequence[Array], sign: Array) -> Iterator[tuple[tuple[int, ...], int]]:
    """The values that rows share, column by column, and the sum of their signs."""
    values = [np.arange(column.min(), column.max() + 1) for column in columns if np.ptp(column) < DENSE]
    if len(values) < len(columns) or math.prod(map(len, values)) > DENSE:
        values = [np.unique(column) for column in columns]
    spans = [len(each) for each in values]
    code = np.zeros(len(sign), np.int64)
    for column, each in zip(columns, values, strict=True):
        dense = int(each[-1] - each[0]) + 1 == len(each)
        code = code * len(each) + (column - each[0] if dense else np.searchsorted(each, column))
    groups, rank = (None, code) if math.prod(spans) <= DENSE else np.unique(code, return_inverse=True)
    sums = _sums(rank, sign)
    kept = np.flatnonzero(sums)
    places = np.unravel_index(kept if groups is None else groups[kept], spans)
    keys = zip(*(each[place].tolist() for each, place in zip(values, places, strict=True)), strict=True)
    return zip(keys, sums[kept].tolist(), strict=True)


def _day_and_second(rows: Columns) -> tuple[Array, Array]:
    """The ordinal of the day of each row in the city, and how many seconds after its midnight it was."""
    days, midnights = _days(_near(rows.created.min(), -1), _near(rows.created.max(), 2), str(_zone()))
    rank = np.searchsorted(midnights, rows.created, side="right") - 1
    return rank + days[0].toordinal(), rows.created - midnights[rank]


_READ: dict[str, Callable[[Columns], Array]] = {
    "theme": lambda rows: rows.code // len(STAGES),
    "day": lambda rows: _day_and_second(rows)[0],
    "hour": lambda rows: np.minimum(_day_and_second(rows)[1] // 3600, 23),
    "commune": lambda rows: rows.commune,
    "quartier": lambda rows: rows.quartier,
    "iris": lambda rows: rows.iris,
}
