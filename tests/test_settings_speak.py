"""An odd setting stops the start and says which one; the geographic libraries are the ones we chose."""

from pathlib import Path

import pytest
from django.contrib.gis.gdal import gdal_version
from django.contrib.gis.geos import Point, geos_version
from django.core.exceptions import ImproperlyConfigured
from pyproj import Transformer

from carto import environment
from carto.geolibraries import gdal_library, geos_library
from tests.places import CHATEAU


@pytest.mark.parametrize("raw", ["maybe", "2", "oui"])
def test_a_yes_or_no_is_nothing_else(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("CARTO_ODD", raw)
    with pytest.raises(ImproperlyConfigured, match="CARTO_ODD"):
        environment.env_bool("CARTO_ODD", True)


@pytest.mark.parametrize("raw", ["-1", "ten", "1.5", "0"])
def test_a_port_is_a_whole_number_from_one(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("CARTO_ODD", raw)
    with pytest.raises(ImproperlyConfigured, match="CARTO_ODD"):
        environment.env_int("CARTO_ODD", 1, at_least=1)


@pytest.mark.parametrize("raw", ["1,2,3", "a,b,c,d", "3,0,1,1", "0,0,400,1", "nan,0,1,1"])
def test_a_box_is_west_south_east_north(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("CARTO_ODD", raw)
    with pytest.raises(ImproperlyConfigured, match="CARTO_ODD"):
        environment.env_bbox("CARTO_ODD", (0, 0, 1, 1))


def test_a_deployment_without_a_secret_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARTO_SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="CARTO_SECRET_KEY"):
        environment.env_secret("CARTO_SECRET_KEY", debug=False)
    monkeypatch.setenv("CARTO_SECRET_KEY", "short")
    with pytest.raises(ImproperlyConfigured):
        environment.env_secret("CARTO_SECRET_KEY", debug=True)


def test_the_example_s_secret_protects_nobody_and_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (Path(__file__).parents[1] / ".env.example").read_text(encoding="utf-8").splitlines()
    [example] = [line.partition("=")[2] for line in lines if line.startswith("CARTO_SECRET_KEY=")]
    monkeypatch.setenv("CARTO_SECRET_KEY", example)
    with pytest.raises(ImproperlyConfigured, match="CARTO_SECRET_KEY"):
        environment.env_secret("CARTO_SECRET_KEY", debug=False)


def test_the_wheels_libraries_are_used_and_transform_right() -> None:
    assert gdal_library() and geos_library(), "pyogrio or shapely no longer carries its libraries where we look"
    assert tuple(int(part) for part in gdal_version().decode().split(".")[:2]) >= (3, 9)
    assert geos_version() >= b"3.12"
    metres = CHATEAU.transform(2154, clone=True)
    by_pyproj = Transformer.from_crs(4326, 2154, always_xy=True).transform(CHATEAU.x, CHATEAU.y)
    assert metres.distance(Point(*by_pyproj, srid=2154)) < 0.01
