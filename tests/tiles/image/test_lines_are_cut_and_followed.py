"""Lines of tiles: cut to a window, written as paths, followed by names."""

from itertools import pairwise
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from tiles.grid import EXTENT
from tiles.image.along import ways
from tiles.image.decode import Feature, TileError, read_tile
from tiles.image.geometry import Sheet, beside, clipped, path
from tiles.image.layers import DEFAULTS
from tiles.image.room import Room, padded
from tiles.image.view import View

WINDOW = (0.0, 0.0, 100.0, 100.0)
SHEET = Sheet(0, 0, 0.125, EXTENT, ())
places = st.tuples(st.integers(-300, 300), st.integers(-300, 300))


def test_a_line_that_leaves_and_comes_back_is_two_pieces() -> None:
    pieces = list(clipped([(-50, 50), (50, 50), (50, 150), (80, 150), (80, 50), (150, 50)], WINDOW))
    assert pieces == [[(0, 50), (50, 50), (50, 100)], [(80, 100), (80, 50), (100, 50)]]


@given(st.lists(places, min_size=2, max_size=12))
def test_what_is_kept_of_a_line_lies_in_the_window_and_on_the_line(line: list[tuple[int, int]]) -> None:
    west, north, east, south = WINDOW
    for piece in clipped(line, WINDOW):
        for x, y in piece:
            assert west - 1e-6 <= x <= east + 1e-6 and north - 1e-6 <= y <= south + 1e-6
            assert min(_distance((x, y), *segment) for segment in pairwise(line)) < 1e-6


def _distance(place: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    run, rise = end[0] - start[0], end[1] - start[1]
    span = run * run + rise * rise
    part = 0 if not span else ((place[0] - start[0]) * run + (place[1] - start[1]) * rise) / span
    part = max(0, min(1, part))
    return hypot(place[0] - start[0] - part * run, place[1] - start[1] - part * rise)


def test_a_path_is_written_in_tenths_of_pixels_and_leaves_out_what_nobody_sees() -> None:
    assert path([(0, 0), (8, 0), (8, 16)], SHEET) == "M0 0l10 0 0 20"
    assert path([(0, 0), (0.1, 0)], SHEET) == ""
    assert path([(0, 0), (80, 0), (80, 80), (0, 80), (0, 0)], SHEET, is_area=True) == "M0 0l100 0 0 100 -100 0z"
    assert path([(0, 0), (80, 0), (0, 0)], SHEET, is_area=True) == ""


def test_a_line_moved_aside_goes_to_its_right() -> None:
    assert beside([(0, 0), (100, 0)], 5) == [[(0, 5), (100, 5)]]  # eastwards: the right is the south, y downwards
    assert beside([(0, 0), (100, 0)], -5) == [[(0, -5), (100, -5)]]


def _line(*places: tuple[int, int]) -> Feature:
    (x, y), *others = places
    commands = [9, *_zigzag(x, y), len(others) << 3 | 2]
    for across, down in others:
        commands += _zigzag(across - x, down - y)
        x, y = across, down
    return Feature(1, "LineString", {}, 0, commands)


def _zigzag(*numbers: int) -> list[int]:
    return [number << 1 ^ number >> 31 for number in numbers]


def _ways(*features: Feature, name: str = "Rue Crébillon") -> list:
    said = DEFAULTS["symbol"] | {"text-field": name, "text-size": 12}
    return list(ways([(SHEET, feature, said) for feature in features], View(0, 0, 14, 512, 512)))


def test_a_name_is_read_from_left_to_right_whichever_way_the_street_runs() -> None:
    for places in (((400, 800), (3600, 800)), ((3600, 800), (400, 800))):
        ((_said, (way, *_others)),) = _ways(_line(*places))
        assert way.spots[0].x < way.spots[-1].x
        assert len(way.spots) == len("Rue Crébillon")


def test_pieces_of_a_street_are_named_as_one() -> None:
    assert len(_ways(_line((400, 800), (1000, 800)), _line((1000, 800), (1800, 900)))) == 1


def test_a_street_too_short_for_its_name_is_not_named() -> None:
    assert _ways(_line((400, 800), (700, 800))) == []


def test_a_name_does_not_turn_a_sharp_corner() -> None:
    ((_said, ways_found),) = _ways(_line((1000, 1000), (1500, 1000), (1500, 1480)))
    assert ways_found == []


def test_who_comes_first_keeps_the_room() -> None:
    room = Room()
    room.take([padded(0, 0, 50, 20, 2)])
    assert not room.is_free([padded(51, 10, 20, 20, 2)])
    assert room.is_free([padded(55, 10, 20, 20, 2)])
    assert room.is_free([padded(0, 500, 5, 5, 0)])


@given(st.binary(max_size=200))
def test_bytes_that_are_no_tile_are_no_crash(content: bytes) -> None:
    try:
        for layer in read_tile(content).values():
            for feature in layer.features:
                feature.lines()
    except TileError:
        pass
