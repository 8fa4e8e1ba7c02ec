"""In which order to go from place to place: the solver's answer, never longer than what anybody would have done.

VROOM (a travelling-salesman solver that has long been looked after) works on whole numbers and on places that can all
be reached; the order of the list and « always the nearest » are what it is compared with, and beaten or kept.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

DECIMETRES: Final = 10
THOROUGH: Final = 5  # VROOM's exploration level, 0 to 5: half a second for sixty places
Order = list[int]


def length(metres: np.ndarray, order: Sequence[int], *, returns: bool = False) -> float:
    """Metres of the places in that order, with the way back to the first when it `returns`."""
    total = sum(float(metres[one, other]) for one, other in pairwise(order))
    return total + (float(metres[order[-1], order[0]]) if returns and len(order) > 1 else 0.0)


def best_order(metres: np.ndarray, *, returns: bool = False) -> Order:
    """The shortest order found, from place 0; `metres[i, j]` is finite, and need not be the same both ways."""
    count = len(metres)
    if count < 3:
        return list(range(count))
    tried = [solved(metres, returns=returns), nearest_next(metres), list(range(count))]
    return min(tried, key=lambda order: length(metres, order, returns=returns))


def nearest_next(metres: np.ndarray) -> Order:
    """From place 0, always the nearest of those left."""
    order, left = [0], set(range(1, len(metres)))
    while left:
        order.append(min(left, key=lambda place: (metres[order[-1], place], place)))
        left.remove(order[-1])
    return order


def solved(metres: np.ndarray, *, returns: bool, exploration: int = THOROUGH) -> Order:
    """VROOM's order, from place 0."""
    import vroom  # a second to load, for the few requests that order a round

    problem = vroom.Input()
    problem.set_durations_matrix("car", np.rint(metres * DECIMETRES).astype(np.uint32))
    problem.add_vehicle(vroom.Vehicle(1, start=0, end=0 if returns else None))
    problem.add_job([vroom.Job(place, location=place) for place in range(1, len(metres))])
    steps = problem.solve(exploration_level=exploration, nb_threads=2).routes
    return [0, *(int(place) for place in steps[steps["type"] == "job"]["id"])]
