"""Each format of one view holds the same rows, attributes and accents, for programs that are not ours."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import geopandas
import pyogrio
import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client

from carto.fiches.models import Fiche
from tests.factories import make_fiche
from tests.people import alice
from tests.places import CHATEAU, COMMERCE
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
HOSTILE = 'Ça « ira »; l\'été,\n=1+1 <b>&amp;</b> "NULL" \\N\t \x07 \ud7ff 🌳'
SHAPES = (
    "POINT(-1.5506 47.2161)",
    "MULTIPOINT((-1.55 47.21),(-1.56 47.22))",
    "LINESTRING(-1.55 47.21,-1.56 47.22)",
    "POLYGON((-1.55 47.21,-1.54 47.21,-1.54 47.22,-1.55 47.21),(-1.545 47.2105,-1.543 47.2105,-1.543 47.212,-1.545 "
    "47.2105))",
    "GEOMETRYCOLLECTION(POINT(-1.55 47.21),LINESTRING(-1.55 47.21,-1.56 47.22))",
)
WHEN = datetime(2026, 3, 2, 21, 47, 12, tzinfo=UTC)


def taken(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def saved(client: Client, folder: Path, extension: str, query: str = "") -> Path:
    path = folder / f"vue.{extension}"
    path.write_bytes(taken(client, f"/donnees/fiches.{extension}?{query}"))
    return path


@pytest.fixture
def every_shape() -> list[Fiche]:
    """One idea of each shape, all signed but the first."""
    signed = [None, *[alice()] * (len(SHAPES) - 1)]
    return [
        make_idee(GEOSGeometry(shape, srid=4326), title=f"Été n° {rank}", text=HOSTILE, author=author, created_at=WHEN)
        for rank, (shape, author) in enumerate(zip(SHAPES, signed, strict=True))
    ]


def test_geopackage_and_geoparquet_hold_every_shape_whole(
    client: Client, tmp_path: Path, every_shape: list[Fiche]
) -> None:
    package = pyogrio.read_dataframe(saved(client, tmp_path, "gpkg", "couches=idees"))
    parquet = geopandas.read_parquet(saved(client, tmp_path, "parquet", "couches=idees"))
    for frame in (package, parquet):
        assert list(frame["title"]) == [f"Été n° {rank}" for rank in range(len(SHAPES))]
        assert set(frame["text"]) == {HOSTILE}
        assert list(frame["autocollant_nom"]) == ["Un banc"] * len(SHAPES)  # what only ideas have
        assert list(frame["uuid"]) == [str(fiche.uuid) for fiche in every_shape]
        assert frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"
        assert frame.geometry.geom_type.nunique() == len(SHAPES)
        assert frame["repondu_le"].isna().all()
        assert set(frame["demonstration"]) == {False}
        assert frame["author"].isna().sum() == 1


def test_who_stays_anonymous_is_known_to_the_day_and_to_ten_metres(
    client: Client, tmp_path: Path, every_shape: list[Fiche]
) -> None:
    frame = pyogrio.read_dataframe(saved(client, tmp_path, "gpkg", "couches=idees"))
    assert frame["created_at"][0].isoformat() == "2026-03-02T00:00:00+00:00"
    assert frame["created_at"][1].isoformat() == WHEN.isoformat()
    apart = frame.to_crs(2154).geometry[0].distance(geopandas.GeoSeries.from_wkt([SHAPES[0]], crs=4326).to_crs(2154)[0])
    assert 0 < apart < 7.1
    alike = [json.loads(taken(client, "/donnees/fiches.geojson?couches=idees"))["features"][0]]
    alike += json.loads(taken(client, "/api/v1/idees/tout/"))["features"][:1]
    for feature in alike:
        assert feature["properties"]["created_at"] == "2026-03-02T00:00:00+00:00"
        assert feature["geometry"]["coordinates"] == pytest.approx(list(frame.geometry[0].coords[0]), abs=1e-6)
    assert "21:47:12" not in taken(client, "/donnees/fiches.csv?couches=idees").decode().split("Été n° 1")[0]


def test_a_shapefile_is_one_for_each_kind_of_shape_with_its_names_explained(
    client: Client, tmp_path: Path, every_shape: list[Fiche]
) -> None:
    path = saved(client, tmp_path, "shp.zip", "couches=idees")
    counts = {}
    for name in ("points", "multipoints", "lignes", "surfaces"):
        frame = pyogrio.read_dataframe(f"/vsizip/{path}/idees_{name}.shp")
        counts[name] = len(frame)
        assert all(title.startswith("Été n° ") for title in frame["title"])
        assert all(len(column) <= 10 for column in frame.columns)
    assert counts == {"points": 1, "multipoints": 1, "lignes": 2, "surfaces": 1}
    with ZipFile(path) as archive:
        mapping = list(csv.DictReader(io.StringIO(archive.read("champs.csv").decode())))
        assert archive.read("idees_points.cpg") == b"UTF-8"
    named = {row["champ"]: row["colonne"] for row in mapping}
    assert named["autocollan"] == "autocollant"
    assert named["autocoll_2"] == "autocollant_nom"


def test_kml_and_gpx_survive_every_text_and_shape(client: Client, tmp_path: Path, every_shape: list[Fiche]) -> None:
    frame = pyogrio.read_dataframe(saved(client, tmp_path, "kml", "couches=idees"))
    assert list(frame["title"]) == [f"Été n° {rank}" for rank in range(len(SHAPES))]
    assert set(frame["text"]) == {HOSTILE.replace("\x07", "")}
    path = saved(client, tmp_path, "gpx", "couches=idees")
    assert len(pyogrio.read_dataframe(path, layer="waypoints")) == 3
    tracks = pyogrio.read_dataframe(path, layer="tracks")
    assert sorted(tracks["name"]) == ["Été n° 2", "Été n° 3", "Été n° 4"]


def test_french_excel_is_given_what_it_opens(client: Client, every_shape: list[Fiche]) -> None:
    make_fiche(COMMERCE, title="=HYPERLINK(evil)", kind="equipement")
    whole = taken(client, "/donnees/fiches.csv?excel=1").decode()
    assert whole.startswith("\ufeffuuid;number;")
    lines = list(csv.DictReader(io.StringIO(whole.removeprefix("\ufeff")), delimiter=";"))
    assert len(lines) == len(SHAPES) + 1
    assert lines[0]["text"] == HOSTILE
    assert lines[0]["created_at"] == "2026-03-02"
    assert lines[1]["created_at"] == "2026-03-02 22:47"
    assert lines[0]["demonstration"] == "non"
    assert float(lines[0]["longitude"].replace(",", ".")) == pytest.approx(-1.5506, abs=1e-4)
    assert "," in lines[0]["latitude"]
    assert lines[2]["longitude"] == ""
    assert lines[-1]["title"] == "'=HYPERLINK(evil)"


@pytest.mark.parametrize("extension", ["gpkg", "parquet", "shp.zip", "kml", "gpx", "csv", "geojson"])
def test_an_empty_view_is_an_empty_file_and_a_wrong_one_a_problem(client: Client, extension: str) -> None:
    make_fiche(CHATEAU)
    answer = client.get(f"/donnees/fiches.{extension}?couches=opportunites")
    assert (answer.status_code, answer["X-Total-Count"]) == (200, "0")
    assert b"".join(answer.streaming_content)
    refused = client.get(f"/donnees/fiches.{extension}?couches=licornes")
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert client.post(f"/donnees/fiches.{extension}").status_code == 405


def test_more_rows_than_a_shapefile_holds_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from carto.ouvert.files.formats import FORMATS

    monkeypatch.setitem(FORMATS, "shp.zip", replace(FORMATS["shp.zip"], most=1))
    make_fiche(CHATEAU)
    make_fiche(COMMERCE)
    answer = client.get("/donnees/fiches.shp.zip")
    assert answer.status_code == 422
    assert "GeoPackage" in answer.json()["title"]
