"""bin/run opens the house with one command, reuses what is there, and ends with all that it started."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.running.house import PROJECT

SLOW_STEPS = ("Paquets", "Tables", "Fichiers des pages", "Fond de carte", "Territoires")
OPENS_WITHIN = 300  # seconds: the first time, on a busy machine; never a measure


@dataclass
class Run:
    """One bin/run on this project, with a `var` of its own."""

    var: Path
    arguments: tuple[str, ...] = ()
    printed: list[str] = field(default_factory=list)
    url: str = ""

    def open(self) -> "Run":
        """Start it and wait for its address."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CARTO_")}
        self.process = subprocess.Popen(
            [PROJECT / "bin" / "run", *self.arguments],
            env=inherited | {"CARTO_VAR": str(self.var)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # Started in the background, a test run ignores Ctrl-C, and would bequeath that: bash cannot trap it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        assert self.process.stdout is not None
        deadline = time.monotonic() + OPENS_WITHIN
        for line in self.process.stdout:
            self.printed.append(line)
            self.url = line.split()[-1] if "http://127.0.0.1:" in line and "ouverte" in line else ""
            if self.url:
                return self
            assert time.monotonic() < deadline
        raise AssertionError("".join(self.printed))

    def end(self, number: signal.Signals) -> int:
        """Send a signal to bin/run alone, and return its exit status."""
        self.process.send_signal(number)
        assert self.process.stdout is not None
        self.printed.extend(self.process.stdout)
        return self.process.wait(60)

    def said(self) -> str:
        """All that was printed so far."""
        return "".join(self.printed)


def processes_of(var: Path) -> list[str]:
    """The command lines of all processes that were started with this `var`, or hold its cluster."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (process / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if f"CARTO_VAR={var}\0" in environment:
            found.append(command)
    return found


def gone(var: Path) -> bool:
    """True once nothing of that `var` runs, its cluster included; gives processes a moment to end."""
    for _ in range(100):
        if not processes_of(var) and not (var / "postgis" / "data" / "postmaster.pid").exists():
            return True
        time.sleep(0.1)
    return False


def status_of(url: str) -> int:
    """The HTTP status of a page."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A `var` that every account may reach, prepared once for this module."""
    with tempfile.TemporaryDirectory(prefix="maison-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "var"


@pytest.fixture(scope="module")
def first(var: Path) -> Run:
    """A first opening, on a port that somebody else holds, ended by Ctrl-C."""
    with socket.socket() as neighbour:
        neighbour.bind(("127.0.0.1", 0))
        neighbour.listen()
        taken = neighbour.getsockname()[1]
        run = Run(var, ("--plan", "--empty", "--port", str(taken))).open()
        assert f"Le port {taken} est pris" in run.said()
        assert str(taken) not in run.url
        assert status_of(run.url) == 200
        assert status_of(f"{run.url}sante/") == 200
        assert run.end(signal.SIGINT) == 130
        assert neighbour.fileno() >= 0
    return run


def test_the_first_start_prints_one_address_and_ctrl_c_ends_everything(first: Run, var: Path) -> None:
    assert first.said().count("http://") == 1
    assert gone(var), processes_of(var)


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), pytest.param(signal.SIGHUP, 129, marks=pytest.mark.long)]
)
def test_a_second_start_reuses_everything_and_obeys_any_end(
    first: Run, var: Path, number: signal.Signals, status: int
) -> None:
    again = Run(var, ("--empty",)).open()
    assert not [step for step in SLOW_STEPS if step in again.said()], again.said()
    assert status_of(again.url) == 200
    assert again.end(number) == status
    assert gone(var), processes_of(var)


@pytest.mark.long
def test_nothing_is_left_serving_when_bin_run_is_killed_outright(first: Run, var: Path) -> None:
    killed = Run(var, ("--empty",)).open()
    killed.process.kill()
    killed.process.wait()
    for _ in range(100):
        left = [line for line in processes_of(var) if "postgres" not in line]
        if not left:
            break
        time.sleep(0.1)
    assert left == []
    after = Run(var, ("--empty",)).open()  # takes the cluster over, and ends with it
    after.end(signal.SIGTERM)
    assert gone(var), processes_of(var)


@pytest.mark.long
def test_a_lost_database_is_made_anew(first: Run, var: Path) -> None:
    environment = {**os.environ, "CARTO_VAR": str(var)}
    environment.pop("CARTO_DB_HOST", None)
    environment.pop("CARTO_DB_NAME", None)
    postgis = PROJECT / "bin" / "postgis"
    subprocess.run([postgis, "lease"], env=environment, check=True)
    subprocess.run([postgis, "psql", "-d", "postgres", "-c", "DROP DATABASE carto"], env=environment, check=True)
    subprocess.run([postgis, "release"], env=environment, check=True)
    again = Run(var, ("--empty",)).open()
    assert "Tables" in again.said()
    assert status_of(again.url) == 200
    again.end(signal.SIGTERM)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--osm", "/nulle/part.osm.pbf"], "/nulle/part.osm.pbf n’existe pas"),
        (["--territoires"], "--territoires attend le nom d’un fichier"),
        (["--port"], "--port attend un nombre"),
        (["--port", "zéro"], "--port attend un nombre"),
        (["--port", "70000"], "--port attend un nombre"),
        (["--danse"], "Option inconnue : --danse"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_starts(arguments: list[str], complaint: str, tmp_path: Path) -> None:
    environment = {**os.environ, "CARTO_VAR": str(tmp_path / "var")}
    refused = subprocess.run(
        [PROJECT / "bin/run", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert complaint in refused.stderr
    assert not (tmp_path / "var").exists()
