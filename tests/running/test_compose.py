"""docker-compose.yml is valid, complete, and runs what bin/run runs."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.running.house import PROJECT

COMPOSE = shutil.which("docker-compose")
pytestmark = pytest.mark.skipif(COMPOSE is None, reason="docker-compose is not on this machine (bin/test installs it)")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The deployment as docker-compose understands it, with the settings of .env.example."""
    folder = tmp_path_factory.mktemp("compose")
    shutil.copy(PROJECT / "docker-compose.yml", folder)
    shutil.copytree(PROJECT / "deploy", folder / "deploy")
    shutil.copy(PROJECT / ".env.example", folder / ".env")
    said = compose(folder, "config")
    assert said.returncode == 0, said.stderr
    return parse(said.stdout)


def compose(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run docker-compose in a folder, without this machine's own settings."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("CARTO_")}
    return subprocess.run([str(COMPOSE), *arguments], cwd=folder, env=bare, capture_output=True, text=True, check=False)


def parse(text: str) -> dict[str, Any]:
    """Read YAML with the Python that docker-compose brings, since ours has no reader."""
    script = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)"
    return json.loads(
        subprocess.run(
            ["/usr/bin/python3", "-c", script], input=text, capture_output=True, text=True, check=True
        ).stdout
    )


def test_every_service_of_the_design_is_there(deployment: dict[str, Any]) -> None:
    assert set(deployment["services"]) == {
        "nginx", "web", "worker", "prepare", "postgis", "mail", "ideas-mail",
    }  # fmt: skip


def test_every_lasting_service_is_watched_and_comes_back(deployment: dict[str, Any]) -> None:
    for name, service in deployment["services"].items():
        if name != "prepare":
            assert service["healthcheck"]["test"], name
            assert service["restart"] == "unless-stopped", name


def test_every_image_is_pinned_by_a_tag(deployment: dict[str, Any]) -> None:
    dockerfile = (PROJECT / "deploy" / "Dockerfile").read_text()
    images = [service["image"] for service in deployment["services"].values()] + re.findall(
        r"^FROM (\S+)", dockerfile, re.M
    )
    assert all(re.fullmatch(r"[\w./-]+:[\w.-]*\d[\w.-]*", image) for image in images), images


def test_only_the_front_door_is_published(deployment: dict[str, Any]) -> None:
    assert [name for name, service in deployment["services"].items() if service.get("ports")] == ["nginx"]


def test_the_pages_know_that_nginx_stands_in_front(deployment: dict[str, Any]) -> None:
    assert deployment["services"]["web"]["environment"]["CARTO_PROXIES"] == "1"


def test_no_deployment_starts_without_secrets_of_its_own(tmp_path: Path) -> None:
    shutil.copy(PROJECT / "docker-compose.yml", tmp_path)
    (tmp_path / ".env").touch()
    refused = compose(tmp_path, "config", "--quiet")
    assert refused.returncode != 0
    assert "CARTO_DB_PASSWORD" in refused.stderr or "CARTO_SECRET_KEY" in refused.stderr


def test_the_containers_run_the_commands_of_bin_run(deployment: dict[str, Any]) -> None:
    ours = (PROJECT / "bin" / "run").read_text()
    for name, words in {
        "web": "gunicorn --config deploy/gunicorn.conf.py",
        "worker": "manage.py procrastinate worker --delete-jobs successful",  # one a minute would pile up
    }.items():
        assert words in " ".join(deployment["services"][name]["command"])
        assert words in ours
    prepared = (PROJECT / "deploy" / "prepare").read_text()
    prepared_here = ours + "".join((PROJECT / "bin" / name).read_text() for name in ("_place.sh", "_setup.sh"))
    for command in (
        "migrate --noinput",
        "collectstatic --noinput",
        "build_basemap",
        "load_place",
        "load_demo --reference",
    ):
        assert command in prepared
        assert command in prepared_here


def test_both_installations_use_the_same_uv() -> None:
    pinned = re.compile(r"uv==[\d.]+")
    files = (PROJECT / "bin" / "_setup.sh", PROJECT / "deploy" / "Dockerfile")
    assert len({found for file in files for found in pinned.findall(file.read_text())}) == 1
