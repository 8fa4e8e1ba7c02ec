"""The base map's tiles as a browser receives them."""

import gzip
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.tiles.test_basemap_archive import FRANCE, NANTES, write_archive
from tiles.basemap.views import archive_path

BASE = "/tuiles/fond"
TILE = BASE + "/{}/{}/{}.mvt".format(*NANTES)


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> None:
    """A var folder of the test's own, with a base map of two tiles."""
    settings.CARTO_VAR = tmp_path
    archive_path().parent.mkdir()
    write_archive(archive_path(), {NANTES: b"commerce", FRANCE: b"ouest"})


def test_a_browser_receives_the_tile_as_it_is_stored(client: Client) -> None:
    answer = client.get(TILE, headers={"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == b"commerce"
    assert "Accept-Encoding" in answer["Vary"]


def test_a_client_without_gzip_receives_the_plain_tile(client: Client) -> None:
    answer = client.get(TILE)
    assert answer.content == b"commerce"
    assert "Content-Encoding" not in answer


def test_a_tile_already_received_is_not_sent_again_until_the_map_changes(client: Client) -> None:
    etag = client.get(TILE)["ETag"]
    assert client.get(TILE, headers={"If-None-Match": etag}).status_code == 304
    write_archive(archive_path().with_name("new"), {NANTES: b"place royale"}).replace(archive_path())
    assert client.get(TILE, headers={"If-None-Match": etag}).content == b"place royale"


def test_a_tile_may_be_kept_by_caches(client: Client) -> None:
    assert "public" in client.get(TILE)["Cache-Control"]
    assert "Cookie" not in client.get(TILE)["Vary"]


def test_where_nothing_is_drawn_there_is_no_content(client: Client) -> None:
    answer = client.get(f"{BASE}/14/0/0.mvt")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("path", ["/15/16242/11487.mvt", "/5/15/11.mvt", f"/{10**40}/0/0.mvt"])
def test_beyond_its_zooms_the_base_has_no_tile(client: Client, path: str) -> None:
    answer = client.get(BASE + path)
    assert answer.status_code == 404
    assert "échelle" in answer.json()["title"]


@pytest.mark.parametrize("path", ["/6/64/0.mvt", "/6/0/64.mvt", f"/14/{10**40}/0.mvt"])
def test_outside_the_world_there_is_no_tile(client: Client, path: str) -> None:
    answer = client.get(BASE + path)
    assert answer.status_code == 404
    assert "en dehors" in answer.json()["title"]


@pytest.mark.parametrize("path", ["/14/-1/0.mvt", "/a/b/c.mvt", "/14/1.5/0.mvt", "/14/1/0.png", "/14/1/0"])
def test_what_is_no_address_of_a_tile_is_not_found(client: Client, path: str) -> None:
    assert client.get(BASE + path).status_code == 404


def test_a_tile_is_only_read(client: Client) -> None:
    assert client.post(TILE).status_code == 405
    assert client.head(TILE).status_code == 200


def test_without_a_map_the_command_to_type_is_given(client: Client) -> None:
    archive_path().unlink()
    answer = client.get(TILE)
    assert answer.status_code == 503
    assert answer.json()["detail"] == "manage.py build_basemap"


def test_a_broken_map_is_said_to_be_broken(client: Client) -> None:
    archive_path().write_bytes(b"PMTiles\x03 broken")
    answer = client.get(TILE)
    assert answer.status_code == 503
    assert "reconstruire" in answer.json()["title"]
