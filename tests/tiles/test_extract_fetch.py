"""The extract is fetched from a server of the test's own: whole, broken off, false, absent, or not at all."""

import hashlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tiles.basemap import fetch
from tiles.basemap.fetch import ExtractUnavailable, fetch_extract

CONTENT = b"\x00\x00\x00\x0d\x0a\x09OSMHeader" + bytes(range(256)) * 20_000  # 5 MB, in several chunks
PATH = "/pays-latest.osm.pbf"


@dataclass
class Loopback:
    """What the server will answer, and what it was asked."""

    content: bytes = CONTENT
    md5: str | None = hashlib.md5(CONTENT).hexdigest()
    etag: str = '"v1"'
    status: int = 200
    break_after: list[int] = field(default_factory=list)  # bytes after which each next download is cut
    ranges: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PATH}"


def _handler(loopback: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            if self.path == f"{PATH}.md5":
                self._answer_md5()
            elif loopback.status != 200:
                self.send_error(loopback.status)
            else:
                self._answer_content()

        def _answer_md5(self) -> None:
            if loopback.md5 is None:
                self.send_error(404)
                return
            line = f"{loopback.md5}  pays-latest.osm.pbf\n".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(line)))
            self.end_headers()
            self.wfile.write(line)

        def _answer_content(self) -> None:
            wanted = self.headers.get("Range", "")
            loopback.ranges.append(wanted)
            start = 0
            if wanted and self.headers.get("If-Range") == loopback.etag:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
            body = loopback.content[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", loopback.etag)
            self.end_headers()
            self.wfile.write(body[: loopback.break_after.pop(0)] if loopback.break_after else body)
            self.close_connection = True

    return Handler


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server of one file, on the loopback interface."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    served = Loopback()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(served))
    served.port = server.server_port
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield served
    server.shutdown()
    server.server_close()


def test_a_whole_extract_arrives_and_its_progress_is_told(loopback: Loopback, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    target = fetch_extract(loopback.url, tmp_path / "pays.osm.pbf", progress=lambda *step: told.append(step))
    assert target.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.iterdir()] == ["pays.osm.pbf"]


def test_a_broken_download_goes_on_where_it_stopped(loopback: Loopback, tmp_path: Path) -> None:
    loopback.break_after = [2_000_000]
    assert fetch_extract(loopback.url, tmp_path / "pays.osm.pbf").read_bytes() == CONTENT
    assert loopback.ranges == ["", "bytes=2000000-"]


def test_a_download_that_keeps_breaking_is_kept_for_the_next_time(loopback: Loopback, tmp_path: Path) -> None:
    loopback.break_after = [1_000_000] * fetch.ATTEMPTS
    with pytest.raises(ExtractUnavailable, match="reprendra"):
        fetch_extract(loopback.url, tmp_path / "pays.osm.pbf")
    assert not (tmp_path / "pays.osm.pbf").exists()
    assert fetch_extract(loopback.url, tmp_path / "pays.osm.pbf").read_bytes() == CONTENT
    assert loopback.ranges[-1] == "bytes=3000000-"


def test_a_file_that_changed_meanwhile_is_taken_from_its_beginning(loopback: Loopback, tmp_path: Path) -> None:
    loopback.break_after = [1_000_000] * fetch.ATTEMPTS
    with pytest.raises(ExtractUnavailable):
        fetch_extract(loopback.url, tmp_path / "pays.osm.pbf")
    newer = CONTENT + b"newer"
    loopback.content, loopback.md5, loopback.etag = newer, hashlib.md5(newer).hexdigest(), '"v2"'
    assert fetch_extract(loopback.url, tmp_path / "pays.osm.pbf").read_bytes() == newer


def test_another_checksum_than_announced_is_refused_and_forgotten(loopback: Loopback, tmp_path: Path) -> None:
    loopback.md5 = "0" * 32
    with pytest.raises(ExtractUnavailable, match="somme de contrôle"):
        fetch_extract(loopback.url, tmp_path / "pays.osm.pbf")
    assert list(tmp_path.iterdir()) == []


def test_a_server_without_checksum_is_believed_on_the_file_itself(loopback: Loopback, tmp_path: Path) -> None:
    loopback.md5 = None
    assert fetch_extract(loopback.url, tmp_path / "pays.osm.pbf").read_bytes() == CONTENT


def test_a_web_page_instead_of_an_extract_is_recognised(loopback: Loopback, tmp_path: Path) -> None:
    loopback.content, loopback.md5 = b"<!doctype html><title>Portail</title>" * 100, None
    with pytest.raises(ExtractUnavailable, match="autre chose"):
        fetch_extract(loopback.url, tmp_path / "pays.osm.pbf")
    assert not (tmp_path / "pays.osm.pbf").exists()


def test_an_empty_answer_is_no_extract(loopback: Loopback, tmp_path: Path) -> None:
    loopback.content, loopback.md5 = b"", None
    with pytest.raises(ExtractUnavailable, match="autre chose"):
        fetch_extract(loopback.url, tmp_path / "pays.osm.pbf")


@pytest.mark.parametrize("status", [404, 403, 410])
def test_an_absent_extract_is_said_with_its_address(loopback: Loopback, tmp_path: Path, status: int) -> None:
    loopback.status, loopback.md5 = status, None
    with pytest.raises(ExtractUnavailable, match=f"{status}.*{PATH}"):
        fetch_extract(loopback.url, tmp_path / "pays.osm.pbf")


def test_a_server_in_trouble_is_asked_again_then_left(loopback: Loopback, tmp_path: Path) -> None:
    loopback.status = 503
    with pytest.raises(ExtractUnavailable):
        fetch_extract(loopback.url, tmp_path / "pays.osm.pbf")


def test_a_file_larger_than_the_disk_is_not_begun(
    loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MOST_BYTES", 1000)
    with pytest.raises(ExtractUnavailable, match="disque"):
        fetch_extract(loopback.url, tmp_path / "pays.osm.pbf")


def test_a_refused_connection_is_taken_for_no_network(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(ExtractUnavailable, match="réseau"):
        fetch_extract(f"http://127.0.0.1:{port}{PATH}", tmp_path / "pays.osm.pbf")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "pas une adresse", "http://"])
def test_only_the_web_is_fetched_from(url: str, tmp_path: Path) -> None:
    with pytest.raises(ExtractUnavailable, match="adresse web"):
        fetch_extract(url, tmp_path / "pays.osm.pbf")
