"""Another city is data: Geneva is set up from one folder of readable files, and a report there goes where it should."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

GENEVA = Path(settings.BASE_DIR) / "docs" / "villes" / "geneve"
EXTRACT = Path(settings.CARTO_REAL_DATA or "/nowhere") / "osm" / "geneve.osm.pbf"
NAME = f"carto_geneve_{os.getpid()}"


@pytest.fixture(scope="module")
def empty_database() -> Iterator[dict[str, str]]:
    """A database of its own, where metres are not counted yet; dropped afterwards."""
    told = settings.DATABASES["default"]
    address = {"host": told["HOST"], "port": told["PORT"] or None, "user": told["USER"], "password": told["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        yield {"CARTO_DB_NAME": NAME}
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(NAME)))


@pytest.fixture(scope="module")
def day(empty_database: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a day in Geneva printed (tests/villes/a_day_in_geneva.py)."""
    if not EXTRACT.is_file():
        pytest.skip("CARTO_REAL_DATA does not hold Geneva's extract")
    elsewhere = ("CARTO_BBOX", "CARTO_PLACE", "CARTO_SRID_METRES", "CARTO_TIME_ZONE")
    environment = {name: value for name, value in os.environ.items() if name not in elsewhere} | empty_database
    environment |= {
        "CARTO_CITY": str(GENEVA),
        "CARTO_VAR": str(tmp_path_factory.mktemp("geneve")),
        "DJANGO_SETTINGS_MODULE": "carto.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "CARTO_DB_HOST": settings.DATABASES["default"]["HOST"],
    }
    command = [sys.executable, "-m", "tests.villes.a_day_in_geneva", str(EXTRACT)]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_it_is_geneva_that_opens_in_its_own_metres_and_hours(day: dict[str, Any]) -> None:
    assert day["place"] == ["Genève", "Europe/Zurich", 2056]
    assert day["scale"] == pytest.approx(1, abs=0.0002)
    assert day["metres"] == pytest.approx(77.2, abs=0.3)
    assert day["page"] == ["Genève", "/ville/"]


def test_twice_changes_nothing_and_nothing_of_nantes_is_offered(day: dict[str, Any]) -> None:
    assert day["same"] and len(day["offered"]) == 12
    assert all(code.startswith("ge-") for code in day["offered"])
    assert "12 catégories, 2 questions, 5 services." in day["said"]
    assert "4 règles, 3 réponses prêtes, 1 annonces." in day["said"]


def test_a_sofa_at_the_grottes_goes_to_ville_propre(day: dict[str, Any]) -> None:
    assert day["service"] == "voirie-ville-propre"
    assert day["where"] == ["Grottes et Saint-Gervais", "Rue Jean-Jacques-De-Sellon"]


def test_the_promise_does_not_count_the_jeune_genevois(day: dict[str, Any]) -> None:
    assert day["due"] == "2026-09-14T18:00:00+02:00", "Friday 11 and Monday 14: Thursday 10 is a holiday there"
    assert day["holidays"] == 1
