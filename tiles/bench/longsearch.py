"""The best known order of a round: a long search, that a crew could not wait for, to measure ours against.

Iterated local search: 2-opt and Or-opt (pieces of one to three places, either way round) until nothing improves, then
two pieces swapped at random, again and again; what is better is kept. Roads may be one-way: reversing has its price.
"""

import random
import time
from typing import Final

import numpy as np

LONGEST_PIECE: Final = 3
LEAST: Final = 1e-6  # metres that count as shorter
FRESH: Final = 400  # swaps without anything better, before another beginning


def long_search(metres: np.ndarray, *, returns: bool, seconds: float, seed: int = 0) -> float:
    """Metres of the best tour found from place 0 in so many seconds."""
    chance, until = random.Random(seed), time.perf_counter() + seconds
    table = _with_end(metres, returns=returns)
    best = np.inf
    while time.perf_counter() < until:
        inner = list(range(1, len(metres)))
        chance.shuffle(inner)
        tour = improved(table, np.array([0, *inner, len(metres)]))
        found, idle = _length(table, tour), 0
        while idle < FRESH and time.perf_counter() < until:
            other = improved(table, swapped(tour, chance))
            length = _length(table, other)
            idle = 0 if length < found - LEAST else idle + 1
            if length <= found:
                tour, found = other, length
        best = min(best, found)
    return float(best)


def improved(table: np.ndarray, tour: np.ndarray) -> np.ndarray:
    """The tour once neither a reversal nor a move of a piece makes it shorter."""
    while True:
        better = _reversal(table, tour)
        if better is None:
            better = _move(table, tour)
        if better is None:
            return tour
        tour = better


def swapped(tour: np.ndarray, chance: random.Random) -> np.ndarray:
    """Two neighbouring pieces change places: what no reversal undoes (« double bridge »)."""
    if len(tour) < 6:
        return tour
    one, two, three = sorted(chance.sample(range(1, len(tour)), 3))
    return np.concatenate([tour[:one], tour[two:three], tour[one:two], tour[three:]])


def _with_end(metres: np.ndarray, *, returns: bool) -> np.ndarray:
    """One more place, where every tour ends: the start again, or anywhere for nothing."""
    count = len(metres)
    table = np.zeros((count + 1, count + 1))
    table[:count, :count] = metres
    if returns:
        table[:count, count] = metres[:, 0]
    return table


def _length(table: np.ndarray, tour: np.ndarray) -> float:
    return float(table[tour[:-1], tour[1:]].sum())


def _reversal(table: np.ndarray, tour: np.ndarray) -> np.ndarray | None:
    """The best of all reversed pieces [i..j], when it is shorter."""
    steps = np.arange(1, len(tour) - 1)
    there = np.concatenate([[0], np.cumsum(table[tour[:-1], tour[1:]])])
    back = np.concatenate([[0], np.cumsum(table[tour[1:], tour[:-1]])])
    first, last = steps[:, None], steps[None, :]
    change = (
        table[tour[first - 1], tour[last]] + table[tour[first], tour[last + 1]]
        - table[tour[first - 1], tour[first]] - table[tour[last], tour[last + 1]]
        + (back[last] - back[first]) - (there[last] - there[first])
    )  # fmt: skip
    change[first >= last] = np.inf
    start, end = np.unravel_index(np.argmin(change), change.shape)
    if change[start, end] > -LEAST:
        return None
    start, end = start + 1, end + 1
    return np.concatenate([tour[:start], tour[start : end + 1][::-1], tour[end + 1 :]])


def _move(table: np.ndarray, tour: np.ndarray) -> np.ndarray | None:
    """The first piece, of the shortest, whose best other place is shorter."""
    for size in range(1, LONGEST_PIECE + 1):
        for start in range(1, len(tour) - size):
            piece = tour[start : start + size]
            rest = np.concatenate([tour[:start], tour[start + size :]])
            before, after = tour[start - 1], tour[start + size]
            gain = table[before, piece[0]] + table[piece[-1], after] - table[before, after]
            for put in (piece, piece[::-1]):
                turn = table[put[:-1], put[1:]].sum() - table[piece[:-1], piece[1:]].sum()
                cost = table[rest[:-1], put[0]] + table[put[-1], rest[1:]] - table[rest[:-1], rest[1:]] + turn
                at = int(np.argmin(cost))
                if cost[at] < gain - LEAST:
                    return np.concatenate([rest[: at + 1], put, rest[at + 1 :]])
    return None
