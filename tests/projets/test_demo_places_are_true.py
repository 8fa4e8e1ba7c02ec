"""Each demonstration facility lies where the open data says, within the precision that its row promises."""

import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest
import shapely
from django.conf import settings
from pyproj import Transformer
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from projets.demonstration import read_rows
from projets.equipements.management.commands.load_demo_equipements import CONTENT, SOURCES

REAL: Path | None = settings.CARTO_REAL_DATA and settings.CARTO_REAL_DATA / "nantes"
pytestmark = pytest.mark.skipif(not (REAL and REAL.is_dir()), reason="needs the open data of Nantes: CARTO_REAL_DATA")
ROUNDING = 15  # metres: places are written with five decimals, and an object's own point stands within its own grounds


METRES = Transformer.from_crs(4326, settings.CARTO_SRID_METRES, always_xy=True)


def _metric(geometry: BaseGeometry) -> BaseGeometry:
    """The same in metres."""
    return shapely.transform(geometry, lambda at: numpy.column_stack(METRES.transform(at[:, 0], at[:, 1])))


def _place(row: dict[str, str]) -> BaseGeometry:
    return _metric(Point(float(row["longitude"]), float(row["latitude"])))


def _features(name: str) -> Iterator[tuple[dict, BaseGeometry]]:
    for feature in json.loads((REAL / name).read_text(encoding="utf-8"))["features"]:
        if feature["geometry"]:
            yield feature["properties"], _metric(shape(feature["geometry"]))


@pytest.fixture(scope="module")
def witnesses() -> dict[str, list[BaseGeometry]]:
    """Every object that a row may name, in metres."""
    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    for properties, found_at in _features("parcs_officiels.geojson"):
        found[f"parcs:{properties['nom_complet']}"].append(found_at)
    for properties, found_at in _features("parcs_osm.geojson"):
        found[f"osm:{properties.get('name', '')}"].append(found_at)
    for properties, found_at in _features("arrets_tan_2013.geojson"):
        if properties["typeName"] == "Arrêts Tan":
            found[f"arrets:{properties['equipmentName']}"].append(found_at)
    for _properties, found_at in _features("segments_trafic_2013.geojson"):
        found["segments:"].append(found_at)
    with (REAL / "equipements_deplacement_2012.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            longitude, latitude = (row[name].replace(",", ".") for name in ("LONG_WGS84", "LAT_WGS84"))
            if longitude and latitude:
                found[f"deplacement:{row['NOM_COMPLET']}"].append(_metric(Point(float(longitude), float(latitude))))
    return found


def test_every_facility_is_as_near_to_its_witness_as_it_says(witnesses: dict[str, list[BaseGeometry]]) -> None:
    rows = read_rows(CONTENT / "equipements.csv")
    distances = {}
    for row in rows:
        assert row["witness"].partition(":")[0] in SOURCES
        assert row["witness"] in witnesses, row["title"]
        place = _place(row)
        distances[row["title"]] = min(place.distance(witness) for witness in witnesses[row["witness"]])
    wrong = {row["title"]: round(distances[row["title"]]) for row in rows
             if distances[row["title"]] > int(row["precision"]) + ROUNDING}  # fmt: skip
    assert wrong == {}
    within = sorted(distances.values())
    sys.stdout.write(
        f"{len(rows)} facilities: median {within[len(rows) // 2]:.0f} m, p90 {within[len(rows) * 9 // 10]:.0f} m\n"
    )
    assert within[len(rows) // 2] <= 15, "most places are an official point, not a neighbour's"
    assert math.isfinite(within[-1])


def test_every_facility_lies_in_one_of_the_communes() -> None:
    communes = [found_at for _properties, found_at in _features("communes.geojson")]
    for row in read_rows(CONTENT / "equipements.csv"):
        place = _place(row)
        assert any(commune.intersects(place) for commune in communes), row["title"]
