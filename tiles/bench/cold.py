"""Cold tiles: how long one takes that nobody asked for before, at every zoom, without and with the map's filters.

Asked one at a time over HTTP, without a cache in between and without an ETag; what our processes remember is theirs.
"""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Final

from tiles.bench.asking import Client
from tiles.bench.ground import ZOOMS, Ground, Question, path
from tiles.bench.tables import mark, middle, number, table, whole
from tiles.grid import Tile

PLAIN: Final = Question("sans filtre", ("",))
FEWEST: Final = 3
HEAVIEST: Final = 150_000  # bytes, unpacked


@dataclass
class Measured:
    """What the tiles of one zoom took under one question: milliseconds by round, and the largest of them (bytes)."""

    tiles: int
    rounds: list[list[float]] = field(default_factory=list)
    heaviest: int = 0

    @property
    def slow(self) -> float:
        """What 19 tiles in 20 do not exceed, in the median round."""
        return middle(self.rounds, 0.95)


def slowest_allowed(count: int) -> float:
    """The target, in milliseconds, for a city of so many fiches."""
    return 40.0 if count <= 1_000_000 else 80.0


def wake(ground: Ground) -> float:
    """Have every process of the server answer once; returns what the first answer took (milliseconds)."""
    first = path(ground.tiles(12, 1)[0])
    with Client(ground.web) as client:
        took = client.get(first).took
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda _n: _get(ground, first), range(32)))
    return took


def _get(ground: Ground, address: str) -> None:
    with Client(ground.web) as client:
        client.get(address)


def measure(ground: Ground) -> None:
    """Print the table of cold tiles without any filter."""
    ground.tell(f"Un processus neuf a répondu à sa première tuile en {whole(ground.first)} ms.")
    found = ask_all(ground, [PLAIN])[PLAIN.name]
    limit = slowest_allowed(ground.count)
    rows = [
        (
            f"z{z}", whole(each.tiles), number(middle(each.rounds, 0.5)), number(each.slow),
            number(max(map(max, each.rounds))), whole(each.heaviest), mark(is_kept(each, limit)),
        )
        for z, each in found.items()
    ]  # fmt: skip
    ground.tell(f"\nTuiles froides, sans filtre (ms ; cible p95 ≤ {whole(limit)} ms et ≤ 150 ko)")
    ground.tell(table(("zoom", "tuiles", "p50", "p95", "max", "octets max", ""), rows))
    judge(ground, {PLAIN.name: found})


def measure_filters(ground: Ground) -> None:
    """Print the table of cold tiles under each filter: what 19 in 20 do not exceed."""
    found = ask_all(ground, ground.questions)
    limit = slowest_allowed(ground.count)
    rows = []
    for z in ZOOMS:
        each = [measured[z] for measured in found.values()]
        kept = all(is_kept(one, limit) for one in each)
        rows.append(
            (f"z{z}", *(number(one.slow) for one in each), whole(max(one.heaviest for one in each)), mark(kept))
        )
    ground.tell(f"\nTuiles froides, avec filtres (p95 en ms ; cible ≤ {whole(limit)} ms et ≤ 150 ko)")
    ground.tell(table(("zoom", *found, "octets max", ""), rows))
    judge(ground, found)


def ask_all(ground: Ground, questions: Sequence[Question]) -> dict[str, dict[int, Measured]]:
    """Ask every question at every zoom, in rounds: what slows one round slows all that is compared."""
    tiles = {each.name: {z: ground.tiles(z, ground.asked, each.territoire) for z in ZOOMS} for each in questions}
    found = {name: {z: Measured(len(held)) for z, held in zooms.items()} for name, zooms in tiles.items()}
    with Client(ground.web) as client:
        for turn in range(ground.rounds):
            for z in ZOOMS:
                for each in questions:
                    # Each round starts at another query, so that a tile meets several.
                    asked = zip(cycle(tiles[each.name][z]), islice(cycle(each.queries), turn, None), strict=False)
                    ask(client, islice(asked, ground.asked), ground.budget, found[each.name][z])
    return found


def ask(client: Client, asked: Iterable[tuple[Tile, str]], budget: float, found: Measured) -> None:
    """One round of one question at one zoom: tiles with their queries, for so many seconds at the most."""
    until = time.monotonic() + budget
    took: list[float] = []
    for tile, query in asked:
        if time.monotonic() > until and len(took) >= FEWEST:
            break
        answer = client.get(path(tile, query))
        if answer.status not in (200, 204):
            raise RuntimeError(f"{path(tile, query)} : {answer.status}")
        took.append(answer.took)
        found.heaviest = max(found.heaviest, len(answer.content))
    found.rounds.append(took)


def judge(ground: Ground, found: dict[str, dict[int, Measured]]) -> None:
    """Say the two targets, each with the worst that was seen."""
    limit = slowest_allowed(ground.count)
    every = [(measured, f"{name}, z{z}") for name, zooms in found.items() for z, measured in zooms.items()]
    slow, where = max((each.slow, name) for each, name in every)
    heavy, spot = max((each.heaviest, name) for each, name in every)
    title = "sans filtre" if PLAIN.name in found else "avec filtres"
    size = f"{whole(ground.count)} fiches, tuiles froides {title}"
    ground.tell(
        ground.targets.aim(size, f"p95 ≤ {whole(limit)} ms", f"{number(slow)} ms au pire ({where})", kept=slow <= limit)
    )
    ground.tell(ground.targets.aim(size, "≤ 150 ko", f"{whole(heavy)} octets au pire ({spot})", kept=heavy <= HEAVIEST))


def is_kept(measured: Measured, limit: float) -> bool:
    """Whether the tiles of a zoom are quick enough (milliseconds) and light enough."""
    return measured.slow <= limit and measured.heaviest <= HEAVIEST
