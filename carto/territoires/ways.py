"""The ways between places set on a street network: metres from each to each, and the line that one follows."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import numpy as np
from django.contrib.gis.geos import Point

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

from carto.territoires.streets import HAIR, Line, Network, Spot


class Ways:
    """Between `places` (SRID 4326): `metres[i, j]` from i to j, infinite where none leads, the steps aside included."""

    def __init__(self, network: Network, places: Sequence[Point]) -> None:
        from scipy.sparse.csgraph import dijkstra  # a second to load, for the few requests that need it

        self.network, self.places = network, places
        self.spots = [network.spot(place) for place in places]
        known = [rank for rank, spot in enumerate(self.spots) if spot]
        count = len(places)
        self.metres = np.full((count, count), np.inf)
        self._rows: dict[int, np.ndarray] = {}
        if known:
            own = [network.nodes + rank for rank in known]
            found, before = dijkstra(self._matrix, indices=own, return_predecessors=True)
            gaps = np.array([self.spots[rank].gap for rank in known])
            self.metres[np.ix_(known, known)] = found[:, own] + gaps[:, None] + gaps[None, :]
            self._rows = {rank: before[row] for row, rank in enumerate(known)}
        np.fill_diagonal(self.metres, 0)

    @cached_property
    def _matrix(self) -> "csr_matrix":
        """The network with each place as one more crossing, on its street."""
        from scipy.sparse import csr_matrix

        moves, more = self.network.moves, self._moves()
        ends = np.array(list(more), dtype=np.int32).reshape(-1, 2)
        first, last = np.concatenate([moves[0], ends[:, 0]]), np.concatenate([moves[1], ends[:, 1]])
        size = self.network.nodes + len(self.places)
        return csr_matrix((np.concatenate([moves[2], list(more.values())]), (first, last)), shape=(size, size))

    def _moves(self) -> dict[tuple[int, int], float]:
        """From each place to the ends of its street and back, and to those on the same street, where it is open."""
        found: dict[tuple[int, int], float] = defaultdict(lambda: np.inf)
        sharing = defaultdict(list)
        for rank, spot in enumerate(self.spots):
            if spot:
                sharing[spot.street].append((self.network.nodes + rank, spot.share))
        for street, here in sharing.items():
            first, last = self.network.ends[street].tolist()
            for one, other in permutations([(first, 0.0), (last, 1.0), *here], 2):
                forwards, backwards = self.network.ways[street]
                is_open = (forwards and one[1] <= other[1]) or (backwards and one[1] >= other[1])
                if is_open and max(one[0], other[0]) >= self.network.nodes:
                    metres = max(abs(one[1] - other[1]) * self.network.metres[street], HAIR)
                    found[one[0], other[0]] = min(found[one[0], other[0]], metres)
        return found

    def line(self, order: Sequence[int]) -> Line:
        """The line through the places in that order (degrees), from each to the next along the streets."""
        drawn: Line = []
        for start, end in pairwise(order):
            drawn += self._between(start, end)
        return drawn

    def _between(self, start: int, end: int) -> Line:
        own, row = self.network.nodes, self._rows[start]
        nodes = [own + end]
        while nodes[-1] != own + start:
            nodes.append(int(row[nodes[-1]]))
        line = [self.places[start].tuple]
        for one, other in pairwise(reversed(nodes)):
            line += self._piece(one, other)
        return [*line, self.places[end].tuple]

    def _piece(self, one: int, other: int) -> Line:
        """From a crossing or place to the next one."""
        spots = [self._spot(node) for node in (one, other)]
        street = next((spot.street for spot in spots if spot), None)
        if street is None:
            street = self.network.shortest[one, other]
        ends = self.network.ends[street].tolist()
        if ends[0] == ends[1]:  # a loop is left and entered at either end, the nearer
            inner = next((spot.share for spot in spots if spot), 0.5)
            ends_share = 0.0 if inner <= 0.5 else 1.0
            shares = [spot.share if spot else ends_share for spot in spots]
        else:
            shares = [
                spot.share if spot else float(ends.index(node)) for spot, node in zip(spots, (one, other), strict=True)
            ]
        return self.network.part(street, *shares)

    def _spot(self, node: int) -> Spot | None:
        return self.spots[node - self.network.nodes] if node >= self.network.nodes else None
