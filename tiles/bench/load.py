"""Load: wrk asks a server as fast as it answers, pgbench does the same to the database alone.

Both take the same tiles in turn. Where one tile takes seconds (a plain server's z8), a fixed number of them is asked
instead, two at a time: within a few seconds nothing would be finished, and eight at once would be gigabytes.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from tiles.bench.asking import Client
from tiles.bench.servers import Absent

CONNECTIONS: Final = 8
THREADS: Final = 2
SLOW: Final = 500.0  # milliseconds a tile
HEAVY: Final = 4  # tiles in all, where each is slow
WRK: Final = settings.CARTO_VAR / "wrk"

# Every connection goes through the whole list, from a place of its own.
ASK_IN_TURN: Final = """
local asked = {{{requests}}}
local turn = 0
function setup(thread) turn = turn + {stride}; thread:set("first", turn) end
function init() turn = first or 0 end
function request() turn = turn % #asked + 1; return asked[turn] end
function done(summary)
    io.write("REFUSED " .. summary.errors.status .. " FAILED " .. summary.errors.timeout .. "\\n")
end
"""
RATE: Final = re.compile(r"Requests/sec:\s+([\d.]+)")
REFUSED: Final = re.compile(r"REFUSED (\d+) FAILED (\d+)")
TRANSACTIONS: Final = re.compile(r"tps = ([\d.]+) \(without initial connection time\)")


def wrk(
    address: str, asked: Sequence[tuple[str, Mapping[str, str]]], seconds: float, connections: int = CONNECTIONS
) -> float:
    """Requests answered a second: paths with their headers, in turn, for so long. Raises Absent, RuntimeError."""
    lines = ", ".join(_request(address, path, headers) for path, headers in asked)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(ASK_IN_TURN.format(requests=lines, stride=max(1, len(asked) // THREADS)))
        script.flush()
        command = [_wrk(), f"-t{THREADS}", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", "60s"]
        said = _run([*command, "-s", script.name, address], LD_LIBRARY_PATH=":".join(map(str, _libraries())))
    refused, failed = map(int, REFUSED.search(said).groups())
    if refused or failed:
        raise RuntimeError(f"{address} : {refused} refus, {failed} sans réponse")
    return float(RATE.search(said).group(1))


def pgbench(scripts: Sequence[str], seconds: float, clients: int = CONNECTIONS, *, prepared: bool = True) -> float:
    """Transactions a second of the scripts, each drawn as often as the others."""
    return _pgbench(scripts, ["-T", f"{seconds:.0f}"], clients, prepared)


def pgbench_few(script: str) -> float:
    """Transactions a second of a slow script, from HEAVY of them."""
    return _pgbench([script], ["-t", str(HEAVY // THREADS)], THREADS, True)


def ask_few(address: str, paths: Sequence[str]) -> float:
    """Answers a second of a slow server, from HEAVY of them."""
    each = HEAVY // THREADS
    with ThreadPoolExecutor(THREADS) as people:
        begun = time.monotonic()
        list(
            people.map(
                lambda first: _ask(address, [paths[(first + n) % len(paths)] for n in range(each)]), range(THREADS)
            )
        )
    return HEAVY / (time.monotonic() - begun)


def _ask(address: str, paths: Sequence[str]) -> None:
    with Client(address) as client:
        for path in paths:
            answer = client.get(path, Accept_Encoding="identity")
            if answer.status not in (200, 204):
                raise RuntimeError(f"{address}{path} : {answer.status}")


def _pgbench(scripts: Sequence[str], long: Sequence[str], clients: int, prepared: bool) -> float:
    if not (program := shutil.which("pgbench") or _newest_pgbench()):
        raise Absent("pgbench n’est pas sur cette machine")
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for rank, script in enumerate(scripts):
            files.append(Path(folder) / f"{rank}.sql")
            files[-1].write_text(script)
        how = "prepared" if prepared else "simple"
        command = [program, "-n", "-M", how, "-c", str(clients), "-j", str(min(THREADS, clients)), *long]
        said = _run([*command, *(f"-f{file}" for file in files)], **libpq())
    return float(TRANSACTIONS.search(said).group(1))


def libpq() -> dict[str, str]:
    """The database that we are turned to, as libpq's variables."""
    told = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {name: str(told[key]) for name, key in names.items() if told[key]} | {"PGOPTIONS": "-c jit=off"}


def _run(command: Sequence[str], **environment: str) -> str:
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} : {(done.stderr or done.stdout).strip()[-400:]}")
    return done.stdout


def _request(address: str, path: str, headers: Mapping[str, str]) -> str:
    """One request, whole, as a Lua string."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {address.removeprefix('http://')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    text = "\\r\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in [*lines, "", ""])
    return f'"{text}"'


def _wrk() -> str:
    found = shutil.which("wrk") or shutil.which("wrk", path=f"{WRK}/usr/bin")
    if not found:
        raise Absent("wrk n’est pas sur cette machine")
    return found


def _libraries() -> list[Path]:
    return sorted({library.parent for library in WRK.glob("usr/lib/*/*.so*")})


def _newest_pgbench() -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    return str(found[-1]) if found else None
