"""Gunicorn, as deploy/gunicorn.conf.py sets it, writes neither who asked nor the secrets in what was asked."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.running.house import PROJECT

APPLICATION = "def application(environ, start):\n    start('200 OK', [])\n    return [b'ok']\n"


def test_the_access_log_is_discreet(tmp_path: Path) -> None:
    (tmp_path / "smallest.py").write_text(APPLICATION)
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{trial.getsockname()[1]}"
    configuration = str(PROJECT / "deploy" / "gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", "--config", configuration, "--bind", address, "smallest:application"]
    log = tmp_path / "web.log"
    with log.open("w") as out, subprocess.Popen(command, cwd=tmp_path, stdout=out, stderr=subprocess.STDOUT) as server:
        try:
            for page in (
                "/liste/?q=alice",
                "/suivre/s3cr3t/",
                "/api/v1/photos/s3cr3t/",
                "/abonnements/s3cr3t/arreter/",
                "/compte/acces/password/reset/key/1-s3cr3t/",
                "/alerte/?sur=s3cr3t",
                "/alerte",
            ):
                assert fetch(f"http://{address}{page}") == b"ok"
        finally:
            server.terminate()
    written = log.read_text()
    lines = [line.partition("] ")[2] for line in written.splitlines() if '"GET ' in line]
    # Two processes write: the order of their lines is theirs.
    assert {line.split('"')[1] for line in lines} == {
        "GET /liste/", "GET /suivre/*", "GET /api/v1/photos/*", "GET /abonnements/*", "GET /compte/acces/*",
    }  # fmt: skip
    assert "s3cr3t" not in written
    assert not [line for line in lines if "127.0.0.1" in line]


def fetch(url: str) -> bytes:
    """The page's body; gives the server a moment to be there."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read()
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    raise AssertionError(url)
