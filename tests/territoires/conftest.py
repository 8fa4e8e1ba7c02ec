"""What the tests of places share."""

from pathlib import Path

import pytest
from django.conf import settings as configured
from pytest_django.fixtures import Settings

from carto.territoires.loaders.territoires import store_borders
from carto.territoires.models import Level
from carto.territoires.sources.borders import read_borders
from tests.territoires.samples import area, row, write_extract, write_rows


@pytest.fixture
def real() -> Path:
    """The folder of real open data; the test is skipped, with the reason, where there is none."""
    if not configured.CARTO_REAL_DATA or not Path(configured.CARTO_REAL_DATA).is_dir():
        pytest.skip("CARTO_REAL_DATA names no folder with real open data")
    return Path(configured.CARTO_REAL_DATA)


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """The authored extract."""
    return write_extract(tmp_path / "essais.osm")


@pytest.fixture
def two_communes(tmp_path: Path) -> None:
    """West and east of the château."""
    path = write_rows(
        tmp_path / "communes.geojson",
        row(area(-2, -2, 0, 2), insee="44901", nom="Ouest-Ville"),
        row(area(0, -2, 2, 2), insee="44902", nom="Est-Ville"),
    )
    store_borders(read_borders(path).good, Level.COMMUNE)


@pytest.fixture
def own_var(settings: Settings, tmp_path: Path) -> Path:
    """A `var/` of the test's own."""
    settings.CARTO_VAR = tmp_path / "var"
    return settings.CARTO_VAR
