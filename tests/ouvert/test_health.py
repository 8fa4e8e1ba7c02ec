"""/sante/ says yes only when everything that people rely on answers."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(settings: Settings, tmp_path: Path) -> Path:
    """A base map archive in the test's own var folder."""
    settings.CARTO_VAR = tmp_path
    archive = tmp_path / "basemap" / "base.pmtiles"
    archive.parent.mkdir()
    archive.write_bytes(b"PMTiles\x03")
    return archive


def _worker_seen(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
            [timezone.now() - timedelta(seconds=seconds_ago)],
        )
    assert ProcrastinateWorker.objects.count() == 1


def test_all_well(client: Client, base: Path) -> None:
    _worker_seen(5)
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "database": "ok", "worker": "ok", "basemap": "ok"})


def test_without_a_worker_it_says_which_part_is_missing(client: Client, base: Path) -> None:
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()["worker"]) == (503, "no worker")


def test_a_worker_silent_for_two_minutes_is_not_well(client: Client, base: Path) -> None:
    _worker_seen(120)
    assert client.get("/sante/").json()["worker"].startswith("silent since")


def test_a_broken_base_map_is_said(client: Client, base: Path) -> None:
    base.write_bytes(b"<html>404</html>")
    assert client.get("/sante/").json()["basemap"] == "not a PMTiles archive"
    base.unlink()
    assert client.get("/sante/").json()["basemap"] == "FileNotFoundError"
