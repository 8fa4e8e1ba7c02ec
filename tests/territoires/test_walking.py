"""Distances on foot follow the streets of the same extract; the network is made once and kept."""

from io import StringIO
from pathlib import Path

import networkx
import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command

from carto.territoires import network
from carto.territoires.network import walking_distance, walking_graph
from carto.territoires.reports import SourceError
from tests.places import CHATEAU, PARIS
from tests.territoires.samples import X, Y


def at(east: float, north: float) -> Point:
    """Thousandths of a degree from the château."""
    return Point(X + east / 1000, Y + north / 1000, srid=4326)


@pytest.fixture
def graph(extract: Path, own_var: Path) -> networkx.MultiDiGraph:
    return walking_graph(extract)


def test_along_a_street_it_is_the_length_of_the_street(graph: networkx.MultiDiGraph) -> None:
    assert walking_distance(graph, at(-7, 0), at(5, 0)) == pytest.approx(_metres(at(-7, 0), at(5, 0)), rel=0.005)
    assert walking_distance(graph, at(-3, 0), at(-1, 0)) == pytest.approx(_metres(at(-3, 0), at(-1, 0)), rel=0.005)


def test_there_and_back_are_the_same(graph: networkx.MultiDiGraph) -> None:
    assert walking_distance(graph, at(5, 0), at(-4, 2)) == pytest.approx(walking_distance(graph, at(-4, 2), at(5, 0)))


def test_the_streets_are_longer_than_the_flight_of_a_bird(graph: networkx.MultiDiGraph) -> None:
    detour = walking_distance(graph, at(0, 2), at(0, 0))
    assert detour > 3 * _metres(at(0, 2), at(0, 0))


def test_what_no_street_reaches_has_no_distance(graph: networkx.MultiDiGraph) -> None:
    assert walking_distance(graph, CHATEAU, PARIS) is None


def test_the_network_is_made_once(extract: Path, graph: networkx.MultiDiGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_build", lambda _extract: pytest.fail("made again"))
    assert networkx.utils.graphs_equal(walking_graph(extract), graph)


def test_another_extract_is_another_network(extract: Path, graph: networkx.MultiDiGraph) -> None:
    extract.write_text(extract.read_text().replace('k="highway" v="service"', 'k="highway" v="motorway"'))
    assert walking_graph(extract).number_of_edges() <= graph.number_of_edges()
    extract.write_text(extract.read_text().replace('k="highway"', 'k="railway"'))
    with pytest.raises(SourceError, match="aucune rue où marcher"):
        walking_graph(extract)


def test_the_command_says_how_large_it_is(extract: Path, own_var: Path) -> None:
    out = StringIO()
    call_command("build_network", str(extract), stdout=out)
    assert "carrefours" in out.getvalue()
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("build_network", str(extract.with_name("absent.osm")))


def _metres(start: Point, end: Point) -> float:
    return start.transform(2154, clone=True).distance(end.transform(2154, clone=True))
