"""What a tile's cells hold under the map's filters: pins where they are few, clusters where they are many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from carto.fiches.filters import Filters
from tiles.grid import CELLS, DEEPEST, Tile, cell_tile
from tiles.pyramid.choice import Choice
from tiles.pyramid.columns import SUMMED, Array, Columns, joined
from tiles.pyramid.days import this_minute
from tiles.pyramid.entries import STAGES, State
from tiles.pyramid.image import Image, Themes, image

PINS_MOST: Final = 100  # of a kind in a tile of 512 pixels: that many are all drawn
PINS_BESIDE: Final = 40  # pins beside the clusters of a tile that holds more: those of the emptiest cells


@dataclass(frozen=True)
class Cluster:
    """The fiches of one kind in one cell, as the filters leave them."""

    kind: str
    level: int
    quad: int
    count: int
    x: int  # mean position, in 1/2³¹ of the web Mercator square
    y: int
    theme: str  # code of the theme that most of them have
    stages: dict[str, int]


@dataclass(frozen=True)
class Held:
    """What is drawn of a tile's fiches: some by themselves, the others by their number."""

    pins: Columns
    clusters: list[Cluster]


@dataclass(frozen=True, eq=False)
class Tally:
    """How many fiches of one kind lie in each cell of a tile, and where in the mean."""

    tile: Tile
    counts: Array  # cell × theme × stage
    x: Array  # by cell: sums, from the tile's own corner, so that they stay whole in floating point
    y: Array

    @cached_property
    def totals(self) -> Array:
        """How many in each cell."""
        return self.counts.sum((1, 2))

    @cached_property
    def pinned(self) -> Array:
        """Which cells are drawn pin by pin: all of a quiet tile, the emptiest ones of another."""
        order = np.argsort(self.totals, kind="stable")
        pinned = np.zeros(CELLS, bool)
        pinned[order] = np.cumsum(self.totals[order]) <= PINS_BESIDE
        return (self.totals > 0) & (pinned | (self.totals.sum() <= PINS_MOST))

    def clusters(self, kind: str, themes: Themes) -> Iterator[Cluster]:
        """One for each other cell, by their place."""
        cells = np.flatnonzero((self.totals > 0) & ~self.pinned)
        if not len(cells):
            return
        counts, totals, by_order = self.counts[cells], self.totals[cells], themes.by_order()
        most = by_order[counts.sum(2)[:, by_order].argmax(1)]
        west, north = self.tile.corner
        xs, ys = west + self.x[cells] // totals, north + self.y[cells] // totals
        quads, level = self.tile.quads[0] + cells, self.tile.level
        told = (quads.tolist(), totals.tolist(), xs.tolist(), ys.tolist(), most.tolist(), counts.sum(1).tolist())
        for quad, count, x, y, theme, stages in zip(*told, strict=True):
            by_stage = dict(zip(STAGES, stages, strict=True))
            yield Cluster(kind, level, quad, count, int(x), int(y), themes.told[theme][0], by_stage)


def held(tile: Tile, kinds: Sequence[str], filters: Filters, state: State | None = None) -> Held:
    """What a tile of any zoom holds of these kinds; `state`: as just read, to spare reading it again."""
    now = image(state)
    settled = filters.parmi and now.state.settled
    when = (now.database, now.state.table, *now.state.versions.items(), this_minute()) if settled else None
    choice = Choice.of(filters, now.themes, when)
    pins: list[Columns] = [Columns.empty()]
    clusters: list[Cluster] = []
    for kind in kinds:
        tally = tally_of(tile, now, kind, choice)
        if tally.pinned.any():
            pins.append(_rows(tile, now, kind, tally.pinned, choice).settled())
        clusters += tally.clusters(kind, now.themes)
    return Held(joined(pins), clusters)


def tally_of(tile: Tile, now: Image, kind: str, choice: Choice) -> Tally:
    """Count one kind in a tile's cells."""
    codes = len(now.themes.told) * len(STAGES)
    counts, x, y = np.zeros(CELLS * codes), np.zeros(CELLS), np.zeros(CELLS)
    west, north = tile.corner
    for piece in _pieces(tile, now, kind, choice):
        cell = tile.cell_of(piece.quad)
        counts += np.bincount(cell * codes + piece.code, piece.n, CELLS * codes)
        # From the tile's own corner, so that sums stay whole in floating point.
        x += np.bincount(cell, piece.x - west * (1 if piece.n is None else piece.n), CELLS)
        y += np.bincount(cell, piece.y - north * (1 if piece.n is None else piece.n), CELLS)
    return Tally(tile, counts.astype(np.int64).reshape(CELLS, -1, len(STAGES)), x, y)


class _Piece(NamedTuple):
    """Some of what a tile keeps of a kind: for each row how many fiches, and the sum of their positions."""

    quad: Array
    code: Array
    n: Array | None  # None: one each
    x: Array
    y: Array


def _pieces(tile: Tile, now: Image, kind: str, choice: Choice) -> Iterator[_Piece]:
    """What is in order, from its sums when they tell enough; then the entries that came since, with their sign."""
    base, tail = now.parts(kind)
    if tile.level <= SUMMED and not choice.tests:
        yield _Piece(*now.base[kind].sums.over(tile.places, choice.codes, choice.since, choice.until))
    else:
        for rows in base.chunks(base.run(*tile.places)):
            kept = choice.kept(rows)
            yield _Piece(rows.quad[kept], rows.code[kept], None, rows.x[kept], rows.y[kept])
    if len(tail):
        rows = tail.within(*tile.places)
        rows = rows.take(choice.kept(rows))
        sign = rows.sign.astype(np.int64)
        yield _Piece(rows.quad, rows.code, sign, rows.x * sign, rows.y * sign)


def _rows(tile: Tile, now: Image, kind: str, cells: Array, choice: Choice) -> Columns:
    """The rows that these cells of a tile keep."""
    base, tail = now.parts(kind)
    edges = np.searchsorted(base.quad, tile.cell_places)
    starts, ends = np.flatnonzero(np.diff(cells, prepend=False, append=False)).reshape(-1, 2).T
    pieces = [piece for run in zip(edges[starts], edges[ends], strict=True) for piece in base.chunks(slice(*run))]
    near = tail.within(*tile.places)
    pieces.append(near.take(cells[tile.cell_of(near.quad)]))
    return joined([piece.take(choice.kept(piece)) for piece in pieces])


@dataclass(frozen=True)
class Opening:
    """What a cluster holds, and where it comes apart."""

    rows: Columns
    zoom: int | None  # the first at which a tile shows them as more than one disc; None when none does


def opening(kind: str, level: int, quad: int, filters: Filters) -> Opening:
    """The cluster of a cell of this level; without rows when the filters leave nothing in it."""
    tile, cell = cell_tile(level, quad)
    now = image()
    choice = Choice.of(filters, now.themes)
    rows = _rows(tile, now, kind, np.arange(CELLS) == cell, choice).settled()
    deeper = range(tile.z + 1, DEEPEST + 1) if len(rows) else ()
    return Opening(rows, next((z for z in deeper if _apart(rows, z, now, kind, choice)), None))


def _apart(rows: Columns, z: int, now: Image, kind: str, choice: Choice) -> bool:
    """Whether tiles of this zoom show these rows in several cells, or pin by pin."""
    level = Tile(z, 0, 0).level
    first, last = (int(place) >> Tile.shift_of(level) for place in (rows.quad.min(), rows.quad.max()))
    if first != last:
        return True
    tile, cell = cell_tile(level, first)
    return bool(tally_of(tile, now, kind, choice).pinned[cell])
