"""What every test shares: its own folders, so that no test writes where people's files are."""

from pathlib import Path

import pytest
from django.apps import apps
from pytest_django.fixtures import Settings

from tiles.mesures.figures import forget


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Photos go to a folder of the test's; static files are read where they are written, whatever the settings say."""
    settings.MEDIA_ROOT = tmp_path / "media"
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path / "prive"}}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain, "private": private}
    # The field took its storage when the models were loaded: the setting comes too late for it.
    kept = apps.get_model("fiches", "Photo")._meta.get_field("original").storage
    monkeypatch.setitem(vars(kept), "location", str(tmp_path / "prive"))


@pytest.fixture(autouse=True)
def own_figures() -> None:
    """A test's database goes back to where it was, versions too: what a version stood for is another thing then."""
    forget()
