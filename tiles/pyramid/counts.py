"""What a whole view counts, by kind, by day and by place: the same numbers as its tiles (the setting COMPTEUR)."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
from django.db.models import Model
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.layers import layer_named
from carto.fiches.querysets import day_begins
from carto.territoires.models import Rue, Territoire
from tiles.pyramid.choice import Choice
from tiles.pyramid.columns import Array, Columns
from tiles.pyramid.entries import KINDS, STAGES
from tiles.pyramid.image import Themes, image


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


def counts_by(filters: Filters, names: Sequence[str]) -> dict[tuple[str, ...], int] | None:
    """How many fiches have each combination of values, `{("voirie", "2026-01"): 12}`; those without any are absent.

    `names` are codes of dimensions (carto.fiches.grouping); None when one of them is no column.
    """
    if not set(names) <= GROUPED:
        return None
    found: Counter[tuple[Any, ...]] = Counter()
    themes = image().themes
    for kind, rows in _kept(_kinds(filters), filters):
        if len(rows):
            found.update(_combined([_grouped(name, kind, rows, themes) for name in names], rows.sign))
    told = [PLACED[name](found, rank) if name in PLACED else None for rank, name in enumerate(names)]
    summed: Counter[tuple[str, ...]] = Counter()
    for keys, n in found.items():
        summed[tuple(key if known is None else known.get(key, "") for key, known in zip(keys, told, strict=True))] += n
    return dict(+summed)


def _combined(parts: list[tuple[Array, list[Any]]], sign: Array) -> dict[tuple[Any, ...], int]:
    """The sums of the combinations of some rows, each part being the rank of each row among its values."""
    rank = np.zeros(len(sign), np.int64)
    for ranks, values in parts:
        rank = rank * len(values) + ranks
    kept, where = np.unique(rank, return_inverse=True)
    found = {}
    for number, n in zip(kept.tolist(), _sums(where, sign).tolist(), strict=True):
        keys = []
        for _ranks, values in reversed(parts):
            number, own = divmod(number, len(values))
            keys.append(values[own])
        found[tuple(reversed(keys))] = n
    return found


def _grouped(name: str, kind: str, rows: Columns, themes: Themes) -> tuple[Array, list[Any]]:
    """The values of a dimension, and for each row the rank of its own: codes, or ids of places."""
    if name == "couche":
        return np.zeros(len(rows), np.int64), [kind]
    if name in ("theme", "etape"):
        theme, stage = np.divmod(rows.code, len(STAGES))
        return (theme, [code for code, _order in themes.told]) if name == "theme" else (stage, list(STAGES))
    if name in PLACED:
        ids, ranks = np.unique(getattr(rows, name), return_inverse=True)
        return ranks, ids.tolist()
    days, midnights = _days(_near(rows.created.min(), -1), _near(rows.created.max(), 2), str(_zone()))
    said = [CALENDAR[name](day) for day in days]
    values = list(dict.fromkeys(said))
    rank_of = {value: rank for rank, value in enumerate(values)}
    ranks = np.array([rank_of[value] for value in said], np.int64)
    return ranks[np.searchsorted(midnights, rows.created, side="right") - 1], values


def _codes(model: type[Model]) -> Callable[[Counter[tuple[Any, ...]], int], dict[int, str]]:
    """The codes of the places that stand at a rank of some combinations, by their ids."""

    def codes(found: Counter[tuple[Any, ...]], rank: int) -> dict[int, str]:
        ids = {keys[rank] for keys in found}
        return dict(model._base_manager.filter(pk__in=ids).values_list("pk", "code"))

    return codes


PLACED: Final = {"commune": _codes(Territoire), "quartier": _codes(Territoire), "rue": _codes(Rue)}
CALENDAR: Final[dict[str, Callable[[date], str]]] = {
    "an": lambda day: str(day.year),
    "mois": lambda day: f"{day:%Y-%m}",
    "jour": lambda day: str(day.isoweekday()),
}
GROUPED: Final = {"couche", "theme", "etape", *PLACED, *CALENDAR}


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
