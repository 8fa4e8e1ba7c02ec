"""Cold throughput: how many tiles a second of the same list, from us, the bare database and other servers."""

import http.client
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Final

from django.db import DatabaseError, connection
from psycopg import ClientCursor

from carto.fiches.filters import Filters
from tiles.bench import load, loaders
from tiles.bench.asking import Client
from tiles.bench.ground import LAYERS, Ground, path, shuffled
from tiles.bench.peers import PEERS
from tiles.bench.servers import Absent
from tiles.bench.tables import number, ratio, table, whole
from tiles.catalogue import draw, layers_named, parts_of
from tiles.grid import Tile
from tiles.mvt import statement
from tiles.pyramid.entries import STATE, read_state

CLOSE: Final = (14, 16)  # where a plain server may well be asked
WIDE: Final = (8, 10, 12)
TILES: Final = 64
OURS: Final = "notre serveur"
FLOOR: Final = "SQL ordinaire, pgbench"
AS_FAST: Final = 0.9
TIMES: Final = 20
BROKEN: Final = (RuntimeError, OSError, http.client.HTTPException, DatabaseError)


@dataclass
class Contender:
    """Who draws tiles: one of them, with its bytes; so many a second; and a few a second where each is slow."""

    one: Callable[[Tile], int]
    fast: Callable[[Sequence[Tile], float], float]
    few: Callable[[Sequence[Tile]], float]


@dataclass
class Measured:
    """What a contender did at a zoom."""

    size: float = 0.0  # bytes a tile
    slow: bool = False  # so that only a few were asked for
    rates: list[float] = field(default_factory=list)
    broken: str = ""

    @property
    def rate(self) -> float | None:
        """Tiles a second in the median round; None when it could not do them."""
        return median(self.rates) if self.rates and not self.broken else None


def measure(ground: Ground) -> None:
    """Print one table a zoom, and the targets; the peers are those that `ground` names."""
    found: dict[int, dict[str, Measured]] = {}
    with loaders.published(), contenders(ground) as everybody:
        for z in (*CLOSE, *WIDE):
            found[z] = _race(ground, everybody, z)
            _print(ground, z, found[z])
    _judge(ground, found)


@contextmanager
def contenders(ground: Ground) -> Iterator[dict[str, Contender]]:
    """Everybody who draws tiles here, started; who is absent is said, with the reason."""
    everybody = {
        FLOOR: Contender(lambda tile: len(loaders.plain_tile(tile)), _pgbench_plain, _pgbench_few),
        "notre SQL, pgbench": Contender(_size_of_ours, _pgbench_ours, _none_slow),
        OURS: over_http(ground.web, lambda tile: path(tile)),
    }
    with ExitStack() as running:
        for name in ground.peers:
            ground.tell(f"· {name} … (la première fois, il se construit : quelques minutes)")
            try:
                address = running.enter_context(PEERS[name].start())
            except Absent as error:
                ground.tell(f"— {error}")
            else:
                everybody[name] = over_http(address, partial(_filled, PEERS[name].path))
        yield everybody


def over_http(address: str, place: Callable[[Tile], str]) -> Contender:
    """A server at an address, whose tiles are at a place."""

    def one(tile: Tile) -> int:
        with Client(address) as client:
            answer = client.get(place(tile), Accept_Encoding="identity")
        if answer.status not in (200, 204):
            raise RuntimeError(f"{place(tile)} : {answer.status}")
        return len(answer.content)

    return Contender(
        one,
        lambda tiles, seconds: load.wrk(address, [(place(tile), {}) for tile in tiles], seconds),
        lambda tiles: load.ask_few(address, [place(tile) for tile in tiles]),
    )


def _filled(place: str, tile: Tile) -> str:
    return place.format(z=tile.z, x=tile.x, y=tile.y)


def _race(ground: Ground, everybody: dict[str, Contender], z: int) -> dict[str, Measured]:
    """The rounds of one zoom: everybody in turn, then again."""
    tiles = ground.tiles(z, TILES)
    found = {name: Measured() for name in everybody}
    for name, contender in everybody.items():
        _look(contender, tiles, found[name])
    for _turn in range(ground.rounds):
        for name, contender in everybody.items():
            if found[name].broken:
                continue
            try:
                rate = contender.few(tiles) if found[name].slow else contender.fast(tiles, ground.seconds)
            except BROKEN as error:
                found[name].broken = str(error)[:160]
            else:
                found[name].rates.append(rate)
    return found


