"""Warm paths: 304s from Django, tiles that nginx kept beside files of the same bytes, and tiles of the base map."""

import re
import time
from collections.abc import Callable
from statistics import median
from typing import Final

from tiles.bench import load
from tiles.bench.asking import Client
from tiles.bench.ground import Ground, path
from tiles.bench.servers import Absent, front_door
from tiles.bench.tables import number, ratio, table, whole

ZOOMS: Final = (10, 12, 14, 16)
EACH: Final = 4  # tiles a zoom: so few that all of them are asked for again before the first one expires
UNCHANGED: Final = 2000  # a second
AS_FILES: Final = 0.9
Asked = list[tuple[str, dict[str, str]]]  # paths with their headers

SAME: Final = "304 de Django"
KEPT: Final = "nginx, tuile en cache"
RENEWED: Final = "nginx, renouvellements compris"
FILES: Final = "nginx, fichier des mêmes octets"
BASE: Final = "fond de carte, par Django"


def measure(ground: Ground) -> None:
    """Print the table of warm paths, and the targets."""
    paths = [path(tile) for z in ZOOMS for tile in ground.tiles(z, EACH)]
    with Client(ground.web) as client:
        answers = [client.get(each, Accept_Encoding="identity") for each in paths]
    tags = [(each, {"If-None-Match": answer.headers["etag"]}) for each, answer in zip(paths, answers, strict=True)]
    _check(ground, tags)
    files = {f"{rank}.mvt": answer.content for rank, answer in enumerate(answers)}
    with front_door(ground.web, files) as door:
        plain: Asked = [(each, {}) for each in paths]
        works: dict[str, Callable[[], float]] = {
            SAME: lambda: load.wrk(ground.web, tags, ground.seconds),
            FILES: lambda: load.wrk(door, [(f"/media/{name}", {}) for name in files], ground.seconds),
            KEPT: lambda: _hits(door, plain),
            RENEWED: lambda: load.wrk(door, plain, 2 * ground.seconds),
        }
        try:
            base: Asked = [(each, {}) for each in base_tiles(ground)]
            works[BASE] = lambda: load.wrk(ground.web, base, ground.seconds)
        except Absent as error:
            ground.tell(f"— {error}")
        rates: dict[str, list[float]] = {name: [] for name in works}
        for _turn in range(ground.rounds):
            for name, work in works.items():
                rates[name].append(work())
    _print(ground, rates)


def _hits(door: str, asked: Asked) -> float:
    """Answers a second while nothing that nginx keeps has expired: all of it came in a moment ago."""
    with Client(door) as client:
        told = client.get(asked[0][0], Accept_Encoding="identity").headers.get("cache-control", "")
        kept = int(found.group(1)) if (found := re.search(r"s-maxage=(\d+)", told)) else 1
        time.sleep(kept + 1)  # what was kept before is old by now, and comes in anew
        begun = time.monotonic()
        for each, headers in asked:
            client.get(each, Accept_Encoding="identity", **headers)
    return load.wrk(door, asked, max(1, int(kept - (time.monotonic() - begun))))


def base_tiles(ground: Ground) -> list[str]:
    """Paths of tiles of the base map that are not empty, where fiches are; raises Absent without a base map."""
    paths = [f"/tuiles/fond/{tile.z}/{tile.x}/{tile.y}.mvt" for z in ZOOMS[:3] for tile in ground.tiles(z, EACH)]
    with Client(ground.web) as client:
        found = [each for each in paths if client.get(each).status == 200]
    if not found:
        raise Absent("pas de fond de carte : bin/run ou bin/bench en fait un")
    return found


def _check(ground: Ground, tags: Asked) -> None:
    """The server does answer 304: otherwise something else would be measured."""
    with Client(ground.web) as client:
        for each, headers in tags[:EACH]:
            status = client.get(each, Accept_Encoding="identity", **headers).status
            if status != 304:
                raise RuntimeError(f"{each} avec son ETag : {status} au lieu de 304")


def _print(ground: Ground, rates: dict[str, list[float]]) -> None:
    files = median(rates[FILES])
    rows = [
        (name, whole(median(each)), f"{whole(min(each))} à {whole(max(each))}", ratio(median(each), files))
        for name, each in rates.items()
    ]
    ground.tell(f"\nChemins tièdes, {load.CONNECTIONS} connexions")
    ground.tell(table(("", "réponses/s", "tours", "aux fichiers de nginx"), rows))
    size = f"{whole(ground.count)} fiches"
    same, kept = median(rates[SAME]), median(rates[KEPT])
    said = f"{whole(same)}/s"
    ground.tell(ground.targets.aim(f"{size}, {SAME}", f"≥ {whole(UNCHANGED)}/s", said, kept=same >= UNCHANGED))
    target = f"≥ {number(AS_FILES)} des fichiers"
    ground.tell(ground.targets.aim(f"{size}, {KEPT}", target, ratio(kept, files), kept=kept >= AS_FILES * files))
