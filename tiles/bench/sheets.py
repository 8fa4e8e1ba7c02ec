"""Sheets laid over each other by hundreds: the squares where hands agree, asked of the server and the database."""

import random
import time
from collections.abc import Callable
from functools import partial
from typing import Final
from urllib.parse import urlencode

from carto.geometry import Box
from projets.idees.calques.querysets import agreements, sheets_in
from projets.idees.models import Calque
from tiles.bench import loaders
from tiles.bench.asking import Client
from tiles.bench.ground import Ground
from tiles.bench.querysets.sheets import load_sheets, plainly_agreed
from tiles.bench.servers import Absent
from tiles.bench.tables import number, percentile, table, whole

SHEETS: Final = 500
STROKES: Final = 40  # of each
ASKED: Final = 40  # times a round
LEAST: Final = (2, 3, 5)
SOON: Final = 300.0  # milliseconds
FRAME: Final = Box(-1.65, 47.16, -1.47, 47.28)
ADDRESS: Final = "/calques/ensemble/accords.json"


def measure(ground: Ground) -> None:
    """Print both, and the target on what people wait for: the whole answer."""
    if load_sheets(SHEETS, STROKES, FRAME):
        loaders.settle()
    numbers = list(sheets_in(FRAME).values_list("pk", flat=True)[:SHEETS])
    try:
        asked = [took for _turn in range(ground.rounds) for took in _ask(ground)]
        bare = [_timed(partial(plainly_agreed, numbers, least)) for least in LEAST * ground.rounds]
        ours = [_timed(partial(agreements, numbers, least)) for least in LEAST * ground.rounds]
    finally:
        Calque.objects.filter(demonstration=True, name__startswith="Essai ").delete()
    _print(ground, {"toute la réponse": asked, "notre requête": ours, "SQL nu : compter des lignes": bare})


def _ask(ground: Ground) -> list[float]:
    """Milliseconds of the address that the page asks."""
    took = []
    edges = f"{FRAME.west},{FRAME.south},{FRAME.east},{FRAME.north}"
    chance = random.Random(6)
    with Client(ground.web) as client:
        for _each in range(ASKED):
            answer = client.get(f"{ADDRESS}?{urlencode({'cadre': edges, 'k': chance.choice(LEAST)})}")
            if answer.status != 200:
                raise Absent(f"{ADDRESS} répond {answer.status}")
            took.append(answer.took)
    return took


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _print(ground: Ground, measured: dict[str, list[float]]) -> None:
    rows = [
        (name, whole(len(took)), *(number(percentile(took, part)) for part in (0.5, 0.95, 1)))
        for name, took in measured.items()
    ]
    ground.tell(f"\nAccords de {whole(SHEETS)} calques de {whole(STROKES)} traits (millisecondes)")
    ground.tell(table(("", "demandes", "p50", "p95", "max"), rows))
    late = percentile(measured["toute la réponse"], 0.95)
    title = f"{whole(ground.count)} fiches, accords de {whole(SHEETS)} calques"
    ground.tell(ground.targets.aim(title, f"p95 ≤ {whole(SOON)} ms", f"{number(late)} ms", kept=late <= SOON))
