"""From a row of public money to its place: how often the first one is right, and how long a large city takes.

The city is made up, in a database of its own; its rows are compared by a process of its own, whose memory is told.
"""

import json
import os
import resource
import subprocess
import sys
from time import perf_counter
from typing import Any, Final

from django.conf import settings

from projets.equipements.linking.authored import contracts, judge, known
from projets.equipements.linking.suggesting import suggest_for
from tiles.bench.asking import Client
from tiles.bench.city import scratch
from tiles.bench.desk import session_of
from tiles.bench.ground import Ground
from tiles.bench.linked_city import FACILITIES, ROWS, a_regulator, build
from tiles.bench.servers import Absent, our_web
from tiles.bench.tables import number, percentile, table, whole

AIM: Final = 0.8
SOON: Final = 60.0  # seconds for all rows
LITTLE: Final = 500  # megabytes
AT_ONCE: Final = 200.0  # milliseconds for a page of the desk
TURNS: Final = 20  # of each page
DESK: Final = "/argent/rattachements/"
PAGES: Final = (
    ("file", ""), ("page 40", "?page=40"), ("dernière page", "?page=9999"), ("très ressemblants", "?ressemblance=0.85"),
    ("marchés de Nantes", "?contenu=contract&commune=44109"),
)  # fmt: skip
ALONE: Final = "import django; django.setup(); from tiles.bench.money_links import main; main()"


def measure(ground: Ground) -> None:
    """Print both halves of the authored contracts, then the time of a city's rows and of the desk's pages."""
    _print_precision(ground)
    with scratch("links") as database, our_web(database) as web:
        build()
        _print_suggestions(ground, database)
        _print_desk(ground, web)


def _print_precision(ground: Ground) -> None:
    city, rows = known(), []
    for half, told in (("tuned", "écrits avant la règle"), ("held", "écrits après elle")):
        found = judge(contracts(half), city)
        shares = [f"{number(100 * share)} %" for share in (found.precision, found.found)]
        rows.append((told, whole(found.count), *shares))
    ground.tell("\nD’un contrat à son lieu")
    ground.tell(table(("", "contrats", "premier juste", "trouvés"), rows))
    ground.tell(ground.targets.aim("contrat → lieu, premier juste", f"≥ {number(100 * AIM, 0)} %", rows[-1][2],
                                   kept=found.precision >= AIM))  # fmt: skip


def _print_suggestions(ground: Ground, database: str) -> None:
    """The first time, when all are new, and once more, when none is."""
    told = f"{whole(ROWS)} lignes × {whole(FACILITIES)} équipements"
    for when in ("la première fois", "encore une fois"):
        did = _in_its_own_process(database)
        ground.tell(f"{told}, {when} : {whole(did['new'])} propositions nouvelles, {whole(did['changed'])} changées.")
        measured = f"{number(did['seconds'])} s, {whole(did['memory'])} Mo"
        kept = did["seconds"] <= SOON and did["memory"] <= LITTLE
        wanted = f"≤ {number(SOON, 0)} s, ≤ {whole(LITTLE)} Mo"
        ground.tell(ground.targets.aim(f"{told}, {when}", wanted, measured, kept=kept))


def _in_its_own_process(database: str) -> dict[str, Any]:
    """What `main` prints, of that database."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=settings.BASE_DIR, env=os.environ | {"CARTO_DB_NAME": database},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Absent(f"les rattachements se sont arrêtés : {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout)


def main() -> None:
    """In a process of its own: suggest places for every row, and print counts, seconds and megabytes as JSON."""
    begun = perf_counter()
    counts = suggest_for()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(counts | {"seconds": perf_counter() - begun, "memory": memory}))


def _print_desk(ground: Ground, web: str) -> None:
    cookie, rows, slowest = session_of(a_regulator()), [], 0.0
    with Client(web) as client:
        for name, query in PAGES:
            answers = [client.get(DESK + query, Cookie=cookie) for _turn in range(TURNS + 1)][1:]
            if strange := next((each.status for each in answers if each.status != 200), 0):
                raise Absent(f"{DESK}{query} répond {strange}")
            took = [each.took for each in answers]
            rows.append((name, number(percentile(took, 0.5)), number(percentile(took, 0.95))))
            slowest = max(slowest, percentile(took, 0.95))
    ground.tell("\nBureau des rattachements (millisecondes, toute la page)")
    ground.tell(table(("", "p50", "p95"), rows))
    ground.tell(ground.targets.aim("bureau des rattachements", f"p95 ≤ {whole(AT_ONCE)} ms", f"{number(slowest)} ms",
                                   kept=slowest <= AT_ONCE))  # fmt: skip
