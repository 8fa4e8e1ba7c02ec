"""What a tile's cells hold under the map's filters: pins where they are few, clusters where they are many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from carto.fiches.filters import Filters
from tiles.grid import CELLS, DEEPEST, Tile, cell_tile
from tiles.pyramid.choice import Choice
from tiles.pyramid.columns import Array, Columns, joined
from tiles.pyramid.entries import STAGES, State
from tiles.pyramid.image import Image, Themes, image

PINS_MOST: Final = 100  # of a kind in a tile of 512 pixels: those of the emptiest cells first


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

    pins: list[int]  # ids
    clusters: list[Cluster]


@dataclass(frozen=True, eq=False)
class Tally:
    """How many fiches of one kind lie in each cell of a tile, and where in the mean."""

    tile: Tile
    counts: Array  # cell × theme × stage
    x: Array  # by cell: sums, from the tile's own corner, so that they stay whole in floating point
    y: Array

    @property
    def totals(self) -> Array:
        """How many in each cell."""
        return self.counts.sum((1, 2))

    @property
    def pinned(self) -> Array:
        """Which cells are drawn pin by pin: the emptiest ones, as long as a tile can show them."""
        totals = self.totals
        order = np.argsort(totals, kind="stable")
        pinned = np.zeros(CELLS, bool)
        pinned[order] = np.cumsum(totals[order]) <= PINS_MOST
        return pinned & (totals > 0)

    def clusters(self, kind: str, cells: Array, themes: Themes) -> Iterator[Cluster]:
        """One for each of these cells, by their place."""
        by_order = sorted(range(len(themes.told)), key=lambda rank: themes.told[rank][::-1])
        west, north = self.tile.corner
        for cell in np.flatnonzero(cells):
            counts = self.counts[cell]
            n = int(counts.sum())
            most = by_order[int(counts.sum(1)[by_order].argmax())]
            stages = dict(zip(STAGES, counts.sum(0).tolist(), strict=True))
            x, y = west + int(self.x[cell]) // n, north + int(self.y[cell]) // n
            quad = self.tile.quads[0] + int(cell)
            yield Cluster(kind, self.tile.level, quad, n, x, y, themes.told[most][0], stages)


def held(tile: Tile, kinds: Sequence[str], filters: Filters, state: State | None = None) -> Held:
    """What a tile of any zoom holds of these kinds; `state`: as just read, to spare reading it again."""
    now = image(state)
    choice = Choice.of(filters, now.themes)
    pins: list[int] = []
    clusters: list[Cluster] = []
    for kind in kinds:
        tally = tally_of(tile, now, kind, choice)
        pinned = tally.pinned
        if pinned.any():
            pins += _rows(tile, now, kind, pinned, choice).fiches().tolist()
        clusters += tally.clusters(kind, (tally.totals > 0) & ~pinned, now.themes)
    return Held(pins, clusters)


def tally_of(tile: Tile, now: Image, kind: str, choice: Choice) -> Tally:
    """Count one kind in a tile's cells."""
    codes = len(now.themes.told) * len(STAGES)
    counts, x, y = np.zeros(CELLS * codes), np.zeros(CELLS), np.zeros(CELLS)
    west, north = tile.corner
    for rows, sign in _pieces(tile, now, kind, choice):
        cell = tile.cell_of(rows.quad)
        counts += np.bincount(cell * codes + rows.code, sign, CELLS * codes)
        x += np.bincount(cell, (rows.x - west) * (1 if sign is None else sign), CELLS)
        y += np.bincount(cell, (rows.y - north) * (1 if sign is None else sign), CELLS)
    return Tally(tile, counts.astype(np.int64).reshape(CELLS, -1, len(STAGES)), x, y)


def _pieces(tile: Tile, now: Image, kind: str, choice: Choice) -> Iterator[tuple[Columns, Array | None]]:
    """The rows that a tile keeps of a kind: those in order piece by piece, all arrivals; then the others, signed."""
    base, tail = now.parts(kind)
    for rows in base.chunks(base.run(*tile.places)):
        yield choice.keep(rows), None
    if len(tail) and len(rows := choice.keep(tail.within(*tile.places))):
        yield rows, rows.sign


def _rows(tile: Tile, now: Image, kind: str, cells: Array, choice: Choice) -> Columns:
    """The rows that these cells of a tile keep."""
    base, tail = now.parts(kind)
    edges = np.searchsorted(base.quad, tile.cell_places)
    runs = [np.arange(edges[cell], edges[cell + 1]) for cell in np.flatnonzero(cells)]
    near = tail.within(*tile.places)
    found = joined([base.take(np.concatenate(runs)), near.take(cells[tile.cell_of(near.quad)])])
    return choice.keep(found)


@dataclass(frozen=True)
class Opening:
    """Where a cluster comes apart."""

    fiches: Array  # ids
    west: int  # the box of their pins, in 1/2³¹ of the square
    north: int
    east: int
    south: int
    zoom: int | None  # the first at which a tile shows them as more than one disc; None when none does


def opening(kind: str, level: int, quad: int, filters: Filters) -> Opening | None:
    """Where the cluster of a cell comes apart; None when the filters leave nothing in it."""
    tile, cell = cell_tile(level, quad)
    now = image()
    choice = Choice.of(filters, now.themes)
    rows = _rows(tile, now, kind, np.arange(CELLS) == cell, choice).settled()
    if not len(rows):
        return None
    zooms = range(tile.z + 1, DEEPEST + 1)
    zoom = next((z for z in zooms if _apart(rows, z, now, kind, choice)), None)
    return Opening(rows.fiche, rows.x.min(), rows.y.min(), rows.x.max(), rows.y.max(), zoom)


def _apart(rows: Columns, z: int, now: Image, kind: str, choice: Choice) -> bool:
    """Whether tiles of this zoom show these rows in several cells, or pin by pin."""
    level = Tile(z, 0, 0).level
    first, last = (int(place) >> Tile.shift_of(level) for place in (rows.quad.min(), rows.quad.max()))
    if first != last:
        return True
    tile, cell = cell_tile(level, first)
    return bool(tally_of(tile, now, kind, choice).pinned[cell])


def counts_by(column: str, kinds: Sequence[str], filters: Filters) -> dict[int, int]:
    """How many fiches each `rue`, `iris`, `quartier` or `commune` (`column`) holds under the filters, by its id."""
    now = image()
    choice = Choice.of(filters, now.themes)
    found: dict[int, int] = {}
    for kind in kinds:
        base, tail = now.parts(kind)
        pieces = [*base.chunks(slice(0, len(base))), tail]
        for rows in (choice.keep(piece) for piece in pieces):
            ids, rank = np.unique(getattr(rows, column), return_inverse=True)
            sums = np.bincount(rank, rows.sign, len(ids)).astype(np.int64)
            for pk, n in zip(ids.tolist(), sums.tolist(), strict=True):
                found[pk] = found.get(pk, 0) + n
    return {pk: n for pk, n in found.items() if pk and n}
