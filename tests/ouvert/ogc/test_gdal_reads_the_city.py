"""GDAL's own driver, which was not written by us: layers, counts, frames, attributes, and pages that follow on."""

import subprocess
import sys
from pathlib import Path

import pyogrio
import pytest
from django.http import QueryDict
from pytest_django.live_server_helper import LiveServer

from carto.ouvert.ogc.asking import Asked
from carto.ouvert.ogc.collections import Collection
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


def test_a_filter_and_a_frame_are_asked_of_the_server_and_pages_follow_on(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_ideas()
    asked: list[dict[str, str]] = []
    read = Asked.read.__func__

    def noted(cls: type[Asked], params: QueryDict, collection: Collection) -> Asked:
        asked.append(params.dict())
        return read(cls, params, collection)

    monkeypatch.setattr(Asked, "read", classmethod(noted))
    root = f"OAPIF:{live_server.url}/ogc/"
    told = gdal("ogrinfo", root, "idees", "-where", "stage = 'new'", "-spat", "-1.551", "47.215", "-1.548", "47.217")
    assert "Feature Count: 1" in told
    assert "Un banc" in told
    last = asked[-1]
    assert [round(float(edge), 6) for edge in last["bbox"].split(",")] == [-1.551, 47.215, -1.548, 47.217]
    assert "new" in last.get("stage", "") + last.get("filter", "")
    asked.clear()
    assert gdal("ogrinfo", "-q", root, "idees", "-oo", "PAGE_SIZE=1").count("OGRFeature(idees)") == 3
    assert sum("apres" in each for each in asked) == 2


@pytest.mark.parametrize(("crs", "srid"), [("EPSG:2154", 2154), ("EPSG:3857", 3857)])
def test_it_is_answered_in_metres(live_server: LiveServer, tmp_path: Path, crs: str, srid: int) -> None:
    idea = three_ideas()[0]
    target = tmp_path / "idees.gpkg"
    # In a process of its own: it would keep our server, a thread of this one, from answering it.
    reads = (
        "import pyogrio, sys; a = sys.argv; f = pyogrio.read_dataframe(a[1], layer='idees', CRS=a[2]); f.to_file(a[3])"
    )
    gdal(sys.executable, "-c", reads, f"OAPIF:{live_server.url}/ogc/", crs, str(target))
    frame = pyogrio.read_dataframe(target)
    assert frame.crs.to_epsg() == srid
    place = idea.geom.transform(srid, clone=True)
    found = frame[frame["title"] == "Un banc"].geometry.iloc[0]
    assert (found.x, found.y) == pytest.approx((place.x, place.y), abs=0.02)
