"""A year of open files read in one go: contracts in JSON and in XML, a budget, facilities, as an import does it.

Each is taken by a process of its own, so that its memory is its own too.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command

from projets.equipements.imports.formats import formats
from projets.equipements.models import Source
from tiles.bench.ground import Ground
from tiles.bench.money_files import write_budget, write_contracts_json, write_contracts_xml, write_facilities
from tiles.bench.querysets.money import forget_money, stored_money
from tiles.bench.servers import Absent
from tiles.bench.tables import number, table, whole

SOON: Final = 60.0  # seconds to look at a file and take it
LITTLE: Final = 500  # megabytes
MEGABYTE: Final = 1 << 20
ALONE: Final = "import django; django.setup(); from tiles.bench.money import main; main()"


@dataclass(frozen=True)
class File:
    """What is read: its name for people, its format, who writes it and how many rows."""

    name: str
    code: str
    write: Callable[[Path, int], Any]
    count: int


FILES: Final = (
    File("marchés, DECP en JSON", "decp", write_contracts_json, 100_000),
    File("marchés, DECP en XML", "decp", write_contracts_xml, 100_000),
    File("budget, SCDL en CSV", "scdl-budget", write_budget, 50_000),
    File("équipements, SCDL en CSV", "scdl-equipements", write_facilities, 100_000),
)


def measure(ground: Ground) -> None:
    """Print how long each file takes and how much memory, beside the targets; a second reading changes nothing."""
    rows = []
    with TemporaryDirectory(prefix="carto-bench-") as folder:
        for file in FILES:
            path = Path(folder) / "file"
            written = file.write(path, file.count)
            cents = written if isinstance(written, int) else sum(written.values())
            try:
                told = _in_its_own_process(ground, file.code, path)
            finally:
                forget_money()
            size = path.stat().st_size / MEGABYTE
            rows.append(_row(file, size, told))
            _aim(ground, file, told, cents)
    ground.tell("\nReprendre un fichier d’argent public : aperçu, import, et le même fichier une seconde fois")
    header = ("fichier", "lignes", "Mo", "aperçu (s)", "import (s)", "encore (s)", "calcul (s)", "mémoire (Mo)")
    ground.tell(table(header, rows))


def _row(file: File, size: float, told: dict[str, Any]) -> tuple[str, ...]:
    seconds = (number(told[name]) for name in ("preview", "take", "again", "cpu"))
    return (file.name, whole(file.count), whole(size), *seconds, whole(told["memory"]))


def _aim(ground: Ground, file: File, told: dict[str, Any], cents: int) -> None:
    name = f"{whole(file.count)} lignes : {file.name}"
    seconds = told["preview"] + told["take"]
    measured = f"{number(seconds)} s, {whole(told['memory'])} Mo"
    kept = seconds <= SOON and told["memory"] <= LITTLE
    ground.tell(ground.targets.aim(name, f"≤ {whole(SOON)} s, ≤ {whole(LITTLE)} Mo", measured, kept=kept))
    exact = (told["stored"], told["cents"], told["changed"]) == (file.count, cents, 0)
    said = f"{whole(told['stored'])} lignes, {number(told['cents'] / 100, 2)} €, {told['changed']} changées ensuite"
    wanted = f"{whole(file.count)} lignes, {number(cents / 100, 2)} €, 0"
    ground.tell(ground.targets.aim(f"au centime : {file.name}", wanted, said, kept=exact))


def _in_its_own_process(ground: Ground, code: str, path: Path) -> dict[str, Any]:
    """What `main` prints, in the database that is being measured."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE, code, str(path)],
        cwd=settings.BASE_DIR, env=os.environ | {"CARTO_DB_NAME": ground.database}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise Absent(f"l’import de {code} s’est arrêté : {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout)


def take(code: str, path: Path) -> dict[str, Any]:
    """Seconds of a preview, of taking it and of taking the same file again; what is stored then, in rows and cents."""
    from projets.equipements.imports import readings

    call_command("load_types", verbosity=0, stdout=StringIO())
    matter = formats()[code].matter
    source = Source.objects.create(code=f"essai-{code}", title=code, matter=matter, format=code)
    begun = time.monotonic()
    reading = readings.preview(source, path)
    seen = time.monotonic()
    readings.take(reading)
    taken = time.monotonic()
    source.refresh_from_db()
    again = readings.take(readings.preview(source, path))
    last, cpu = time.monotonic(), time.process_time()
    stored, cents = stored_money(code)
    changed = again.report["new"] + again.report["changed"] + again.report["withdrawn"]
    for each in (reading, again):
        each.file.delete(save=False)
    return {
        "preview": seen - begun, "take": taken - seen, "again": last - taken, "stored": stored, "cents": cents,
        "changed": changed, "cpu": cpu, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def main() -> None:
    """In a process of its own: take the file that its arguments name, and print what it took as JSON."""
    code, path = sys.argv[1:]
    sys.stdout.write(json.dumps(take(code, Path(path))))
