"""A city without streets, whatever network this machine holds: distances are as the crow flies."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def no_streets(settings: Settings, tmp_path: Path) -> None:
    settings.CARTO_VAR = tmp_path
