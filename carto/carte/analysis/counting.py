"""How many contributions, of which layer and theme, when: exact, from the counter of the map (the setting COMPTEUR)."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.functional import Promise

from carto.carte.analysis.asked import Window, unbegun
from carto.carte.rhythm import Rhythm, rhythm
from carto.fiches.filters import Filters
from carto.fiches.layers import layers
from carto.fiches.models import Theme

Groups = dict[tuple[Any, ...], int]
Days = Counter[date]


def counts_by(filters: Filters, *names: str) -> Groups:
    """How many fiches of the view share a kind and each of `names`: theme, date, commune, quartier, iris.

    Places are ids, 0 for none.
    """
    return import_module(settings.COMPTEUR).sums_by(filters, ["couche", *names])


@dataclass(frozen=True)
class Series:
    """One layer or theme: all that the view holds of it, how many in the period and the one before, and each bar."""

    code: str
    label: str | Promise
    total: int
    now: int
    before: int
    bars: tuple[int, ...]

    @property
    def change(self) -> int:
        """How many more (fewer, under 0) than in the period before."""
        return self.now - self.before


@dataclass(frozen=True)
class Counted:
    """The contributions of a view: all together, by layer, by theme; the two groups have the same sum, the total."""

    whole: Series
    kinds: tuple[Series, ...]
    themes: tuple[Series, ...]
    frame: Rhythm = field(repr=False)
    window: Window


def counted(filters: Filters) -> Counted:
    """Count a view, whose period may have begun on any day."""
    window, frame = Window.of(filters), rhythm(filters)
    whole: Days = Counter()
    kinds: dict[str, Days] = defaultdict(Counter)
    themes: dict[str, Days] = defaultdict(Counter)
    for (kind, theme, day), n in counts_by(unbegun(filters), "theme", "date").items():
        for days in (whole, kinds[kind], themes[theme]):
            days[day] += n

    def series(days: Days, code: str, label: str | Promise) -> Series:
        told = _bars(days, filters, [bar.since for bar in frame.bars])
        now, before = (_between(days, *ends) for ends in ((window.since, window.until), window.before))
        return Series(code, label, sum(told), now, before, tuple(told))

    named = Theme.objects.order_by("order", "name").values_list("code", "name")
    by_kind = [series(kinds[each.kind.value], each.name, each.label) for each in layers() if each.name in of(filters)]
    by_theme = [series(themes[code], code, name) for code, name in named if code in themes]
    return Counted(series(whole, "", ""), tuple(by_kind), tuple(_told(by_theme)), frame, window)


def of(filters: Filters) -> Collection[str]:
    """The names of the layers that a view holds."""
    return filters.couches or [layer.name for layer in layers()]


def _told(themes: Iterable[Series]) -> list[Series]:
    """Those that the two periods or the view hold something of, the most first."""
    kept = [one for one in themes if one.total or one.now or one.before]
    return sorted(kept, key=lambda one: -one.total)


def _bars(days: Days, filters: Filters, starts: list[date]) -> list[int]:
    """The days of the view in its bars; those before the first bar are in it, as in the rhythm of the map."""
    bars = [0] * len(starts)
    for day, n in days.items():
        if starts and (filters.depuis is None or day >= filters.depuis):
            bars[max(bisect_right(starts, day) - 1, 0)] += n
    return bars


def _between(days: Days, first: date, last: date) -> int:
    return sum(n for day, n in days.items() if first <= day <= last)
