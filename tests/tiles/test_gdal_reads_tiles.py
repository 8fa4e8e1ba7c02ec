"""A desktop GIS reads our tiles: GDAL's own client, on a running server."""

import json
import shutil
import subprocess

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_fiche, make_territoire
from tests.people import alice
from tests.places import CHATEAU, COMMERCE
from tests.tiles.decode import tile_at

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo (Debian's gdal-bin) is not installed"),
]


def _ogrinfo(*arguments: str) -> str:
    """What ogrinfo prints, warnings included; any failure fails the test."""
    found = subprocess.run(["ogrinfo", *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert found.returncode == 0, found.stderr
    assert "ERROR" not in found.stderr
    return found.stdout


def test_it_reads_a_zoom_of_a_layer_by_its_plain_address(live_server: LiveServer) -> None:
    make_fiche(title="Lampadaire éteint")
    make_fiche(COMMERCE, title="Trottoir défoncé", demonstration=True)
    said = _ogrinfo("-al", f"MVT:{live_server.url}/tuiles/signalements/10")
    assert "using driver `MVT' successful" in said
    assert "Layer name: signalements" in said
    assert "Feature Count: 2" in said
    assert 'ID["EPSG",3857]' in said
    assert "demo: Integer(Boolean)" in said
    assert "title (String) = Lampadaire éteint" in said
    assert said.count("  POINT (-17") == 2


def test_it_reads_several_layers_through_tilejson(live_server: LiveServer) -> None:
    make_fiche(kind="idee")
    make_territoire(name="Centre-Ville")
    tiles = f"{live_server.url}/tuiles/idees,territoires"
    options = ("-oo", f"METADATA_FILE={tiles}.json", "-oo", "TILE_EXTENSION=mvt")
    said = _ogrinfo("-al", *options, f"MVT:{tiles}/10")
    assert "Layer name: idees" in said
    assert "Layer name: territoires" in said
    assert "name (String) = Centre-Ville" in said
    assert "MULTIPOLYGON" in said or "POLYGON" in said


def test_it_reads_one_tile(live_server: LiveServer) -> None:
    make_fiche(title="Dépôt sauvage")
    tile = tile_at(CHATEAU, 14)
    said = _ogrinfo("-al", f"MVT:{live_server.url}/tuiles/signalements/{tile.z}/{tile.x}/{tile.y}.mvt")
    assert "title (String) = Dépôt sauvage" in said


def test_positions_come_back_where_they_were_put(live_server: LiveServer) -> None:
    make_fiche(author=alice())
    tile = tile_at(CHATEAU, 16)
    source = f"MVT:{live_server.url}/tuiles/signalements/{tile.z}/{tile.x}/{tile.y}.mvt"
    command = ["ogr2ogr", "-f", "GeoJSON", "-t_srs", "EPSG:4326", "/vsistdout/", source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    (feature,) = json.loads(done.stdout)["features"]
    assert feature["geometry"]["coordinates"] == pytest.approx([CHATEAU.x, CHATEAU.y], abs=2e-6)
