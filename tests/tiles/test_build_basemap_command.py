"""`manage.py build_basemap`: the file one gives, the extract when there is a network, the plan otherwise."""

import json
import shutil
import socket
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tests.tiles.osm_samples import write_sample
from tiles.basemap import fetch
from tiles.basemap.views import archive_path
from tiles.management.commands import build_basemap as command

pytestmark = pytest.mark.skipif(not shutil.which("tilemaker"), reason="tilemaker is not installed")


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A var folder of the test's own, an address where nobody listens, and the sample in the plan's place."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.CARTO_EXTRACT_URL = f"http://127.0.0.1:{closed.getsockname()[1]}/pays.osm.pbf"
    settings.CARTO_VAR = tmp_path
    settings.CARTO_BBOX = (-1.57, 47.20, -1.55, 47.22)
    monkeypatch.setattr(command, "compile_plan", write_sample)
    archive_path().parent.mkdir()


def build(*arguments: str) -> str:
    """What the command says."""
    said = StringIO()
    call_command("build_basemap", *arguments, stdout=said)
    return said.getvalue()


def described() -> dict[str, object]:
    """What lies beside the archive."""
    return json.loads(archive_path().with_suffix(".json").read_text(encoding="utf-8"))


def test_a_file_given_is_the_map(tmp_path: Path) -> None:
    source = write_sample(tmp_path / "essai.osm")
    assert "construit" in build("--osm", str(source))
    assert (described()["kind"], described()["source"]) == ("extract", str(source))
    assert "déjà à jour" in build("--osm", str(source))


def test_the_plan_is_built_on_request() -> None:
    build("--plan")
    assert described()["kind"] == "plan"


def test_without_network_the_plan_takes_the_extract_s_place_and_it_is_said() -> None:
    said = build()
    assert "réseau" in said
    assert "plan schématique" in said
    assert described()["kind"] == "plan"


def test_with_network_the_extract_is_fetched_clipped_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fetched(url: str, target: Path, *, progress: fetch.Progress | None = None) -> Path:
        asked.append(url)
        return write_sample(target)

    monkeypatch.setattr(command, "fetch_extract", fetched)
    build()
    assert described()["kind"] == "extract"
    assert described()["bbox"] == pytest.approx([-1.57, 47.20, -1.55, 47.22])
    assert sorted(path.name for path in archive_path().parent.iterdir()) == [
        "base.json",
        "base.pmtiles",
        "extrait.osm.pbf",
    ]
    build()
    assert len(asked) == 1, "a recent extract is not fetched again"
    build("--refresh")
    assert len(asked) == 2


def test_an_extract_fetched_before_serves_when_the_network_is_gone() -> None:
    write_sample(archive_path().with_name("extrait.osm.pbf"))
    build("--refresh")
    assert described()["kind"] == "extract"


def test_a_bad_file_ends_in_one_french_sentence_and_leaves_the_map(tmp_path: Path) -> None:
    build("--plan")
    (tmp_path / "photo.osm.pbf").write_bytes(b"\x89PNG")
    with pytest.raises(CommandError, match="n’est pas un extrait OpenStreetMap"):
        build("--osm", str(tmp_path / "photo.osm.pbf"))
    assert described()["kind"] == "plan"


def test_two_sources_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        build("--plan", "--osm", str(tmp_path / "essai.osm"))
