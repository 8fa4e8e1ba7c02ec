"""The plan's text format: what a person may write, and what is said of a mistake."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from shapely import Point

from tiles.basemap.plan import PlanError, compile_plan, read_plan
from tiles.basemap.plan import plan as plan_module
from tiles.basemap.plan.river import Flat, banks, curve

SQUARE = """
arc a1
  -1.60 47.20, -1.55 47.20, -1.50 47.20, -1.50 47.25  # the east side
arc a2
  -1.50 47.25, -1.60 47.25
  -1.60 47.20
territoire Nantes
  admin_level = 8
  ref:INSEE = 44109
  arcs a1 a2
"""
WIDTHS = st.floats(20, 400)
POSITIONS = st.tuples(st.floats(-1.6, -1.5), st.floats(47.18, 47.24), WIDTHS)


def write(folder: Path, text: str) -> Path:
    (folder / "plan.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_territory_is_what_its_arcs_enclose(tmp_path: Path) -> None:
    plan = read_plan(write(tmp_path, SQUARE))
    assert [(c.code, c.name, round(c.geom.area, 6)) for c in plan.communes] == [("44109", "Nantes", 0.005)]


def test_colours_are_not_comments_and_comments_are_not_text(tmp_path: Path) -> None:
    text = (
        "# a tram\nline Tramway 1  # green\n  railway = tram\n  colour = #00853e  # official\n  -1.6 47.2, -1.5 47.2\n"
    )
    tram = read_plan(write(tmp_path, text)).trams[0]
    assert (tram.name, tram.tags["colour"]) == ("Tramway 1", "#00853e")


def test_a_river_that_parts_and_meets_again_leaves_an_island(tmp_path: Path) -> None:
    north = "river Nord\n  waterway = river\n  -1.60 47.20 100\n  -1.55 47.22 100\n  -1.50 47.20 100\n"
    south = "river Sud\n  waterway = river\n  -1.60 47.20 100\n  -1.55 47.18 100\n  -1.50 47.20 100\n"
    water = read_plan(write(tmp_path, north + south)).water
    assert [len(polygon.interiors) for polygon in water] == [1]
    assert not water[0].contains(Point(-1.55, 47.20))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cercle Ici\n  1 2\n", "plan.txt:1: unknown kind 'cercle'"),
        ("  -1.6 47.2\n", "plan.txt:1: an indented line before any entry"),
        ("point Ici\n  -1.6 47,2\n", "plan.txt:2: point wants 2 numbers"),
        ("point Ici\n  -1.6 4x.2\n", "plan.txt:2: not a number"),
        ("point Ici\n  47.2 -181\n", "plan.txt:2: outside the world (longitude comes first)"),
        ("point Ici\n  nan 47.2\n", "plan.txt:2: neither a tag"),
        ("point Ici\n  -1.6 47.2, -1.5 47.2\n", "plan.txt:1: a point has one position"),
        ("line Rue\n  -1.6 47.2\n", "plan.txt:1: a line has two positions or more"),
        ("area Parc\n  -1.6 47.2, -1.5 47.2\n", "plan.txt:1: an outline has three positions or more"),
        ("area Parc\n  -1.6 47.2, -1.5 47.3, -1.5 47.2, -1.6 47.3\n", "plan.txt:1: the outline of Parc crosses itself"),
        ("river La Loire\n  -1.6 47.2\n", "plan.txt:2: river wants 3 numbers"),
        (SQUARE.replace("arcs a1 a2", "arcs a1 a3"), "plan.txt:7: unknown arcs a3"),
        (SQUARE.replace("arcs a1 a2", "arcs a1"), "plan.txt:7: the arcs of Nantes do not close"),
        (SQUARE.replace("ref:INSEE = 44109", "ref = "), "plan.txt:9: neither a tag"),
        (SQUARE.replace("admin_level = 8", "admin_level = 9"), "needs an admin_level of 8 or 10"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PlanError) as error:
        read_plan(write(tmp_path, text))
    assert said in str(error.value)


def test_an_empty_folder_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="no plan source there"):
        read_plan(tmp_path)


def test_two_places_at_one_position_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point = "point {}\n  place = square\n  -1.55 47.21\n"
    write(tmp_path, SQUARE + point.format("Place Royale") + point.format("Place Graslin"))
    monkeypatch.setattr(plan_module.read_plan, "__defaults__", (tmp_path,))
    with pytest.raises(PlanError, match="Place Graslin lies exactly on Place Royale"):
        compile_plan(tmp_path / "nantes.osm.pbf")


@hypothesis_settings(deadline=None)
@given(st.lists(POSITIONS, min_size=2, max_size=6, unique_by=lambda row: (round(row[0], 2), round(row[1], 2))))
def test_a_river_passes_through_every_row_and_has_a_surface(rows: list[tuple[float, float, float]]) -> None:
    flat = Flat(47.2)
    points = curve(rows, flat)
    assert np.isfinite(points).all()
    for longitude, latitude, width in rows:
        here = np.array([*flat.metres(np.array([longitude, latitude])), width])
        assert np.abs(points - here).max(axis=1).min() < 0.01
    surface = banks(rows, flat)
    assert surface.is_valid
    assert surface.area > 0