def _look(contender: Contender, tiles: Sequence[Tile], found: Measured) -> None:
    """Have it draw some tiles, note their bytes and whether it is slow at them."""
    some = tiles[:6]
    try:
        # The first one opens connections: it is looked at again unless it took much too long.
        for patience in (4 * load.SLOW, load.SLOW):
            begun = time.monotonic()
            found.size = contender.one(some[0])
            found.slow = (time.monotonic() - begun) * 1000 > patience
            if found.slow:
                return
        found.size = sum(map(contender.one, some)) / len(some)
    except BROKEN as error:
        found.broken = str(error)[:160]


def _print(ground: Ground, z: int, found: dict[str, Measured]) -> None:
    floor, ours = found[FLOOR].rate, found[OURS].rate
    rows = []
    for name, each in found.items():
        against = (ratio(each.rate, floor), ratio(ours, each.rate))
        rows.append((name, _rate(each.rate), _spread(each), whole(each.size), *against))
    tiles = len(ground.tiles(z, TILES))
    ground.tell(f"\nDébit à froid, z{z}, {tiles} tuile(s), {load.CONNECTIONS} connexions")
    ground.tell(table(("", "tuiles/s", "tours", "octets/tuile", "au SQL ordinaire", "nous à lui"), rows))


def _spread(found: Measured) -> str:
    """The slowest and fastest round, and how it was asked; or what went wrong."""
    if not found.rate:
        return found.broken or "—"
    few = f" ({load.HEAVY} tuiles, deux à la fois)" if found.slow else ""
    return f"{_rate(min(found.rates))} à {_rate(max(found.rates))}{few}"


def _rate(rate: float | None) -> str:
    return number(rate, 1 if rate and rate >= 10 else 2)


def _judge(ground: Ground, found: dict[int, dict[str, Measured]]) -> None:
    for z, measured in found.items():
        ours = measured[OURS].rate or 0.0
        name = f"{whole(ground.count)} fiches, débit à froid z{z}"
        if z in CLOSE and (floor := measured[FLOOR].rate):
            said = ratio(ours, floor)
            ground.tell(
                ground.targets.aim(name, f"≥ {number(AS_FAST)} du SQL ordinaire", said, kept=ours >= AS_FAST * floor)
            )
        times = 1 if z in CLOSE else TIMES
        for peer in ground.peers:
            if peer in measured and (rate := measured[peer].rate):
                said = ratio(ours, rate)
                ground.tell(ground.targets.aim(name, f"≥ {times} × {peer}", said, kept=ours >= times * rate))


# --- The bare database ----------------------------------------------------------------------------------------------


def plain_script(tiles: Sequence[Tile]) -> str:
    """pgbench's script: one tile of the list, drawn at random, by the statement that a plain server runs."""
    chosen = [f"\\set n random(1, {len(tiles)})", f"\\set z {tiles[0].z}"]
    for axis in ("x", "y"):
        cases = " ".join(f"when :n = {rank} then {getattr(tile, axis)}" for rank, tile in enumerate(tiles, start=1))
        chosen.append(f"\\set {axis} case {cases} end")
    return "\n".join(chosen) + loaders.PLAIN.rstrip() + ";\n"


def _pgbench_plain(tiles: Sequence[Tile], seconds: float) -> float:
    return load.pgbench([plain_script(tiles)], seconds)


def _pgbench_few(tiles: Sequence[Tile]) -> float:
    return load.pgbench_few(plain_script(tiles))


# --- What our own view asks of the database -------------------------------------------------------------------------


def _size_of_ours(tile: Tile) -> int:
    return len(draw(layers_named(LAYERS), tile, Filters()))


def our_script(tile: Tile) -> str:
    """The two statements of one of our tiles, with their values in them: what moved since, and the drawing."""
    state = read_state()
    sql, params = statement(parts_of(layers_named(LAYERS), tile, Filters(), state=state), tile)
    drawing = ClientCursor(connection.connection).mogrify(sql, params)
    return "".join(f"{' '.join(sql.split())};\n" for sql in (STATE, drawing))


def _pgbench_ours(tiles: Sequence[Tile], seconds: float) -> float:
    scripts = [script for tile in shuffled(tiles) if (script := our_script(tile))]
    if not scripts:
        raise RuntimeError("notre tuile ne demande rien à la base")
    return load.pgbench(scripts, seconds, prepared=False)


def _none_slow(_tiles: Sequence[Tile]) -> float:
    raise RuntimeError("trop lent pour pgbench")
