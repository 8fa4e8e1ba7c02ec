"""GDAL's own driver, which was not written by us: layers, counts, frames, attributes, and pages that follow on."""

import subprocess
from pathlib import Path

import pyogrio
import pytest
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_territoire
from tests.ouvert.ogc.samples import three_ideas

pytestmark = pytest.mark.django_db(transaction=True)


def gdal(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_lists_counts_filters_and_copies(live_server: LiveServer, tmp_path: Path) -> None:
    three_ideas()
    make_territoire(name="Centre-Ville", code="44109-01")
    root = f"OAPIF:{live_server.url}/ogc/"
    assert {"idees", "quartiers", "rues"} <= set(gdal("ogrinfo", "-q", root).replace(":", " ").split())
    told = gdal("ogrinfo", "-so", root, "idees")
    assert "Feature Count: 3" in told
    assert "title: String" in told
    near = gdal("ogrinfo", root, "idees", "-spat", "-1.551", "47.215", "-1.548", "47.217")
    assert "Feature Count: 1" in near
    assert "POINT (-1.5497 47.2161)" in near
    assert "Feature Count: 2" in gdal("ogrinfo", "-so", root, "idees", "-where", "stage = 'new'")
    target = tmp_path / "idees.gpkg"
    gdal("ogr2ogr", str(target), root, "idees", "-oo", "PAGE_SIZE=2")
    copied = pyogrio.read_dataframe(target)
    assert sorted(copied["title"]) == ["L’ombre d'un arbre", "Un banc", "Un jeu"]
    assert (copied.geometry.x < -1).all()
