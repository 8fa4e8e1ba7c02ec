"""Fiches as columns of numbers, in Morton order: every cell of every zoom is one run of rows, found by bisection.

No database here. A million fiches take 75 MB and some 10 ms to count, whatever the filter; a street microseconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, Self

import numpy as np

Array = np.ndarray
SUMMED: Final = 14  # level of cells: those of the tiles of zoom 11
SUMMED_SHIFT: Final = 2 * (31 - SUMMED)
SECOND_BITS: Final = 35  # five centuries on each side of 1970; addresses name days from 1900 to 2200
SECONDS: Final = (1 << SECOND_BITS) - 1
CHUNK: Final = 1 << 16  # rows counted at a time, so that what is computed on the way stays in the processor's cache
TYPES: Final = {
    "quad": np.int64,
    "x": np.int32,
    "y": np.int32,
    "fiche": np.int64,
    "created": np.int64,
    "code": np.uint16,
    "rue": np.int32,
    "iris": np.int32,
    "quartier": np.int32,
    "commune": np.int32,
    "sign": np.int8,
}


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One row for each arrival (`sign` 1) or departure (−1) of a fiche; all columns have the same length."""

    quad: Array  # place in Morton order, of 1/2³¹ of the web Mercator square
    x: Array  # in 1/2³¹ of the square, from its north-west corner
    y: Array
    fiche: Array  # id
    created: Array  # seconds since 1970, rounded down: days begin on whole seconds
    code: Array  # theme and stage in one number (`tiles.pyramid.Themes`)
    rue: Array  # ids; 0 where there is none
    iris: Array
    quartier: Array
    commune: Array
    sign: Array

    @classmethod
    def empty(cls) -> Self:
        """No row."""
        return cls(**{name: np.empty(0, kind) for name, kind in TYPES.items()})

    @classmethod
    def of(cls, **columns: Array) -> Self:
        """From arrays of any integer type; `quad` is made from `x` and `y`."""
        quad = spread(columns["x"]) | spread(columns["y"]) << 1
        return cls(quad=quad, **{name: columns[name].astype(TYPES[name]) for name in TYPES if name != "quad"})

    def __len__(self) -> int:
        return len(self.quad)

    def take(self, which: Any) -> Self:
        """The rows that a slice, a mask or positions choose; a slice copies nothing."""
        return type(self)(*(getattr(self, one.name)[which] for one in fields(self)))

    def run(self, first: int, last: int) -> slice:
        """The rows from one place to another, both included, when these are in order."""
        start, stop = np.searchsorted(self.quad, (first, last + 1))
        return slice(int(start), int(stop))

    def within(self, first: int, last: int) -> Self:
        """The rows from one place to another, both included, when these are in no order."""
        return self.take((self.quad >= first) & (self.quad <= last))

    def chunks(self, run: slice) -> Iterator[Self]:
        """A run, piece by piece."""
        for start in range(run.start, run.stop, CHUNK):
            yield self.take(slice(start, min(start + CHUNK, run.stop)))

    def in_order(self) -> Self:
        """The same rows in Morton order."""
        return self.take(np.argsort(self.quad, kind="stable"))

    def settled(self) -> Self:
        """Without the departures and the arrivals that they undo: then every row is a fiche that is there."""
        leaving = self.fiche[self.sign < 0]
        if not len(leaving):
            return self
        touched = np.isin(self.fiche, leaving)
        some = self.take(touched)
        said = [getattr(some, one.name) for one in fields(some) if one.name != "sign"]
        order = np.lexsort(said)
        differs = np.zeros(len(order), bool)
        differs[:1] = True
        for column in said:
            differs[1:] |= np.diff(column[order]) != 0
        starts = np.flatnonzero(differs)
        present = np.add.reduceat(some.sign[order].astype(np.int64), starts) > 0
        return joined([self.take(~touched), some.take(order[starts[present]]).arrived()])

    def arrived(self) -> Self:
        """The same rows, as arrivals."""
        return type(self)(*(getattr(self, one.name) for one in fields(self)[:-1]), np.ones(len(self), np.int8))


@dataclass(frozen=True, eq=False)
class Ordered:
    """Rows in Morton order, all arrivals, and their sums, for tiles that hold a great part of them."""

    rows: Columns

    @cached_property
    def sums(self) -> "Sums":
        """Made once for the same rows, when first asked for."""
        return Sums.of(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """How many rows of each code lie in each cell of SUMMED, and the sums of their positions, over any period.

    A group is one cell and one code; its rows go from the oldest to the newest, and `x` and `y` are running totals:
    where a period begins and ends in each group is found by bisection, whatever lies between.
    """

    quad: Array  # of each group: where the cell begins, in Morton order
    code: Array
    edges: Array  # the row at which each group begins; and the end of the last
    when: Array  # of each row: its group and second in one number, in order
    x: Array  # totals before each row; and of all
    y: Array

    @classmethod
    def of(cls, rows: Columns) -> Self:
        """The sums of rows in Morton order."""
        cell = rows.quad >> SUMMED_SHIFT
        first = np.flatnonzero(np.diff(cell, prepend=-1))  # of each cell
        within = np.repeat(np.arange(len(first)), np.diff(first, append=len(cell)))
        codes = int(rows.code.max(initial=0)) + 1
        when = (within * codes + rows.code) << SECOND_BITS | _seconds(rows.created)
        order = np.argsort(when)
        when = when[order]
        group = when >> SECOND_BITS
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        places, code = np.divmod(group[starts], codes)
        when = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(cell))) << SECOND_BITS | when & SECONDS
        x, y = (np.concatenate([[0], np.cumsum(values[order], dtype=np.int64)]) for values in (rows.x, rows.y))
        return cls(cell[first[places]] << SUMMED_SHIFT, code, np.append(starts, len(cell)), when, x, y)

    def over(self, places: tuple[int, int], codes: Array | None, since: int | None, until: int | None) -> list[Array]:
        """Quad, code, number and sums of x and y of the groups between two places, both included.

        `codes` says which are kept (None: all), of what was created from `since` on and before `until`, in seconds
        since 1970 (None: no such limit).
        """
        run = np.arange(*np.searchsorted(self.quad, (places[0], places[1] + 1)))
        groups = run if codes is None else run[codes[self.code[run]]]
        starts, stops = self.edges[groups], self.edges[groups + 1]
        if since is not None:
            starts = np.searchsorted(self.when, groups << SECOND_BITS | _seconds(since))
        if until is not None:
            stops = np.searchsorted(self.when, groups << SECOND_BITS | _seconds(until))
        sums = (total[stops] - total[starts] for total in (self.x, self.y))
        return [self.quad[groups], self.code[groups], stops - starts, *sums]


def _seconds(created: Any) -> Any:
    """Seconds since 1970 as whole numbers from 0 on; what is centuries away is the same as what no period reaches."""
    half = 1 << SECOND_BITS - 1
    return np.clip(created, -half, half - 1).astype(np.int64) + half


def joined(parts: Sequence[Columns]) -> Columns:
    """The rows of all, one after the other."""
    return Columns(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Columns)))


def spread(values: Array) -> Array:
    """The bits of whole numbers under 2³¹ moved apart, for others to be put between: half of a Morton number."""
    bits = values.astype(np.int64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | bits << shift) & mask
    return bits
