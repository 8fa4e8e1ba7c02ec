"""GeoJSON, GeoPackage, Shapefile and SQLite, in any reference system; what only looks like one is refused."""

import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pytest
from django.core.exceptions import ValidationError
from shapely.geometry import LineString, Point, Polygon

from projets.equipements.imports.features import features
from projets.equipements.imports.sources import guess
from projets.equipements.models import Equipement, Ligne
from tests.projets.imports.samples import counted, load_reference, make_source, read, written

PLACES = [
    Point(-1.5497, 47.2161),
    LineString([(-1.55, 47.21), (-1.56, 47.22)]),
    Polygon([(-1.55, 47.21), (-1.54, 47.21), (-1.54, 47.22)]),
]
TOLD = {
    "id": ["a", "b", "c"],
    "nom": ["Château", "Voie verte", "Jardin des Plantes"],
    "type": ["musée", "piste cyclable", "jardin"],
}


def _frame(places: list[Any] = PLACES) -> geopandas.GeoDataFrame:
    rows = {name: values[: len(places)] for name, values in TOLD.items()}
    return geopandas.GeoDataFrame(rows, geometry=places, crs=4326)


@pytest.mark.django_db
def test_a_geopackage_in_lambert_93_lands_where_it_is(tmp_path: Path) -> None:
    load_reference()
    path = tmp_path / "places.gpkg"
    _frame().to_crs(2154).to_file(path, driver="GPKG")
    assert guess(path).code == "geo"
    assert counted(read(make_source(format="geo"), path)) == {"read": 3, "new": 3}
    museum = Equipement.objects.get(ligne__key="a")
    assert (round(museum.geom.x, 6), round(museum.geom.y, 6), museum.type.code) == (-1.5497, 47.2161, "musee")
    assert Equipement.objects.get(ligne__key="b").geom.geom_type == "LineString"
    assert Equipement.objects.get(ligne__key="c").geom.geom_type == "Polygon"


@pytest.mark.django_db
def test_a_zipped_shapefile_is_read(tmp_path: Path) -> None:
    load_reference()
    _frame(PLACES[:1]).to_crs(3857).to_file(tmp_path / "places.shp")
    with zipfile.ZipFile(tmp_path / "places.zip", "w") as archive:
        for part in tmp_path.glob("places.[!z]*"):
            archive.write(part, part.name)
    assert guess(tmp_path / "places.zip").code == "geo"
    assert counted(read(make_source(format="geo"), tmp_path / "places.zip")) == {"read": 1, "new": 1}
    assert round(Equipement.objects.get().geom.y, 6) == 47.2161


@pytest.mark.django_db
def test_geojson_says_its_system_and_a_moved_shape_is_a_change(tmp_path: Path) -> None:
    load_reference()
    source, frame = make_source(format="geo"), _frame(PLACES[:1])
    metric = json.loads(frame.to_crs(2154).to_json())
    metric["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    read(source, written(tmp_path, json.dumps(metric), "places.geojson"))
    assert round(Equipement.objects.get().geom.x, 6) == -1.5497
    assert Ligne.objects.get().data["geometry"]["type"] == "Point"
    metric["features"][0]["geometry"]["coordinates"][0] += 100
    assert counted(read(source, written(tmp_path, json.dumps(metric), "places.geojson"))) == {"read": 1, "changed": 1}
    assert Equipement.objects.get().geom.x > -1.549


@pytest.mark.django_db
def test_rows_of_a_database_without_places_are_told_so(tmp_path: Path) -> None:
    load_reference()
    with sqlite3.connect(tmp_path / "projets.sqlite") as base:
        base.execute("CREATE TABLE projets (identifiant INTEGER, titre TEXT, budget INTEGER)")
        base.execute("INSERT INTO projets VALUES (1, 'Un banc', 1000), (2, 'Un arbre', 250)")
    reading = read(make_source(format="geo"), tmp_path / "projets.sqlite")
    assert (counted(reading), reading.report["placed"], reading.report["unplaced"]) == ({"read": 2, "new": 2}, 0, 2)
    assert Ligne.objects.get(key="1").data == {"identifiant": 1, "titre": "Un banc", "budget": 1000}


HOSTILE = {
    "empty": b"",
    "no map": b"a;b\n1;2\n",
    "cut": b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": null}',
    "deep": b'{"type": "FeatureCollection", "features": [' + b"[" * 100_000,
    "not a feature": b'{"type": "FeatureCollection", "features": [1]}',
    "infinite": b'{"type": "FeatureCollection", "features": [{"properties": {"a": Infinity}}]}',
    "broken base": b"SQLite format 3\0" + b"x" * 200,
    "broken package": b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"x" * 200,
    "virtual": b"<OGRVRTDataSource><OGRVRTLayer><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_only_looks_like_a_map_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValidationError):
        list(features(written(tmp_path, HOSTILE[name], "file.geojson")))


def test_a_shape_that_is_none_is_one_refused_row(tmp_path: Path) -> None:
    shapes = [{"type": "Point", "coordinates": ["x"]}, {"type": "Nothing"}, {"type": "Polygon", "coordinates": [[[0]]]}]
    told = [{"type": "Feature", "properties": {"id": n}, "geometry": shape} for n, shape in enumerate(shapes)]
    text = json.dumps({"type": "FeatureCollection", "features": told})
    assert [feature.broken for feature in features(written(tmp_path, text, "a.geojson"))] == [True] * 3
