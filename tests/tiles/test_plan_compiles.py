"""The plan compiled to `.osm.pbf`, read back with osmium as any other tool would read it."""

from collections import Counter
from pathlib import Path

import osmium
import pytest
from osmium.osm import OSMObject

from tiles.basemap.plan import Plan, compile_plan, read_plan


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_plan(tmp_path_factory.mktemp("plan") / "deeper" / "nantes.osm.pbf")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan()


def areas(extract: Path, key: str, value: str) -> Counter[str]:
    """How many closed areas, by name, osmium assembles for a tag."""
    found: Counter[str] = Counter()
    for thing in osmium.FileProcessor(str(extract)).with_areas():
        if isinstance(thing, osmium.osm.Area) and thing.tags.get(key) == value:
            found[thing.tags.get("name", "")] += 1
    return found


def order(thing: OSMObject) -> tuple[int, int]:
    return ("nwr".index(thing.type_str()), thing.id)


def test_the_same_source_gives_the_same_bytes(extract: Path, tmp_path: Path) -> None:
    assert compile_plan(tmp_path / "again.osm.pbf").read_bytes() == extract.read_bytes()


def test_compiling_again_takes_the_place_of_the_former_file(extract: Path) -> None:
    size = extract.stat().st_size
    assert compile_plan(extract).stat().st_size == size


def test_the_header_says_where_the_plan_lies(extract: Path) -> None:
    box = osmium.io.Reader(str(extract)).header().box()
    assert box.valid()
    longitudes, latitudes = [], []
    for node in osmium.FileProcessor(str(extract), osmium.osm.NODE):
        longitudes.append(node.lon)
        latitudes.append(node.lat)
    drawn = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    assert (box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat) == pytest.approx(drawn)


def test_objects_come_sorted_and_point_to_what_exists(extract: Path) -> None:
    things = [(order(t), t) for t in osmium.FileProcessor(str(extract))]
    assert [key for key, _ in things] == sorted({key for key, _ in things})
    known: set[tuple[str, int]] = set()
    for thing in osmium.FileProcessor(str(extract)):
        known.add((thing.type_str(), thing.id))
        if thing.is_way():
            assert 2 <= len(thing.nodes) <= 2000
            assert all(("n", node.ref) in known for node in thing.nodes)
        elif thing.is_relation():
            assert all((member.type, member.ref) in known for member in thing.members)


def test_communes_and_quartiers_close_into_areas(extract: Path) -> None:
    closed = areas(extract, "boundary", "administrative")
    assert len(closed) == 24 + 11
    assert closed["Nantes"] == closed["Île de Nantes"] == closed["Rezé"] == 1


def test_each_shared_border_is_one_way(extract: Path, plan: Plan) -> None:
    uses: Counter[int] = Counter()
    for relation in osmium.FileProcessor(str(extract), osmium.osm.RELATION):
        if relation.tags.get("boundary") == "administrative":
            uses.update(member.ref for member in relation.members if member.type == "w")
    ways = {
        way.id: way.tags["admin_level"] for way in osmium.FileProcessor(str(extract)) if way.id in uses and way.is_way()
    }
    assert len(uses) == len(plan.arcs)
    assert set(ways.values()) == {"8", "10"}
    assert max(uses.values()) <= 3  # two quartiers; or a quartier, Nantes and its neighbour


def test_water_parks_and_named_rivers_are_there(extract: Path, plan: Plan) -> None:
    assert areas(extract, "natural", "water").total() == len(plan.water)
    assert areas(extract, "leisure", "park").total() == len(plan.parks)
    rivers = {t.tags.get("name") for t in osmium.FileProcessor(str(extract)) if "waterway" in t.tags}
    assert {"La Loire", "L’Erdre", "Canal Saint-Félix", "La Chézine"} <= rivers


def test_trams_bear_their_number_and_true_colour(extract: Path) -> None:
    colours, stops, on_rails = set(), set(), set()
    for thing in osmium.FileProcessor(str(extract)):
        if thing.tags.get("railway") == "tram_stop":
            stops.add(thing.id)
        elif thing.is_way() and thing.tags.get("railway") == "tram":
            colours.add((thing.tags["ref"], thing.tags["colour"]))
            on_rails.update(node.ref for node in thing.nodes)
    assert colours == {("1", "#00853e"), ("2", "#e30613"), ("3", "#0077c8")}
    assert len(stops) == 83
    assert stops <= on_rails


def test_streets_that_meet_share_a_node(extract: Path) -> None:
    visits: Counter[int] = Counter()
    for way in osmium.FileProcessor(str(extract)):
        if way.is_way() and "highway" in way.tags:
            visits.update({node.ref for node in way.nodes})
    assert sum(count > 1 for count in visits.values()) > 300
