"""A place outside what is expected is not placed: it is told, and one gesture turns all that are swapped."""

from pathlib import Path

import pytest
from shapely import from_wkt

from carto.geometry import Box
from projets.equipements.imports.places import point, shape
from projets.equipements.imports.readings import accept_swapped, preview, take
from projets.equipements.models import Equipement, Rejet
from tests.projets.imports.samples import counted, load_reference, make_source, read, written

WROCLAW = [16.8, 51.0, 17.2, 51.25]
HEAD = "id;nom;latitude;longitude\n"
ROWS = "1;Park;17,03;51,11\n2;Skwer;51,10;17,02\n3;Plaża;17,05;51,12\n4;Ailleurs;25,0;45,0\n"


@pytest.mark.django_db
def test_swapped_rows_are_caught_proposed_and_placed_by_one_gesture(tmp_path: Path) -> None:
    load_reference()
    source = make_source(format="table", extent=WROCLAW)
    reading = read(source, written(tmp_path, HEAD + ROWS))
    assert counted(reading) == {"read": 4, "new": 1, "rejected": 3}
    assert reading.report["proposals"] == {"swapped": 2}
    assert Equipement.objects.get().title == "Skwer"
    assert Rejet.objects.filter(proposed__code="swapped").count() == 2

    assert counted(accept_swapped(reading)) == {"read": 4, "new": 2, "same": 1, "rejected": 1}
    assert Equipement.objects.get(title="Park").geom.coords == (17.03, 51.11)
    assert Rejet.objects.filter(settled_at=None).count() == 1  # what is somewhere else altogether
    assert counted(read(source, written(tmp_path, HEAD + ROWS))) == {"read": 4, "same": 3, "rejected": 1}


@pytest.mark.django_db
def test_they_may_be_turned_before_anything_is_taken(tmp_path: Path) -> None:
    load_reference()
    reading = preview(make_source(format="table", extent=WROCLAW), written(tmp_path, HEAD + ROWS))
    assert reading.report["proposals"] == {"swapped": 2} and not Equipement.objects.exists()
    accept_swapped(reading)
    assert (reading.state, reading.report["new"], reading.report["proposals"]) == ("preview", 3, {})
    assert counted(take(reading)) == {"read": 4, "new": 3, "rejected": 1}


def test_places_that_are_none_are_told() -> None:
    box = Box(*WROCLAW)
    assert point(None, None, {}, box).reasons == ()
    for longitude, latitude in ((0.0, 0.0), (float("nan"), 51.1), (1e9, 51.1), (None, 51.1), (25.0, 45.0)):
        place = point(longitude, latitude, {}, box)
        assert place.reasons and not place.geom and not place.proposed


def test_lines_and_areas_are_checked_flattened_and_turned_too() -> None:
    box = Box(*WROCLAW)
    line = from_wkt("LINESTRING Z (17 51.1 3, 17.1 51.2 4)")
    assert shape(line, {}, box).geom == "SRID=4326;LINESTRING (17 51.1, 17.1 51.2)"
    turned = from_wkt("LINESTRING (51.1 17, 51.2 17.1)")
    assert shape(turned, {}, box).proposed["code"] == "swapped"
    assert shape(turned, {"swapped": True}, box).geom == "SRID=4326;LINESTRING (17 51.1, 17.1 51.2)"
    bow = from_wkt("POLYGON ((17 51.1, 17.1 51.2, 17.1 51.1, 17 51.2, 17 51.1))")
    assert shape(bow, {}, box).geom.startswith("SRID=4326;MULTIPOLYGON")
