"""From many places to many, along the streets of the extract: the same metres as one by one, one-way streets held."""

from io import StringIO
from itertools import pairwise
from pathlib import Path

import networkx
import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import Point
from django.core.management import call_command

from carto.territoires import streets
from carto.territoires.network import driving_graph, walking_distance, walking_graph
from carto.territoires.streets import Going, Network, city_network
from carto.territoires.ways import Ways
from tests.places import PARIS
from tests.territoires.samples import X, Y


def at(east: float, north: float) -> Point:
    """Thousandths of a degree from the château."""
    return Point(X + east / 1000, Y + north / 1000, srid=4326)


PLACES = [at(-7, 0), at(5, 0), at(-4, 2), at(0, 2), at(0, 0), at(-3, 0), at(-3, 0), at(-2.2, 0.1)]


@pytest.fixture
def walks(extract: Path, own_var: Path) -> Ways:
    return Ways(Network.of(walking_graph(extract)), PLACES)


def test_they_are_the_metres_that_one_finds_one_by_one(extract: Path, walks: Ways) -> None:
    graph = walking_graph(extract)
    for one, here in enumerate(PLACES):
        for other, there in enumerate(PLACES):
            if one != other:
                alone = walking_distance(graph, here, there)
                assert walks.metres[one, other] == pytest.approx(alone, abs=0.1)


def test_on_foot_it_is_as_far_back_and_no_detour_is_shorter(walks: Ways) -> None:
    metres = walks.metres
    assert np.allclose(metres, metres.T, atol=0.01)
    assert (metres[:, None, :] <= metres[:, :, None] + metres[None] + 0.01).all()


def test_the_line_is_as_long_as_it_says(walks: Ways) -> None:
    order = [4, 2, 0, 7, 1]
    drawn = shapely.LineString(np.array(walks.line(order)) * walks.network.scale)
    told = sum(walks.metres[one, other] for one, other in pairwise(order))
    assert drawn.length == pytest.approx(told, rel=0.01)
    assert walks.line(order)[0] == PLACES[4].tuple
    assert walks.line(order)[-1] == PLACES[1].tuple


def test_what_is_too_far_from_every_street_is_not_reached(extract: Path, own_var: Path) -> None:
    metres = Ways(Network.of(walking_graph(extract)), [*PLACES[:2], PARIS]).metres
    assert np.isinf(metres[0, 2])
    assert np.isinf(metres[2, 1])
    assert np.isfinite(metres[0, 1])


def one_way_square() -> networkx.MultiDiGraph:
    """Four crossings a thousandth of a degree apart, each street one-way, around the same way."""
    graph = networkx.MultiDiGraph()
    for rank, (east, north) in enumerate([(0, 0), (1, 0), (1, 1), (0, 1)]):
        graph.add_node(rank, x=X + east / 1000, y=Y + north / 1000)
    for rank in range(4):
        graph.add_edge(rank, (rank + 1) % 4, length=100.0)
    return graph


def test_a_one_way_street_is_gone_round_by_truck() -> None:
    ways = Ways(Network.of(one_way_square()), [at(0.25, 0), at(0.75, 0)])
    assert ways.metres[0, 1] == pytest.approx(50, abs=0.1)
    assert ways.metres[1, 0] == pytest.approx(350, abs=0.1)
    assert len(ways.line([1, 0])) > 4


def test_the_command_writes_both_networks_and_the_city_reads_them(extract: Path, own_var: Path) -> None:
    assert city_network(Going.FOOT) is None
    call_command("build_network", str(extract), stdout=StringIO())
    for going, graph in ((Going.FOOT, walking_graph(extract)), (Going.TRUCK, driving_graph(extract))):
        assert city_network(going).nodes == graph.number_of_nodes()
    streets.forget_network(Going.TRUCK)
    assert city_network(Going.TRUCK) is None
