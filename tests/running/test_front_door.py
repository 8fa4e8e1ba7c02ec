"""deploy/nginx.conf, run by a real nginx: what it keeps, what it passes on, what it must never say."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tiles.bench.servers import own_configuration

NGINX = shutil.which("nginx")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not on this machine (bin/test fetches it)")


class Application(BaseHTTPRequestHandler):
    """Stands where gunicorn stands: says what it was asked, and lets tiles be kept for a minute."""

    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        """Answer with the number of requests so far."""
        self.asked.append((self.path, dict(self.headers)))
        body = f"{len(self.asked)} {self.headers['Accept-Encoding']}".encode()
        self.send_response(200)
        self.send_header("Cache-Control", "no-store" if "version" in self.path else "public, max-age=60")
        self.send_header("Vary", "Accept-Encoding, Cookie")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@dataclass
class FrontDoor:
    """A running nginx, what stands behind it, and the folder it runs in."""

    port: int
    asked: list[tuple[str, dict[str, str]]]
    folder: Path

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Fetch a path; header names are given with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode(errors="replace")


def free_port() -> int:
    """Return a port that nobody holds now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture
def front_door(ground: Path) -> Iterator[FrontDoor]:
    """nginx before an application that counts."""
    for name in ("cache", "media"):
        (ground / name).mkdir()
    handler = type("Counting", (Application,), {"asked": []})
    behind = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=behind.serve_forever, daemon=True).start()
    port = free_port()
    own = own_configuration(Path(f"{NGINX}"), ground, port, f"127.0.0.1:{behind.server_address[1]}")
    server = subprocess.Popen([str(NGINX), "-e", f"{ground}/start.log", "-p", str(ground), "-c", str(own)])
    try:
        wait_for(port, server)
        yield FrontDoor(port, handler.asked, ground)
    finally:
        server.terminate()
        server.wait(10)
        behind.shutdown()
        behind.server_close()


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Return when the port answers; fail when the server has died instead."""
    for _ in range(100):
        assert server.poll() is None, "nginx refused its configuration"
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def test_a_tile_is_drawn_once_for_everybody(front_door: FrontDoor) -> None:
    path = "/tuiles/signalements/12/2030/1432.mvt?themes=voirie"
    first = front_door.get(path, Cookie="sessionid=alice", Accept_Encoding="gzip, br, zstd")
    second = front_door.get(path, Cookie="sessionid=bob", Accept_Encoding="br;q=1.0, gzip")
    assert first[2] == second[2] == "1 br"
    assert second[1]["X-Cache"] == "HIT"


def test_a_browser_without_brotli_has_a_copy_of_its_own(front_door: FrontDoor) -> None:
    path = "/static/carto/map.js"
    assert front_door.get(path, Accept_Encoding="br")[2] == "1 br"
    assert front_door.get(path, Accept_Encoding="gzip, deflate")[2] == "2 gzip"
    assert front_door.get(path)[2] == "3 None"


def test_other_filters_make_another_tile(front_door: FrontDoor) -> None:
    assert front_door.get("/tuiles/idees/12/1/1.mvt?themes=eau")[2].startswith("1")
    assert front_door.get("/tuiles/idees/12/1/1.mvt?themes=feu")[2].startswith("2")


def test_what_the_application_forbids_to_keep_is_asked_again(front_door: FrontDoor) -> None:
    assert front_door.get("/tuiles/version.json")[2].startswith("1")
    assert front_door.get("/tuiles/version.json")[2].startswith("2")


def test_pages_are_never_kept(front_door: FrontDoor) -> None:
    assert front_door.get("/liste/", Cookie="sessionid=alice")[2].startswith("1")
    assert front_door.get("/liste/", Cookie="sessionid=bob")[2].startswith("2")


def test_the_application_learns_who_asks_and_how(front_door: FrontDoor) -> None:
    front_door.get("/", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="https", Host="carte.example:8080")
    front_door.get("/", X_Forwarded_Proto="gopher")
    behind_tls, plain = (headers for _, headers in front_door.asked)
    assert behind_tls["X-Forwarded-For"] == "127.0.0.1"  # not what the visitor pretends
    assert behind_tls["X-Forwarded-Proto"] == "https"
    assert behind_tls["Host"] == "carte.example:8080"
    assert plain["X-Forwarded-Proto"] == "http"


def test_a_photo_is_served_as_a_photo_and_nothing_more(front_door: FrontDoor) -> None:
    (front_door.folder / "media" / "rue.jpg").write_text("image")
    status, headers, body = front_door.get("/media/rue.jpg")
    assert (status, body, headers["Content-Type"]) == (200, "image", "image/jpeg")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not headers.keys() & {"Last-Modified", "ETag"}  # when it was sent
    later = {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert front_door.get("/media/rue.jpg", **later)[0] == 200
    assert front_door.get("/media/")[0] == 403
    for climbing in ("/media/../nginx.conf", "/media/..%2fnginx.conf", "/media../nginx.conf"):
        assert "worker_processes" not in front_door.get(climbing)[2]


def test_neither_a_visitor_s_address_nor_a_secret_is_written_down(front_door: FrontDoor) -> None:
    front_door.get("/suivre/s3cr3t/")
    front_door.get("/compte/acces/password/reset/key/1-s3cr3t/?next=s3cr3t")
    for alert in ("/alerte/?sur=s3cr3t", "/alerte?sur=s3cr3t", "/alerte/lire/S3CR3T22/"):
        front_door.get(alert)  # on how people take part: not even that somebody came
    front_door.get("/media/absente.jpg?s3cr3t")
    for _look in range(50):  # nginx writes its line once the answer has left
        written = "".join(log.read_text() for log in front_door.folder.glob("*.log"))
        if "absente.jpg" in written:
            break
        time.sleep(0.1)
    assert '"GET /suivre/*"' in written
    assert '"GET /media/absente.jpg"' in written
    assert "127.0.0.1" not in written
    assert "s3cr3t" not in written.lower() and "/alerte" not in written


def test_plans_wait_their_turn_and_tiles_do_not(front_door: FrontDoor) -> None:
    with ThreadPoolExecutor(26) as crowd:
        plans = [crowd.submit(front_door.get, f"/tuiles/plan.png?zoom={n}") for n in range(26)]
        while not any(plan.done() for plan in plans):
            time.sleep(0.05)
        assert front_door.get("/tuiles/signalements/12/2030/1432.mvt")[0] == 200
        statuses = [plan.result()[0] for plan in plans]
    assert set(statuses) == {200, 429}
    assert statuses.count(200) >= 21  # the first, and those that wait


def post(door: FrontDoor, size: int, sent: int) -> http.client.HTTPConnection:
    """Begin to send a body of `size` bytes, and leave it at `sent`."""
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=20)
    connection.putrequest("POST", "/signaler/")
    connection.putheader("Content-Length", str(size))
    connection.endheaders(b"x" * sent)
    return connection


def test_too_heavy_a_report_is_told_in_french_words(front_door: FrontDoor) -> None:
    answer = post(front_door, 33 * 1024 * 1024, 10).getresponse()
    assert (answer.status, answer.getheader("Content-Type")) == (413, "text/html; charset=utf-8")
    assert "Ces photos sont trop lourdes" in answer.read().decode()
    assert front_door.asked == []


def test_three_hundred_send_at_once_and_whoever_reads_is_not_shut_out(front_door: FrontDoor) -> None:
    slow = [post(front_door, 1000, 1) for _turn in range(300)]
    try:
        time.sleep(0.3)
        assert post(front_door, 5, 5).getresponse().status == 429
        assert front_door.get("/liste/")[0] == 200
    finally:
        for each in slow:
            each.close()
