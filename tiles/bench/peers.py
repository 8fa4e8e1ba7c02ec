"""Other tile servers, on the same rows and index: the same fields, margin and extent, and no limit.

Each publishes the view of `loaders.PUBLISHED`, with as many processes as there are cores and no cache of its own.
A peer that is not on this machine is fetched into var/bench; one that cannot be had is absent, with the reason.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from django.db import connection

from tiles.bench.ground import FOLDER
from tiles.bench.loaders import VIEW
from tiles.bench.servers import LOGS, LOOPBACK, Absent, free_port, server
from tiles.grid import EXTENT, MARGIN

PROCESSES: Final = 2
POOL: Final = 4
APPLICATIONS: Final = Path(__file__).parent / "applications"
PROPERTIES: Final = "uuid: text, kind: text, theme: text, icon: text, stage: text, title: text, demo: bool"

MARTIN: Final = """
listen_addresses: {listen}
worker_processes: {processes}
cache_size_mb: 0
postgres:
  connection_string: {database}
  pool_size: {pool}
  auto_publish: false
  auto_bounds: skip
  tables:
    fiches:
      {{schema: public, table: {view}, geometry_column: geom_web, srid: 3857, geometry_type: GEOMETRY, id_column: id,
       extent: {extent}, buffer: {margin}, clip_geom: true, properties: {{{properties}}}}}
"""


@dataclass(frozen=True)
class Peer:
    """A tile server: how it is started (Absent is raised when it cannot be), and where its tiles are."""

    start: Callable[[], AbstractContextManager[str]]
    path: str


def database_url() -> str:
    """The database that we are turned to, as an address that every libpq-like driver reads."""
    told = connection.settings_dict
    who = quote(told["USER"], safe="") + (f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else "")
    place = {"host": told["HOST"]} | ({"port": told["PORT"]} if told["PORT"] else {})
    return f"postgresql://{who}@/{told['NAME']}?{urlencode(place)}"


@contextmanager
def martin() -> Iterator[str]:
    """Martin, by cargo. The version is the newest that compiles with Rust 1.95."""
    building = "cargo install martin --version 1.14.0 --locked --no-default-features --features postgres --root"
    environment = {"CARGO_TARGET_DIR": str(FOLDER / "target"), "CARGO_PROFILE_RELEASE_LTO": "off"}
    program = fetched("martin", [*building.split(), str(FOLDER / "martin")], FOLDER / "martin/bin", **environment)
    port = free_port()
    settings = FOLDER / "martin.yaml"
    settings.write_text(
        MARTIN.format(
            listen=f"{LOOPBACK}:{port}", database=database_url(), processes=PROCESSES, pool=POOL, view=VIEW,
            extent=EXTENT, margin=MARGIN, properties=PROPERTIES,
        )
    )  # fmt: skip
    with server("martin", [program, "--config", str(settings)], port) as address:
        yield address


@contextmanager
def pg_tileserv() -> Iterator[str]:
    """pg_tileserv, by go."""
    environment = {"GOBIN": str(FOLDER / "go"), "GOPATH": str(FOLDER / "gopath"), "GOFLAGS": "-modcacherw"}
    building = ["go", "install", "github.com/CrunchyData/pg_tileserv@latest"]
    program = fetched("pg_tileserv", building, FOLDER / "go", **environment)
    port = free_port()
    told = {"HttpHost": LOOPBACK, "HttpPort": port, "DefaultResolution": EXTENT, "DefaultBuffer": MARGIN}
    told |= {"MaxFeaturesPerTile": 100_000_000, "DbPoolMaxConns": POOL, "DbConnection": database_url(), "CacheTTL": 0}
    environment = {f"TS_{name.upper()}": str(value) for name, value in told.items()} | {"GOMAXPROCS": str(PROCESSES)}
    environment["DATABASE_URL"] = database_url()
    with server("pg_tileserv", [program], port, environment=environment) as address:
        yield address


@contextmanager
def tipg() -> Iterator[str]:
    """tipg under uvicorn, in an environment of its own."""
    python = made("tipg", ["tipg==1.6.1", "uvicorn==0.54.0"])
    port = free_port()
    command = [python, "-m", "uvicorn", "tipg_tiles:app", "--host", LOOPBACK, "--port", str(port)]
    command += ["--workers", str(PROCESSES), "--no-access-log"]
    told = {"MAX_FEATURES_PER_TILE": "100000000", "TILE_RESOLUTION": str(EXTENT), "TILE_BUFFER": str(MARGIN)}
    told |= {"CATALOG_TTL": "0", "DB_SPATIAL_EXTENT": "false", "DB_DATETIME_EXTENT": "false"}
    environment = {f"TIPG_{name}": value for name, value in told.items()} | {"BENCH_DATABASE": database_url()}
    with server("tipg", command, port, environment=environment, folder=APPLICATIONS) as address:
        yield address


@contextmanager
def vectortiles() -> Iterator[str]:
    """django-vectortiles under gunicorn, in an environment of its own."""
    python = made(
        "django-vectortiles",
        ["django-vectortiles==1.0.2", "django==5.2.19", "psycopg[binary]==3.3.9", "gunicorn==27.0.1"],
    )
    port = free_port()
    command = [python, "-m", "gunicorn", "--workers", str(PROCESSES), "--bind", f"{LOOPBACK}:{port}"]
    environment = {"CARTO_DB_NAME": str(connection.settings_dict["NAME"])}
    with server(
        "django-vectortiles", [*command, "vectortiles_tiles:application"], port,
        environment=environment, folder=APPLICATIONS,
    ) as address:  # fmt: skip
        yield address


PEERS: Final = {
    "martin": Peer(martin, "/fiches/{z}/{x}/{y}"),
    "pg_tileserv": Peer(pg_tileserv, f"/public.{VIEW}/{{z}}/{{x}}/{{y}}.pbf"),
    "tipg": Peer(tipg, f"/collections/public.{VIEW}/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}"),
    "django-vectortiles": Peer(vectortiles, "/fiches/{z}/{x}/{y}"),
}


def fetched(name: str, command: Sequence[str], place: Path, **environment: str) -> str:
    """The path of a program, on this machine or in `place`, built there when it is not; raises Absent."""
    if found := shutil.which(name, path=f"{place}{os.pathsep}{os.environ['PATH']}"):
        return found
    if not shutil.which(command[0]):
        raise Absent(f"{name} n’est pas là, et {command[0]} non plus pour le construire")
    _build(name, command, **environment)
    if found := shutil.which(name, path=str(place)):
        return found
    raise Absent(f"{name} : construit, mais introuvable dans {place}")


def made(name: str, packages: Sequence[str]) -> str:
    """The Python of an environment that holds these packages; raises Absent."""
    python = FOLDER / name / "bin" / "python"
    mark = FOLDER / name / "packages"
    wanted = "\n".join(packages)
    if not (mark.is_file() and mark.read_text() == wanted):
        _build(name, [sys.executable, "-m", "venv", "--clear", str(FOLDER / name)])
        _build(name, [str(python), "-m", "pip", "install", "--quiet", *packages])
        mark.write_text(wanted)
    return str(python)


def _build(name: str, command: Sequence[str], **environment: str) -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    (LOGS / f"{name}-install.log").write_text(done.stdout + done.stderr)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["sans un mot"]
        raise Absent(f"{name} ne s’installe pas : {' '.join(line.strip() for line in lines[-2:])[:300]}")
