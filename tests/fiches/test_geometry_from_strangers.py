"""Every place and shape that comes from outside is checked before it reaches the database."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from carto.geometry import MAX_VERTICES, place_box, read_box, read_geometry, read_point
from tests.places import CHATEAU, PARIS


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        ("", "", "point"),
        ("abc", "47", "point"),
        ("nan", "47.2", "point"),
        ("inf", "47.2", "point"),
        ("200", "100", "outside"),
        (PARIS.x, PARIS.y, "outside"),
        (CHATEAU.y, CHATEAU.x, "swapped"),
        (None, None, "point"),
    ],
)
def test_a_place_that_cannot_be_is_named_for_what_it_is(longitude: object, latitude: object, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_point(longitude, latitude)
    assert refusal.value.code == code


def test_a_place_in_town_is_read() -> None:
    assert read_point(str(CHATEAU.x), str(CHATEAU.y)).coords == CHATEAU.coords


@given(st.floats(), st.floats())
def test_whatever_numbers_come_the_answer_is_a_point_in_the_place_or_a_refusal(x: float, y: float) -> None:
    try:
        point = read_point(x, y)
    except ValidationError:
        return
    assert place_box().contains(point.x, point.y)


def _shape(kind: str, coordinates: object, **members: object) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates} | members)


X, Y = CHATEAU.coords
BOWTIE = [[[X, Y], [X + 0.01, Y + 0.01], [X + 0.01, Y], [X, Y + 0.01], [X, Y]]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "geometry"),
        ("{", "geometry"),
        ("[]", "geometry"),
        ('{"type": "Point", "coordinates": [NaN, 47]}', "geometry"),
        ('{"type": "Point", "coordinates": []}', "geometry"),
        ('{"type": "LineString", "coordinates": []}', "empty"),
        ('{"type": "Point"}', "geometry"),
        ('{"type": "GeometryCollection", "geometries": []}', "geometry"),
        ("[" * 100_000, "geometry"),
        (_shape("Polygon", BOWTIE), "crossing"),
        (_shape("Polygon", [[[X, Y], [X + 0.01, Y]]]), "geometry"),
        (_shape("Point", [Y, X]), "swapped"),
        (_shape("Point", [PARIS.x, PARIS.y]), "outside"),
        (_shape("Point", [355000, 6689000], crs={"type": "name", "properties": {"name": "EPSG:2154"}}), "srid"),
        (_shape("LineString", [[X, Y]] * (MAX_VERTICES + 100)), "vertices"),
    ],
)
def test_a_shape_that_cannot_be_is_refused(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_geometry(text)
    assert refusal.value.code == code


def test_a_shape_in_town_is_read() -> None:
    assert read_geometry(_shape("LineString", [[X, Y], [X + 0.01, Y]])).srid == 4326


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "1,0,0,1", "-181,0,0,1"])
def test_a_box_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_box(text)
