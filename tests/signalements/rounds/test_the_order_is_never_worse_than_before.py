"""Whatever the places, the order is all of them once, and never longer than the list's or than always the nearest."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from carto.territoires.streets import Going
from signalements.rounds.course import course_on, nearest
from signalements.rounds.ordering import best_order, length, nearest_next
from tests.places import CHATEAU, COMMERCE, ILE_DE_NANTES, PLACE_ROYALE


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    """Metres between up to a dozen places, some one-way, some on top of each other."""
    count = draw(st.integers(1, 12))
    seed = draw(st.integers(0, 2**32 - 1))
    chance = np.random.default_rng(seed)
    spots = chance.uniform(0, draw(st.sampled_from([1, 50, 9000])), (count, 2))
    metres = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    if draw(st.booleans()):
        metres *= chance.uniform(1, 3, metres.shape)
    np.fill_diagonal(metres, 0)
    return metres


@given(metres=tables(), returns=st.booleans())
@settings(max_examples=60, deadline=None)
def test_it_is_a_permutation_no_longer_than_what_anybody_would_do(metres: np.ndarray, returns: bool) -> None:
    order = best_order(metres, returns=returns)
    assert sorted(order) == list(range(len(metres)))
    assert order[0] == 0
    ours = length(metres, order, returns=returns)
    assert ours <= length(metres, range(len(metres)), returns=returns) + 1e-9
    assert ours <= length(metres, nearest_next(metres), returns=returns) + 1e-9


def test_without_streets_it_is_as_the_crow_flies_and_says_so() -> None:
    course = course_on(None, [CHATEAU, ILE_DE_NANTES, PLACE_ROYALE, COMMERCE])
    assert course.straight
    assert course.order == [0, 2, 3, 1]
    assert course.metres < course.naive
    assert course.path.coords[0] == CHATEAU.tuple


def test_it_starts_from_the_depot_and_comes_back() -> None:
    course = course_on(None, [PLACE_ROYALE, CHATEAU], start=ILE_DE_NANTES, returns=True)
    assert course.path.coords[0] == course.path.coords[-1] == ILE_DE_NANTES.tuple
    assert sorted(course.order) == [0, 1]
    assert course_on(None, [PLACE_ROYALE, CHATEAU], start=ILE_DE_NANTES).metres < course.metres


def test_one_stop_alone_has_no_way_to_go() -> None:
    course = course_on(None, [CHATEAU])
    assert (course.order, course.metres, course.path) == ([0], 0, None)


def test_the_nearest_is_the_nearest() -> None:
    rank, metres = nearest(CHATEAU, [ILE_DE_NANTES, PLACE_ROYALE], Going.FOOT)
    assert rank == 1
    assert 600 < metres < 720
    assert nearest(CHATEAU, [], Going.FOOT) is None
