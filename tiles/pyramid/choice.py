"""The map's filters as tests on columns: what a view keeps, row by row."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Final

import numpy as np

from carto.fiches.filters import Filters
from carto.fiches.models import Etiquetage
from carto.fiches.querysets import day_begins, day_ends
from carto.territoires.models import Level, Rue, Territoire
from tiles.pyramid.columns import Array, Columns
from tiles.pyramid.days import parts_of
from tiles.pyramid.entries import STAGES
from tiles.pyramid.image import Themes

Test = Callable[[Columns], Array]
When = tuple[object, ...]  # a state of the data, and a minute
GROUPS: Final = {"commune": Territoire, "quartier": Territoire, "rue": Rue, "jour": None}  # that columns tell
COLUMN: Final = {Level.COMMUNE: "commune", Level.QUARTIER: "quartier", Level.IRIS: "iris"}


@dataclass(frozen=True)
class Choice:
    """What is kept: the rows that pass every test."""

    codes: Array | None  # whether each code is kept; None: all are
    since: int | None  # second since 1970 of the period's first day; None: no first day
    until: int | None  # second at which its last day is over
    tests: tuple[Test, ...]  # what codes and seconds do not say

    @classmethod
    def of(cls, filters: Filters, themes: Themes, when: When | None = None) -> "Choice":
        """The filters, `couches` aside: those choose among kinds, and each kind has its own columns.

        `when`: what is known until then need not be asked of the database again: a map asks for twenty tiles at once.
        """
        tests: list[Test] = []
        if filters.territoire:
            tests.append(_placed(filters.territoire))
        if filters.cadre:
            tests.append(_framed(filters))
        if filters.etiquette:
            tests.append(_tagged(filters.etiquette))
        tests += [_in_group(code, value) for code, value in filters.parmi if code in GROUPS]
        if others := tuple(part for part in filters.parmi if part[0] not in GROUPS):
            tests.append(_among(replace(filters, couches=(), parmi=others), when))
        codes = _codes(filters, themes) if filters.themes or filters.etapes else None
        # Any two days, the city's own: a day begins at its midnight.
        since = int(day_begins(filters.depuis).timestamp()) if filters.depuis else None
        until = int(day_ends(filters.jusqua).timestamp()) if filters.jusqua else None
        return cls(codes, since, until, tuple(tests))

    def kept(self, rows: Columns) -> Array | slice:
        """The positions of the rows that are kept; without tests a slice of them all, which copies nothing."""
        found = [test(rows) for test in self.tests]
        if self.since is not None:
            found.append(rows.created >= self.since)
        if self.until is not None:
            found.append(rows.created < self.until)
        if self.codes is not None:
            found.append(self.codes[rows.code])
        return np.flatnonzero(reduce(np.logical_and, found)) if found else slice(None)


def _codes(filters: Filters, themes: Themes) -> Array:
    """Theme and stage are one number: one look in a table of all of them."""
    themed = np.array([not filters.themes or code in filters.themes for code, _order in themes.told], bool)
    staged = np.array([not filters.etapes or stage in filters.etapes for stage in STAGES], bool)
    return np.logical_and.outer(themed, staged).ravel()


def _placed(code: str) -> Test:
    """In the territories or streets of that code, or the communes of the métropole of that code."""
    wanted: dict[str, list[int]] = {}
    for pk, level in Territoire.objects.filter(code=code).values_list("pk", "level"):
        wanted.setdefault(COLUMN.get(level, ""), []).append(pk)
    communes = Territoire.objects.filter(parent__code=code, level=Level.COMMUNE).values_list("pk", flat=True)
    wanted.setdefault("commune", []).extend(communes)
    wanted["rue"] = list(Rue.objects.filter(code=code).values_list("pk", flat=True))
    tests = [(column, ids) for column, ids in wanted.items() if column and ids]

    def test(rows: Columns) -> Array:
        found = (np.isin(getattr(rows, column), ids) for column, ids in tests)
        return reduce(np.logical_or, found, np.zeros(len(rows), bool))

    return test


def _framed(filters: Filters) -> Test:
    """A line touches a frame that does not hold its pin: which fiches do is asked of the database."""
    inside = Filters(cadre=filters.cadre).fiches().order_by().values_list("pk", flat=True)
    ids = np.fromiter(inside.iterator(), np.int64)
    return lambda rows: np.isin(rows.fiche, ids)


def _tagged(slug: str) -> Test:
    """Bearing that tag: no column knows it, few fiches do."""
    ids = np.fromiter(Etiquetage.objects.called(slug).values_list("fiche_id", flat=True).iterator(), np.int64)
    return lambda rows: np.isin(rows.fiche, ids)


def _in_group(code: str, value: str) -> Test:
    """In the places of that code, in none without one; or made on that day of the week."""
    if code == "jour":
        return lambda rows: _on_weekday(rows, value)
    ids = list(GROUPS[code]._base_manager.filter(code=value).values_list("pk", flat=True)) if value else [0]
    return lambda rows: np.isin(getattr(rows, code), ids)


def _on_weekday(rows: Columns, value: str) -> Array:
    if not len(rows):
        return np.zeros(0, bool)
    ranks, values = parts_of("jour", rows.created)
    return ranks == (values.index(value) if value in values else -1)


def _among(filters: Filters, when: When | None) -> Test:
    """Having the values that groups are made of: most are no column, and the other filters make them fewer."""
    ids = _known(filters, when) if when else _ids(filters)
    return lambda rows: np.isin(rows.fiche, ids)


def _ids(filters: Filters) -> Array:
    return np.fromiter(filters.fiches().order_by().values_list("pk", flat=True).iterator(), np.int64)


@lru_cache(maxsize=4)
def _known(filters: Filters, _when: When) -> Array:
    return _ids(filters)
