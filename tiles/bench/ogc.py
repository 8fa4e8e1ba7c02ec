"""GDAL's own driver on our OGC API – Features: what it counts, keeps and copies, beside what the database holds."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final

import pyogrio

from carto.fiches.layers import layer_named
from carto.fiches.models import Kind
from carto.geometry import Box
from tiles.bench import loaders
from tiles.bench.ground import Ground
from tiles.bench.querysets.reports import load_signalements
from tiles.bench.servers import Absent
from tiles.bench.tables import EXACTLY, number, table, whole

COLLECTION: Final = "signalements"
COPIED: Final = 120_000  # features at most: what pages have to follow each other for
PAGE: Final = 10_000
PATIENCE: Final = 600.0  # seconds
HALF: Final = 0.01  # degrees: half of the frame's side, a kilometre or so
COUNT: Final = re.compile(r"Feature Count: (\d+)")
WHERE: Final = "stage = 'in_progress'"


def measure(ground: Ground) -> None:
    """Print how long each took, with what GDAL found and what there is; the copy follows pages one by one."""
    for program in ("ogrinfo", "ogr2ogr"):
        if not shutil.which(program):
            raise Absent(f"{program} n’est pas sur cette machine")
    if added := load_signalements():
        ground.tell(f"{whole(added)} fiches sont devenues des signalements.")
        loaders.settle()
    root = f"OAPIF:{ground.web}/ogc/"
    public = layer_named(COLLECTION).rows().public()
    longitude, latitude = ground.spots()[0]
    box = Box(longitude - HALF, latitude - HALF, longitude + HALF, latitude + HALF)
    frame = [str(edge) for edge in (box.west, box.south, box.east, box.north)]
    asked: list[tuple[str, Callable[[], int], int]] = [
        ("compte", lambda: _counted("-so", root, COLLECTION), public.count()),
        ("cadre", lambda: _counted("-so", root, COLLECTION, "-spat", *frame), public.in_box(box).count()),
        ("filtre", lambda: _counted("-so", root, COLLECTION, "-where", WHERE),
         public.filter(stage="in_progress").count()),
        ("copie", lambda: _copied(root), min(public.count(), COPIED)),
    ]  # fmt: skip
    ground.tell(f"\nGDAL sur OGC API – Features, couche {Kind.SIGNALEMENT.label} (secondes)")
    rows = [_row(ground, *each) for each in asked]
    ground.tell(table(("", "s", "trouvées", "attendues"), rows))


def _row(ground: Ground, name: str, ask: Callable[[], int], wanted: int) -> tuple[str, str, str, str]:
    begun = monotonic()
    found = ask()
    took = monotonic() - begun
    title = f"{whole(ground.count)} fiches, OGC API lu par GDAL : {name}"
    ground.tell(ground.targets.aim(title, EXACTLY, f"{whole(found)} sur {whole(wanted)}", kept=found == wanted))
    return name, number(took), whole(found), whole(wanted)


def _counted(*words: str) -> int:
    return int(COUNT.search(_run("ogrinfo", *words))[1])


def _copied(root: str) -> int:
    """How many features, each once, GDAL has put in a GeoPackage."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "copie.gpkg"
        _run("ogr2ogr", str(target), root, COLLECTION, "-oo", f"PAGE_SIZE={PAGE}", "-limit", str(COPIED))
        return len(pyogrio.read_dataframe(target, columns=["id"], read_geometry=False)["id"].unique())


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        raise Absent(f"{words[0]} : {done.stderr.strip()[-200:]}")
    return done.stdout
