"""What is fetched from an address stops at its bytes, its seconds and its kind, whatever the server does."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from carto.downloads import Caps, NotFetched, fetch, outing

SOON = 0.4  # seconds that a download has here
QUICK = 5.0  # seconds by which it has ended, on a busy machine
BITS = 100
ANY = Caps(10_000, 20.0, lambda _kind: True)


class _Stranger(BaseHTTPRequestHandler):
    """Sends a byte now and then, too much, or something else."""

    def do_GET(self) -> None:
        with suppress(OSError):
            getattr(self, f"_{self.path.strip('/').partition('?')[0]}")()

    def _drips(self) -> None:
        self._begin()
        for _each in range(BITS):
            time.sleep(0.1)
            self.wfile.write(b"a")

    def _drips_its_headers(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        for _each in range(BITS):
            time.sleep(0.1)
            self.wfile.write(b"a")

    def _says_nothing(self) -> None:
        time.sleep(SOON * 3)

    def _goes_on(self) -> None:
        self._begin()
        for _each in range(BITS):
            self.wfile.write(b"a" * 1000)

    def _announces_much(self) -> None:
        self._begin(("Content-Length", "99999999999999999999999"))

    def _swells(self) -> None:
        self._begin(("Content-Encoding", "gzip"))
        self.wfile.write(gzip.compress(b"a" * 1_000_000))

    def _asks_to_sign_in(self) -> None:
        self._begin(("Content-Type", "Text/HTML; charset=utf-8"))

    def _leads_away(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/fine")
        self.end_headers()

    def _fine(self) -> None:
        self._begin(("Content-Type", "text/csv"))
        self.wfile.write(b"a;b\n")

    def _begin(self, *headers: tuple[str, str]) -> None:
        self.send_response(200)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def stranger() -> Iterator[str]:
    """Its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Stranger) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("how", ["drips", "drips_its_headers", "says_nothing"])
def test_a_server_that_drips_holds_nobody(stranger: str, tmp_path: Path, how: str) -> None:
    begun = time.monotonic()
    with pytest.raises(NotFetched, match="trop de temps") as refused:
        fetch(f"{stranger}/{how}", tmp_path / "file", Caps(10_000, SOON, lambda _kind: True), loopback=True)
    assert refused.value.code == "late"
    assert SOON <= time.monotonic() - begun < QUICK
    assert not [each for each in threading.enumerate() if isinstance(each, threading.Timer) and each.is_alive()]


@pytest.mark.parametrize("how", ["goes_on", "announces_much", "swells"])
def test_too_much_of_it_is_not_had(stranger: str, tmp_path: Path, how: str) -> None:
    with pytest.raises(NotFetched, match="trop lourd"):
        fetch(f"{stranger}/{how}", tmp_path / "file", ANY, loopback=True)
    assert (tmp_path / "file").stat().st_size <= ANY.heaviest


def test_nothing_else_than_the_file_is_had(stranger: str, tmp_path: Path) -> None:
    table = Caps(10_000, 20.0, lambda kind: kind == "text/csv")
    assert fetch(f"{stranger}/fine", tmp_path / "file", table, loopback=True).read_bytes() == b"a;b\n"
    for how, code in (("asks_to_sign_in", "kind"), ("leads_away", "away")):
        with pytest.raises(NotFetched) as refused:
            fetch(f"{stranger}/{how}", tmp_path / "file", table, loopback=True)
        assert refused.value.code == code


def test_several_requests_share_their_caps(stranger: str, tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="trop lourd"), outing(Caps(6, 20.0, lambda _kind: True), loopback=True) as out:
        assert out.save(f"{stranger}/fine", tmp_path / "file", params={"page": 1}).read_bytes() == b"a;b\n"
        out.save(f"{stranger}/fine", tmp_path / "file")


@pytest.mark.parametrize(
    "address",
    ["http://exemple.fr/a", "https://127.0.0.1/a", "https://[::1]/a", "https://[bad", "ftp://exemple.fr/a",
     "https://10.0.0.8/a", "https://intranet/a", "https://exemple.fr:8443/a", "file:///etc/passwd"],
)  # fmt: skip
def test_private_addresses_are_not_asked(address: str, tmp_path: Path) -> None:
    with pytest.raises(NotFetched) as refused:
        fetch(address, tmp_path / "file", ANY)
    assert refused.value.code == "address"
    assert not (tmp_path / "file").exists()


def test_a_name_that_leads_into_a_private_network_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Stranger) as inside:
        reached = lambda *_args, **_kwargs: socket.create_connection(inside.server_address)  # noqa: E731
        monkeypatch.setattr("urllib3.util.connection.create_connection", reached)
        with pytest.raises(NotFetched) as refused:
            fetch("https://exemple.fr/a", tmp_path / "file", ANY)
    assert refused.value.code == "address"
