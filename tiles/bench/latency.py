"""From the commit of a pin to the tile that shows it: asked without pause with its ETag, and as the page asks."""

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Final
from uuid import uuid4

from tiles.bench import loaders
from tiles.bench.asking import Client
from tiles.bench.ground import Ground, path
from tiles.bench.servers import Absent, front_door
from tiles.bench.tables import number, percentile, table, whole
from tiles.grid import Tile, tile_at

ZOOM: Final = 18
QUIET: Final = 4000  # bytes: few fiches, so the pin itself is drawn, and its uuid is in the tile
PINS: Final = 8  # a way and round
PAUSE: Final = 0.02  # seconds between two questions of the client that does not rest
PAGE: Final = 3.0  # seconds between two questions of the page (carto/carte/static/carte/live.js)
PATIENCE: Final = 30.0
SOON: Final = 2.0
Place = tuple[float, float]
Watch = Callable[[str], None]  # returns when the pin of that uuid is seen
Way = Callable[[Client, Tile], Watch]  # somebody begins to look at a tile


def measure(ground: Ground) -> None:
    """Print how many seconds pass, directly and through nginx, and the target."""
    before = loaders.last_id()
    places = list(islice(quiet_places(ground), ground.rounds * PINS))
    with ExitStack() as running:
        ways: dict[str, tuple[str, Way]] = {"tuile redemandée, sans intermédiaire": (ground.web, as_one_who_insists)}
        try:
            door = running.enter_context(front_door(ground.web, {}))
            ways["tuile redemandée, à travers nginx"] = (door, as_one_who_insists)
            ways["comme la page, à travers nginx"] = (door, as_the_page)
        except Absent as error:
            ground.tell(f"— {error}")
        took: dict[str, list[float]] = {name: [] for name in ways}
        try:
            for place in places:
                for name, (address, way) in ways.items():
                    took[name].append(pin_to_visible(address, way, place))
        finally:
            loaders.remove_pins(before)
    _print(ground, took)


def quiet_places(ground: Ground) -> Iterator[Place]:
    """Places (4326) with few fiches around; raises Absent when there is none."""
    found = False
    with Client(ground.web) as client:
        for place in ground.spots():
            if len(client.get(path(tile_at(*place, ZOOM))).content) < QUIET:
                found = True
                yield place
    if not found:
        raise Absent("aucun endroit calme dans cette ville")


def pin_to_visible(address: str, way: Way, place: Place) -> float:
    """Seconds from the commit of a pin at a place (4326) until somebody who was there before it sees it."""
    uuid = str(uuid4())
    with Client(address) as client:
        watch = way(client, tile_at(*place, ZOOM))
        loaders.pin(uuid, *place)
        begun = time.monotonic()
        watch(uuid)
    return time.monotonic() - begun


def as_one_who_insists(client: Client, tile: Tile) -> Watch:
    """Asks for the same tile with its ETag, again and again; has done so for a while when the pin comes."""
    tag = ""

    def ask() -> bytes:
        nonlocal tag
        answer = client.get(path(tile), **({"If-None-Match": tag} if tag else {}))
        tag = answer.headers.get("etag", tag)
        return answer.content

    def watch(uuid: str) -> None:
        for _question in _patiently(PAUSE):
            if uuid.encode() in ask():
                return

    # What is kept in between is then of any age, not as fresh as can be.
    until = time.monotonic() + random.random() * PAGE
    while time.monotonic() < until:
        ask()
        time.sleep(PAUSE)
    return watch


def as_the_page(client: Client, tile: Tile) -> Watch:
    """Asks for the versions every three seconds; when they moved, for the tile under an address stamped with them."""
    known = client.get("/tuiles/versions.json").content

    def watch(uuid: str) -> None:
        nonlocal known
        time.sleep(random.random() * PAGE)
        for _question in _patiently(PAGE):
            versions = client.get("/tuiles/versions.json").content
            if versions != known:
                known = versions
                stamp = "-".join(str(n) for n in json.loads(versions).values())
                if uuid.encode() in client.get(path(tile, f"v={stamp}")).content:
                    return

    return watch


def _patiently(pause: float) -> Iterator[None]:
    """One question after the other; raises RuntimeError when the answer does not come."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        yield
        time.sleep(pause)
    raise RuntimeError(f"une épingle n’est toujours pas dans sa tuile après {PATIENCE:.0f} s")


def _print(ground: Ground, took: dict[str, list[float]]) -> None:
    rows = [
        (name, whole(len(each)), *(number(percentile(each, part), 2) for part in (0.5, 0.95, 1)))
        for name, each in took.items()
    ]
    ground.tell("\nDe l’écriture d’une épingle à sa vue (secondes)")
    ground.tell(table(("", "épingles", "p50", "p95", "max"), rows))
    for name, each in list(took.items())[:2]:
        late = percentile(each, 0.95)
        title = f"{whole(ground.count)} fiches, {name}"
        ground.tell(ground.targets.aim(title, f"p95 ≤ {number(SOON)} s", f"{number(late, 2)} s", kept=late <= SOON))
