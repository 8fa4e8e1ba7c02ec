"""What answers while we measure: the product's own gunicorn and nginx, and whatever else is started beside them.

Everything listens on loopback, on a port that nobody holds, and is stopped by its own process id.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

LOOPBACK: Final = "127.0.0.1"
LOGS: Final = settings.CARTO_VAR / "bench" / "log"
PATIENCE: Final = 60.0  # seconds for a server to be there


class Absent(Exception):
    """Something that cannot be measured here, and why (French)."""


def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        return trial.getsockname()[1]


@contextmanager
def server(
    name: str,
    command: Sequence[str],
    port: int,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Iterator[str]:
    """Run a server until the block ends; gives its address. Raises Absent when it does not come up.

    It dies with us even if we are killed outright; what it says is in a log of its name.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with log.open("w") as said:
        running = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "--", *command],
            cwd=folder or settings.BASE_DIR,
            env=os.environ | (environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(name, running, port, log)
        yield f"http://{LOOPBACK}:{port}"
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait(name: str, running: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Return when the port answers; raise Absent when the server has died instead."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.05)
    lines = log.read_text(errors="replace").strip().splitlines() or ["sans un mot"]
    raise Absent(f"{name} ne démarre pas : {lines[-1][:200]} (voir {log})")


@contextmanager
def our_web(database: str) -> Iterator[str]:
    """The product as bin/run and docker-compose.yml start it, on a database of ours."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    command += ["--bind", f"{LOOPBACK}:{port}", "carto.wsgi"]
    with server("web", command, port, environment={"CARTO_DB_NAME": database}) as address:
        yield address


def find_nginx() -> str:
    """The path of nginx, installed or unpacked by bin/bench; raises Absent."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:{settings.CARTO_VAR}/nginx/usr/sbin")
    if not found:
        raise Absent("nginx n’est pas sur cette machine")
    return found


@contextmanager
def front_door(behind: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """nginx as docker-compose.yml starts it, before the server at `behind`; `files` are under /media/, by name."""
    nginx = find_nginx()
    # nginx started by root reads its files as nobody, who may not enter every home.
    with tempfile.TemporaryDirectory(prefix="mesure-", dir="/var/tmp") as place:
        folder = Path(place)
        folder.chmod(0o755)
        for name in ("cache", "media"):
            (folder / name).mkdir()
        for name, content in files.items():
            (folder / "media" / name).write_bytes(content)
        port = free_port()
        own = own_configuration(Path(nginx), folder, port, behind.removeprefix("http://"))
        command = [nginx, "-e", str(folder / "start.log"), "-p", str(folder), "-c", str(own)]
        with server("nginx", command, port) as address:
            yield address


def own_configuration(nginx: Path, folder: Path, port: int, behind: str) -> Path:
    """The deployed configuration, with this machine's ports and folders in place of the containers'."""
    mime = next(path for path in (nginx.parents[2] / "etc/nginx", Path("/etc/nginx")) if path.is_dir())
    text = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    for deployed, here in {
        "/etc/nginx/mime.types": f"{mime}/mime.types",
        "/tmp/nginx.pid": f"{folder}/nginx.pid",
        "/var/cache/nginx": f"{folder}/cache",
        "/srv/media/": f"{folder}/media/",
        "web:8000": behind,
        "listen 80;": f"listen {LOOPBACK}:{port};",
        "/dev/stdout": f"{folder}/access.log",
        "/dev/stderr": f"{folder}/error.log",
        "worker_processes auto;": "worker_processes auto; daemon off;",
    }.items():
        if deployed not in text:
            raise Absent(f"deploy/nginx.conf ne dit plus « {deployed} »")
        text = text.replace(deployed, here)
    own = folder / "nginx.conf"
    own.write_text(text)
    return own
