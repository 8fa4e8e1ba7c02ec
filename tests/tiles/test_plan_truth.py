"""How true the plan schématique of Nantes is, measured against the city's open data and printed.

The data is read in place through `settings.CARTO_REAL_DATA`; without it nothing can be measured and the tests say so.
"""

import csv
import json
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import pytest
from django.conf import settings
from pyproj import Transformer
from shapely import MultiPolygon, Point, STRtree, make_valid, transform, union_all
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tiles.basemap.plan import Plan, Territory, read_plan

LAMBERT_93 = Transformer.from_crs(4326, 2154, always_xy=True)
Say = Callable[[str], None]
Named = list[tuple[dict[str, str], BaseGeometry]]


def metres(geom: BaseGeometry) -> BaseGeometry:
    return transform(geom, lambda xy: np.column_stack(LAMBERT_93.transform(xy[:, 0], xy[:, 1])))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan()


@pytest.fixture(scope="module")
def real() -> Path:
    folder = settings.CARTO_REAL_DATA and Path(settings.CARTO_REAL_DATA) / "nantes"
    if not folder or not folder.is_dir():
        pytest.skip("CARTO_REAL_DATA names no folder with the open data of Nantes: nothing to measure the plan with")
    return folder


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Print a figure even when pytest keeps the output of passing tests to itself."""

    def write(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n    {text}")

    return write


def load(real: Path, name: str) -> Named:
    features = json.loads((real / name).read_text(encoding="utf-8"))["features"]
    return [(f["properties"], metres(shape(f["geometry"]))) for f in features if f["geometry"]]


def test_the_plan_is_as_full_as_it_promises(plan: Plan, say: Say) -> None:
    names = {axe.name for axe in plan.axes if axe.name}
    bridges = [axe for axe in plan.axes if axe.tags.get("bridge") == "yes"]
    say(
        f"{len(plan.communes)} communes, {len(plan.quartiers)} quartiers, {len(plan.stops)} tram stops, {len(names)} "
        f"named axes, {len(bridges)} bridges, {len(plan.parks)} parks, {len(plan.landmarks)} squares and landmarks"
    )
    assert len(plan.communes) == 24
    assert len(plan.quartiers) == 11
    assert len(names) >= 20
    assert len({park.name for park in plan.parks}) >= 20
    assert len({place.name for place in plan.landmarks}) >= 40
    assert {tram.tags["ref"] for tram in plan.trams} == {"1", "2", "3"}
    assert len({label.name for label in plan.labels}) == 24 + 11
    assert {"La Loire", "Bras de la Madeleine", "Bras de Pirmil", "L’Erdre", "La Sèvre nantaise", "La Chézine"} <= {
        river.name for river in plan.rivers
    }


def test_tram_stops_are_where_they_are(plan: Plan, real: Path, say: Say) -> None:
    official = {p["equipmentCode"]: geom for p, geom in load(real, "arrets_tan_2013.geojson")}
    errors = [metres(stop.geom).distance(official[stop.tags["ref"]]) for stop in plan.stops]
    ninth_decile = quantiles(errors, n=10)[-1]
    say(f"{len(errors)} tram stops: median error {median(errors):.1f} m, 90th percentile {ninth_decile:.1f} m")
    assert median(errors) <= 40
    assert ninth_decile <= 120


def test_every_tram_line_serves_its_stops(plan: Plan, say: Say) -> None:
    lines = {ref: union_all([metres(t.geom) for t in plan.trams if t.tags["ref"] == ref]) for ref in "123"}
    served = {ref: [s for s in plan.stops if ref in s.tags["route_ref"].split(";")] for ref in "123"}
    say("stops of each tram line: " + ", ".join(f"{ref}: {len(stops)}" for ref, stops in served.items()))
    assert all(lines[ref].distance(metres(stop.geom)) < 1 for ref, stops in served.items() for stop in stops)


@pytest.mark.parametrize("level", ["communes", "quartiers"])
def test_borders_cover_what_they_cover(plan: Plan, real: Path, say: Say, level: str) -> None:
    known = {
        "communes": {p["id_insee"]: geom for p, geom in load(real, "communes.geojson")},
        "quartiers": {p["idobj"]: geom for p, geom in load(real, "quartiers.geojson") if p["libcom"] == "Nantes"},
    }[level]
    territories: list[Territory] = getattr(plan, level)
    shares = {}
    for territory in territories:
        drawn, true = metres(territory.geom), make_valid(known[territory.code])
        shares[territory.name] = drawn.intersection(true).area / drawn.union(true).area
    worst = min(shares, key=shares.__getitem__)
    say(f"{len(shares)} {level}: intersection over union {shares[worst]:.3f} ({worst}) at worst")
    assert {t.code for t in territories} == set(known)
    assert shares[worst] >= 0.92


@pytest.mark.parametrize("level", ["communes", "quartiers"])
def test_no_gap_and_no_overlap_between_neighbours(plan: Plan, level: str) -> None:
    surfaces = [metres(t.geom) for t in getattr(plan, level)]
    assert all(surface.is_valid for surface in surfaces)
    assert max(a.intersection(b).area for a, b in combinations(surfaces, 2)) < 0.01
    whole = union_all(surfaces)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    if level == "quartiers":
        nantes = next(metres(t.geom) for t in plan.communes if t.code == "44109")
        assert whole.symmetric_difference(nantes).area < 0.01


def test_streets_run_where_streets_run(plan: Plan, real: Path, say: Say) -> None:
    segments = [geom for _, geom in load(real, "segments_trafic_2013.geojson")]
    tree = STRtree(segments)
    for kind, axes in (("named", [a for a in plan.axes if a.name]), ("all", plan.axes)):
        vertices = [Point(xy) for axe in axes for xy in metres(axe.geom).coords]
        errors = [vertex.distance(segments[tree.nearest(vertex)]) for vertex in vertices]
        near = sum(error <= 60 for error in errors) / len(errors)
        say(f"{len(vertices)} vertices of {kind} axes: {near:.1%} within 60 m of a real one, worst {max(errors):.0f} m")
        assert near >= 0.9


def test_nobody_waits_or_picnics_in_our_water(plan: Plan, real: Path, say: Say) -> None:
    water = union_all([metres(polygon) for polygon in plan.water])
    dry = [
        (p.get("equipmentName") or p.get("nom_complet") or p.get("adresseTemp"), geom)
        for name in ("arrets_tan_2013.geojson", "parcs_officiels.geojson", "conteneurs_tri_2015.geojson")
        for p, geom in load(real, name)
    ]
    wet = [name for name, geom in dry if water.intersects(geom)]
    say(f"{len(dry)} real stops, parks and containers: {len(wet)} in our water ({water.area / 1e6:.1f} km²)")
    assert wet == []


def test_our_own_places_are_dry_too(plan: Plan) -> None:
    water = union_all([metres(polygon) for polygon in plan.water])
    points = [f for f in (*plan.landmarks, *plan.stops, *plan.labels) if water.intersects(metres(f.geom))]
    flooded = [park.name for park in plan.parks if metres(park.geom).intersection(water).area > 500]
    assert ([f.name for f in points], flooded) == ([], [])


def test_railway_stations_are_the_official_ones(plan: Plan, real: Path, say: Say) -> None:
    with (real / "equipements_deplacement_2012.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["LIBTYPE"] == "Rail"]
    degrees = ((float(r["LONG_WGS84"].replace(",", ".")), float(r["LAT_WGS84"].replace(",", "."))) for r in rows)
    official = MultiPolygon([metres(Point(xy)).buffer(1) for xy in degrees])
    drawn = [f for f in plan.landmarks if f.tags.get("railway") == "station"]
    errors = [metres(station.geom).distance(official) for station in drawn]
    say(f"{len(drawn)} railway stations: {max(errors):.0f} m off at most")
    assert max(errors) <= 120


def test_bridges_cross_the_water(plan: Plan) -> None:
    water = union_all(plan.water)
    bridges = [axe for axe in plan.axes if axe.tags.get("bridge") == "yes"]
    ends = [(b.name, Point(xy)) for b in bridges for xy in (b.geom.coords[0], b.geom.coords[-1])]
    assert [b.name for b in bridges if not b.geom.crosses(water)] == []
    assert [name for name, end in ends if water.contains(end)] == []


def test_the_loire_holds_the_ile_de_nantes(plan: Plan) -> None:
    quartier = next(q for q in plan.quartiers if q.name == "Île de Nantes")
    islands = [ring for polygon in plan.water for ring in polygon.interiors]
    island = max(
        (shape({"type": "Polygon", "coordinates": [list(ring.coords)]}) for ring in islands), key=lambda p: p.area
    )
    assert metres(island).area == pytest.approx(3.4e6, rel=0.25)  # the island has some 340 hectares
    assert quartier.geom.contains(island.representative_point())
    assert quartier.geom.intersection(island).area / island.area > 0.97
