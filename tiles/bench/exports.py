"""Every public fiche in every format: how long it takes, how much memory, each in a process of its own; and whether a
hundred thousand of them, opened by programs that are not ours, say what the database says.
"""

import subprocess
import sys
import tempfile
from dataclasses import replace
from os import environ
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Max

from carto.fiches.filters import Filters
from carto.ouvert.files.columns import view_of
from tiles.bench.ground import Ground
from tiles.bench.opened import OPENERS, differences, expected
from tiles.bench.servers import Absent
from tiles.bench.tables import EXACTLY, number, table, whole

READ: Final = 100_000  # rows
FORMATS: Final = ("gpkg", "parquet", "excel", "csv", "geojson", "kml")
AIMED: Final = ("gpkg", "parquet")
SOON: Final = 60.0  # seconds a million rows
MEMORY: Final = 300.0  # megabytes, Django included
MILLION: Final = 1_000_000


def measure(ground: Ground) -> None:
    """Print seconds, megabytes of memory and of file, for each format; then what other programs read differently."""
    made = {name: _made(ground, name) for name in FORMATS}
    ground.tell("\nUne vue entière, chaque format dans un processus à lui (secondes, Mo)")
    rows = [
        (name, whole(lines), number(took), number(peak), number(peak - floor), number(size))
        for name, (lines, took, peak, floor, size) in made.items()
    ]
    ground.tell(table(("", "lignes", "s", "mémoire", "dont le fichier", "fichier"), rows))
    for name in AIMED:
        lines, took, peak, _floor, _size = made[name]
        allowed = SOON * max(lines, 1) / MILLION
        said = f"{number(took)} s, {number(peak)} Mo"
        title = f"{whole(lines)} fiches, export {name}"
        kept = took <= allowed and peak <= MEMORY
        ground.tell(ground.targets.aim(title, f"≤ {number(allowed)} s et {whole(MEMORY)} Mo", said, kept=kept))
    _opened(ground)


def _opened(ground: Ground) -> None:
    """Each format of a part of the view, as pyogrio, pyarrow or Python's own reader of tables opens it."""
    whole_view = view_of(Filters())
    last = whole_view.fiches.values_list("pk", flat=True)[:READ].aggregate(last=Max("pk"))["last"]
    view = replace(whole_view, fiches=whole_view.fiches.filter(pk__lte=last or 0))
    wanted = expected(view)
    for name in OPENERS:
        with tempfile.TemporaryDirectory() as folder:
            wrong = differences(view, wanted, name, Path(folder))
        said = f"{whole(len(wanted))} lignes" if not wrong else " ; ".join(wrong)[:200]
        ground.tell(ground.targets.aim(f"vue relue, {name}", EXACTLY, said, kept=not wrong))


def _made(ground: Ground, name: str) -> tuple[float, ...]:
    command = [sys.executable, "-m", "tiles.bench.whole_export", name]
    own = environ | {"CARTO_DB_NAME": ground.database}
    done = subprocess.run(command, env=own, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Absent(f"{name} : {done.stderr.strip()[-200:]}")
    return tuple(float(part) for part in done.stdout.split())
