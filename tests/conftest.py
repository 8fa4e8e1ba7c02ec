"""What every test shares: its own folders, so that no test writes where people's files are."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.db import connection
from pytest_django.fixtures import Settings

from tiles.mesures.figures import forget

# Drawn afresh each time by whoever looks for trouble (`bin/test --all`); a run that judges a change draws the same.
hypothesis.settings.register_profile("afresh", deadline=None)
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.load_profile("afresh")


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


@pytest.fixture(autouse=True)
def own_jobs(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test that commits deferred is not left to the next: that table is not Django's, and is not emptied."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_periodic_defers")
            # A worker that is being stopped may still hold its own.
            free = "SELECT id FROM procrastinate_jobs FOR UPDATE SKIP LOCKED"
            cursor.execute(f"DELETE FROM procrastinate_jobs WHERE id IN ({free})")
