"""Every public fiche in every format: how long it takes, and how much memory, each in a process of its own."""

import subprocess
import sys
from os import environ
from typing import Final

from django.conf import settings

from tiles.bench.ground import Ground
from tiles.bench.servers import Absent
from tiles.bench.tables import number, table, whole

FORMATS: Final = ("gpkg", "parquet", "excel", "csv", "geojson", "kml")
AIMED: Final = ("gpkg", "parquet")
SOON: Final = 60.0  # seconds a million rows
MEMORY: Final = 300.0  # megabytes, Django included
MILLION: Final = 1_000_000


def measure(ground: Ground) -> None:
    """Print seconds, megabytes of memory and of file, for each format."""
    made = {name: _made(ground, name) for name in FORMATS}
    ground.tell("\nUne vue entière, chaque format dans un processus à lui (secondes, Mo)")
    rows = [
        (name, whole(lines), number(took), number(peak), number(size))
        for name, (lines, took, peak, size) in made.items()
    ]
    ground.tell(table(("", "lignes", "s", "mémoire", "fichier"), rows))
    for name in AIMED:
        lines, took, peak, _size = made[name]
        allowed = SOON * max(lines, 1) / MILLION
        said = f"{number(took)} s, {number(peak)} Mo"
        title = f"{whole(lines)} fiches, export {name}"
        kept = took <= allowed and peak <= MEMORY
        ground.tell(ground.targets.aim(title, f"≤ {number(allowed)} s et {whole(MEMORY)} Mo", said, kept=kept))


def _made(ground: Ground, name: str) -> tuple[float, float, float, float]:
    command = [sys.executable, "-m", "tiles.bench.whole_export", name]
    own = environ | {"CARTO_DB_NAME": ground.database}
    done = subprocess.run(command, env=own, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Absent(f"{name} : {done.stderr.strip()[-200:]}")
    lines, took, peak, size = (float(part) for part in done.stdout.split())
    return lines, took, peak, size
