"""QGIS itself, Debian's, without a screen: our features by its OAPIF provider, our vector tiles drawn to a picture."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from carto.fiches.layers import layer_named
from tests.ouvert.ogc.samples import three_ideas
from tests.places import CHATEAU

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = Path(__file__).with_name("in_qgis.py")
PYTHON = "/usr/bin/python3"  # the one that Debian's modules are made for
ANSWERS_IN_METRES = 33_000  # before that version, QGIS asks an OGC API for degrees alone


def qgis_here() -> bool:
    return Path("/usr/lib/python3/dist-packages/qgis/core").is_dir()


@pytest.mark.skipif(not qgis_here(), reason="python3-qgis is not installed (bin/test --all installs it)")
def test_it_counts_filters_reads_and_draws(live_server: LiveServer, tmp_path: Path) -> None:
    three_ideas()
    own = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    own = {name: value for name, value in own.items() if name not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}
    command = [PYTHON, str(SCRIPT), live_server.url, str(tmp_path), str(CHATEAU.x), str(CHATEAU.y)]
    done = subprocess.run(command, env=own, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.strip().splitlines()[-1])
    features = told["features"]
    assert features["valid"]
    assert features["count"] == 3
    assert features["titles"] == ["L’ombre d'un arbre", "Un banc", "Un jeu"]
    assert features["done"] == ["L’ombre d'un arbre"]
    assert features["near"] == ["Un banc"]
    assert features["chosen_taken"]
    assert features["chosen"] == ["Un banc", "Un jeu"]
    assert {"title", "stage", "quartier", "created_at"} <= set(features["fields"])
    assert features["crs"] in {"EPSG:4326", "OGC:CRS84"}
    assert features["place"] == pytest.approx([CHATEAU.x, CHATEAU.y], abs=1e-6)
    in_metres = CHATEAU.transform(2154, clone=True)
    assert features["metres"] == pytest.approx([in_metres.x, in_metres.y], abs=0.1)
    if told["version"] >= ANSWERS_IN_METRES:
        assert features["lambert_crs"] == "EPSG:2154"
    assert told["tiles_valid"]
    assert all(pixels > 10 for pixels, _middle in told["painted"].values()), told["painted"]
    for crs in (3857, 2154):
        assert told["painted"][f"styled_{crs}"][1] == layer_named("idees").colour[0]
