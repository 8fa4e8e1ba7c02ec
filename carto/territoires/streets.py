"""Ways along the streets from many places to many places at once: the network as arrays, read in a moment.

OSMnx's graph takes a second to load and far longer to search from sixty places; scipy does it in a tenth of one.
`build_network` writes one file per way of going; without it nobody knows the streets here, and callers say so.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import shapely
import shapely.ops
from django.conf import settings
from django.contrib.gis.geos import Point

if TYPE_CHECKING:  # OSMnx takes seconds to load, which only `build_network` has to wait for
    import networkx

METRES_PER_DEGREE: Final = 111_195  # of latitude
TOO_FAR: Final = 500  # metres from the network: such a place is not on it
HAIR: Final = 0.001  # metres: between two places that coincide, a way of no length would be no way at all
Line = list[tuple[float, float]]  # degrees (SRID 4326)


class Going(StrEnum):
    """How one goes along the streets."""

    FOOT = "foot"
    TRUCK = "truck"


@dataclass(frozen=True)
class Spot:
    """Where a place meets the network: `street` (its rank), the `share` of it before, `gap` metres aside."""

    street: int
    share: float
    gap: float


@dataclass(frozen=True)
class Network:
    """Streets between crossings: `ends` (ranks of crossings), `metres`, `ways` (open forwards, backwards), lines.

    `coords` are degrees (SRID 4326), those of street n from `starts[n]` to `starts[n + 1]`; `nodes` crossings in all.
    """

    nodes: int
    ends: np.ndarray
    metres: np.ndarray
    ways: np.ndarray
    coords: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, graph: "networkx.MultiDiGraph") -> Self:
        """From OSMnx's graph: the two directions of a street become one street, open both ways."""
        ranks = {key: rank for rank, key in enumerate(graph.nodes)}
        streets: dict[tuple[int, int, float], list] = {}
        for first, last, data in graph.edges(data=True):
            here, there, backwards = ranks[first], ranks[last], ranks[first] > ranks[last]
            key = (min(here, there), max(here, there), round(data["length"], 2))
            ends = [(graph.nodes[name]["x"], graph.nodes[name]["y"]) for name in (first, last)]
            line = list(data["geometry"].coords) if "geometry" in data else ends
            street = streets.setdefault(key, [line[::-1] if backwards else line, [False, False]])
            street[1] = [True, True] if here == there else [street[1][0] or not backwards, street[1][1] or backwards]
        lines = [line for line, _ways in streets.values()]
        return cls(
            nodes=len(ranks),
            ends=np.array([key[:2] for key in streets], dtype=np.int32),
            metres=np.array([key[2] for key in streets]),
            ways=np.array([ways for _line, ways in streets.values()]),
            coords=np.array([place for line in lines for place in line]),
            starts=np.cumsum([0, *map(len, lines)]),
        )

    @cached_property
    def scale(self) -> np.ndarray:
        """Metres per degree here, of longitude and latitude."""
        return np.array([METRES_PER_DEGREE * np.cos(np.radians(self.coords[:, 1].mean())), METRES_PER_DEGREE])

    @cached_property
    def lines(self) -> np.ndarray:
        """The streets in metres."""
        indices = np.repeat(np.arange(len(self.metres)), np.diff(self.starts))
        return shapely.linestrings(self.coords * self.scale, indices=indices)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """To find the nearest."""
        return shapely.STRtree(self.lines)

    @cached_property
    def shortest(self) -> dict[tuple[int, int], int]:
        """The street that goes from a crossing to another, the shortest of several."""
        found: dict[tuple[int, int], int] = {}
        for rank in np.argsort(-self.metres):  # the shortest is written last
            first, last = self.ends[rank].tolist()
            found |= {(first, last): int(rank)} if self.ways[rank, 0] else {}
            found |= {(last, first): int(rank)} if self.ways[rank, 1] else {}
        return found

    def spot(self, place: Point) -> Spot | None:
        """Where one sets foot on it from a place (SRID 4326); None when every street is more than TOO_FAR."""
        point = shapely.Point(*(np.array([place.x, place.y]) * self.scale))
        rank = int(self.tree.nearest(point))
        gap = point.distance(self.lines[rank])
        return None if gap > TOO_FAR else Spot(rank, self.lines[rank].project(point, normalized=True), gap)

    def part(self, street: int, start: float, end: float) -> Line:
        """A street's line from one share of it to another, backwards when the end comes first."""
        part = shapely.ops.substring(self.lines[street], start, end, normalized=True)
        return [tuple(place) for place in (shapely.get_coordinates(part) / self.scale).tolist()]

    @cached_property
    def moves(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """From crossing to crossing: first, last, metres; once each, or a sparse matrix would add them up."""
        ends = np.array(list(self.shortest), dtype=np.int32)
        return ends[:, 0], ends[:, 1], np.maximum(self.metres[list(self.shortest.values())], HAIR)


def file_of(going: Going) -> Path:
    """Where `build_network` writes it."""
    return settings.CARTO_VAR / "network" / f"{going.value}.npz"


def write_network(graph: "networkx.MultiDiGraph", going: Going) -> None:
    """Keep the streets of OSMnx's graph as the city's, for that way of going."""
    network, target = Network.of(graph), file_of(going)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".new.npz")
    arrays = {name: getattr(network, name) for name in ("ends", "metres", "ways", "coords", "starts")}
    np.savez(draft, nodes=network.nodes, **arrays)
    draft.replace(target)


def forget_network(going: Going) -> None:
    """The city has no such streets, or is another."""
    file_of(going).unlink(missing_ok=True)


def city_network(going: Going) -> Network | None:
    """The city's streets; None where none were loaded (the schematic plan has none)."""
    path = file_of(going)
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=4)
def _read(path: Path, written_at: int) -> Network:  # another date is another file
    with np.load(path) as kept:
        arrays = {name: kept[name] for name in ("ends", "metres", "ways", "coords", "starts")}
        return Network(nodes=int(kept["nodes"]), **arrays)
