"""What a whole view counts, by kind, by day and by place: the same numbers as its tiles (the setting COMPTEUR)."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from django.db.models import Model

from carto.fiches.filters import Filters
from carto.fiches.layers import layer_named
from carto.territoires.models import Rue, Territoire
from tiles.pyramid.choice import Choice
from tiles.pyramid.columns import Array, Columns
from tiles.pyramid.days import CALENDAR, parts_of, ranked
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
        rank, days = ranked(rows.created)
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
    found = sums_by(filters, names)
    told = [PLACED[name](found, rank) if name in PLACED else None for rank, name in enumerate(names)]
    summed: Counter[tuple[str, ...]] = Counter()
    for keys, n in found.items():
        summed[tuple(key if known is None else known.get(key, "") for key, known in zip(keys, told, strict=True))] += n
    return dict(+summed)


def sums_by(filters: Filters, names: Sequence[str]) -> Counter[tuple[Any, ...]]:
    """The same in one pass with the places as ids (0 for none), and `date` (of the city) besides."""
    found: Counter[tuple[Any, ...]] = Counter()
    themes = image().themes
    for kind, rows in _kept(_kinds(filters), filters):
        if len(rows):
            found.update(_combined([_grouped(name, kind, rows, themes) for name in names], rows.sign))
    return Counter({keys: n for keys, n in found.items() if n})


def _combined(parts: list[tuple[Array, list[Any]]], sign: Array) -> dict[tuple[Any, ...], int]:
    """The sums of the combinations of some rows, each part being the rank of each row among its values."""
    rank = np.zeros(len(sign), np.int64)
    for ranks, values in parts:
        rank = rank * len(values) + ranks
    if math.prod(len(values) for _ranks, values in parts) <= DENSE:
        sums = _sums(rank, sign)
        kept = np.flatnonzero(sums)
        sums = sums[kept]
    else:
        kept, where = np.unique(rank, return_inverse=True)
        sums = _sums(where, sign)
    found = {}
    for number, n in zip(kept.tolist(), sums.tolist(), strict=True):
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
    if name in PLACED or name == "iris":
        return _ranked(getattr(rows, name))
    return parts_of(name, rows.created) if name in CALENDAR else ranked(rows.created)


def _ranked(ids: Array) -> tuple[Array, list[int]]:
    """The rank of each id among those that are there, and these; those of a city's places are never far apart."""
    low = int(ids.min())
    if np.ptp(ids) > DENSE:
        held, ranks = np.unique(ids, return_inverse=True)
        return ranks, held.tolist()
    held = np.flatnonzero(np.bincount(ids - low))
    rank_of = np.zeros(held[-1] + 1, np.int64)
    rank_of[held] = np.arange(len(held))
    return rank_of[ids - low], (held + low).tolist()


def _codes(model: type[Model]) -> Callable[[Counter[tuple[Any, ...]], int], dict[int, str]]:
    """The codes of the places that stand at a rank of some combinations, by their ids."""

    def codes(found: Counter[tuple[Any, ...]], rank: int) -> dict[int, str]:
        ids = {keys[rank] for keys in found}
        return dict(model._base_manager.filter(pk__in=ids).values_list("pk", "code"))

    return codes


PLACED: Final = {"commune": _codes(Territoire), "quartier": _codes(Territoire), "rue": _codes(Rue)}
DENSE: Final = 1 << 18  # combinations: so few are counted without being put in order first
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
