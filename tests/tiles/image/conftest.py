"""A base map of one street, one river and a few names in the middle of Nantes, for plans."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.tiles.image.drawn import write_base


@pytest.fixture
def base_map(settings: Settings, tmp_path: Path) -> Callable[..., None]:
    """Makes the base map in use; `layers` replaces or adds features (see drawn.py)."""
    settings.CARTO_VAR = tmp_path / "var"

    def make(**layers: list[dict[str, Any]]) -> None:
        write_base(settings.CARTO_VAR / "basemap", layers)

    make()
    return make
