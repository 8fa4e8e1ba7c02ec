"""The course of a round: its places in order along the streets, its line, its length, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.contrib.gis.geos import LineString, Point

from carto.geometry import STORED
from carto.territoires.streets import METRES_PER_DEGREE, Going, Network, city_network
from carto.territoires.ways import Ways
from signalements.rounds.ordering import Order, best_order, length


@dataclass(frozen=True)
class Course:
    """`order`: ranks of the places given, the unreachable ones last; metres as found, and in the order they came in.

    `straight`: no streets are loaded here, these are distances as the crow flies.
    """

    order: Order
    unreachable: frozenset[int]
    metres: float
    naive: float
    path: LineString | None
    straight: bool


def find_course(
    places: Sequence[Point], going: Going, *, start: Point | None = None, returns: bool = False, keep: bool = False
) -> Course:
    """The shortest course through all the places (SRID 4326), from `start` or else from the first of them.

    `keep` leaves them in their order, and only measures. Ranks are those of `places`.
    """
    return course_on(city_network(going), places, start=start, returns=returns, keep=keep)


def course_on(
    network: Network | None,
    places: Sequence[Point],
    *,
    start: Point | None = None,
    returns: bool = False,
    keep: bool = False,
) -> Course:
    """The same on that network; as the crow flies without one."""
    points = [*([start] if start else []), *places]
    ways = _ways(network, points)
    reached = _reached(ways.metres)
    metres = ways.metres[np.ix_(reached, reached)]
    found = list(range(len(reached))) if keep else best_order(metres, returns=returns)
    tour = [reached[rank] for rank in found]
    drawn = tour + tour[:1] if returns else tour
    line = ways.line(drawn) if len(drawn) > 1 else []
    first = 1 if start else 0
    order = [rank - first for rank in tour if rank >= first]
    lost = [rank for rank in range(len(places)) if rank not in set(order)]
    return Course(
        order=order + lost,
        unreachable=frozenset(lost),
        metres=length(metres, found, returns=returns),
        naive=length(metres, range(len(reached)), returns=returns),
        path=LineString(line, srid=STORED) if line else None,
        straight=isinstance(ways, Straight),
    )


def nearest(here: Point, places: Sequence[Point], going: Going) -> tuple[int, float] | None:
    """Which of the places is the nearest to `here` along the streets, and its metres; None when none is reached."""
    if not places:
        return None
    away = _ways(city_network(going), [here, *places]).metres[0, 1:]
    rank = int(np.argmin(away))
    return (rank, float(away[rank])) if np.isfinite(away[rank]) else None


class Straight:
    """The same as `Ways`, as the crow flies."""

    def __init__(self, places: Sequence[Point]) -> None:
        self.places = places
        degrees = np.array([place.tuple for place in places])
        scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(degrees[:, 1].mean())), 1])
        self.metres = np.linalg.norm((degrees[:, None] - degrees[None]) * scale, axis=2)

    def line(self, order: Sequence[int]) -> list[tuple[float, float]]:
        """From place to place."""
        return [self.places[rank].tuple for rank in order]


def _ways(network: Network | None, points: Sequence[Point]) -> "Ways | Straight":
    """Along the streets; as the crow flies where there are none, or only those of another city."""
    ways = Ways(network, points) if network else None
    return ways if ways and any(ways.spots) else Straight(points)


def _reached(metres: np.ndarray) -> Order:
    """The places that can be reached from the first and left for it; when it is alone, the largest such group."""
    linked = np.isfinite(metres) & np.isfinite(metres.T)
    sizes = linked.sum(axis=1)
    heart = 0 if sizes[0] > 1 else int(np.argmax(sizes))
    return np.flatnonzero(linked[heart]).tolist()
