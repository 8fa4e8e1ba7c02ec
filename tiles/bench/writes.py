"""Writers: how many pins a second enter the same square, with the triggers of the tiles and without."""

from contextlib import nullcontext
from io import StringIO
from statistics import median
from typing import Final

from django.core.management import CommandError, call_command

from tiles.bench import load, loaders
from tiles.bench.ground import Ground
from tiles.bench.tables import mark, number, ratio, table, whole

WRITERS: Final = (4, 50)
KEPT: Final = 0.5


def measure(ground: Ground) -> None:
    """Print the table of writers and the target, take back what was written, and check the cells."""
    rates = {(writers, tiled): [] for writers in WRITERS for tiled in (True, False)}
    for _turn in range(ground.rounds):
        for (writers, tiled), each in rates.items():
            each.append(measure_once(ground, writers, tiled=tiled))
    loaders.settle()
    rows = []
    for writers in WRITERS:
        tiled, bare = median(rates[writers, True]), median(rates[writers, False])
        rows.append((f"{writers} connexions", number(tiled), number(bare), ratio(tiled, bare)))
    ground.tell("\nÉpingles écrites par seconde, toutes dans le même carré de 200 m")
    ground.tell(table(("", "avec les tuiles", "sans", "rapport"), rows))
    for writers in WRITERS:
        tiled, bare = median(rates[writers, True]), median(rates[writers, False])
        name = f"{whole(ground.count)} fiches, {writers} écrivains"
        said = ratio(tiled, bare)
        ground.tell(ground.targets.aim(name, f"≥ {number(KEPT)} du débit sans tuiles", said, kept=tiled >= KEPT * bare))
    ground.tell(
        f"{mark(is_exact())} Après ces écritures, la pyramide dit ce que disent les fiches (rebuild_pyramid --check)."
    )
    fold()


def fold() -> None:
    """What the product's worker does every minute, and which a kept database would wait for in vain."""
    call_command("rebuild_pyramid", stdout=StringIO())


def is_exact() -> bool:
    """Whether the cells say what the fiches say."""
    try:
        call_command("rebuild_pyramid", "--check", stdout=StringIO())
    except (CommandError, SystemExit):
        return False
    return True


def measure_once(ground: Ground, writers: int, *, tiled: bool) -> float:
    """Pins a second of so many writers, taken back before the triggers are there again."""
    before = loaders.last_id()
    with nullcontext() if tiled else loaders.without_tiles_triggers():
        try:
            return load.pgbench([loaders.pin_script(*ground.spots()[0])], ground.seconds, writers)
        finally:
            loaders.remove_pins(before)
