"""Field rounds on Geneva's streets: how far from the best known our order is, how long it takes, and what it saves."""

import random
import time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.gis.geos import Point

from carto.geometry import STORED
from carto.territoires.network import driving_graph, walking_graph
from carto.territoires.streets import METRES_PER_DEGREE, Going, Network
from carto.territoires.ways import Ways
from signalements.rounds.course import course_on
from signalements.rounds.ordering import length, nearest_next
from signalements.rounds.warming import warm
from tiles.bench.ground import Ground
from tiles.bench.longsearch import long_search
from tiles.bench.servers import Absent
from tiles.bench.tables import number, percentile, table, whole

EXTRACT: Final = "osm/geneve.osm.pbf"
STOPS: Final = 60
SEEDS: Final = range(1, 6)
ASIDE: Final = 15  # metres from the middle of the street, at most
SEARCHED: Final = 20.0  # seconds of the long search
RATIO, SOON = 1.08, 2.0
KINDS: Final = ((Going.FOOT, True, "à pied, avec retour"), (Going.TRUCK, False, "en camion, sans retour"))


def measure(ground: Ground) -> None:
    """Print the table of the rounds and both targets."""
    extract = settings.CARTO_REAL_DATA and Path(settings.CARTO_REAL_DATA) / EXTRACT
    if not extract or not extract.is_file():
        raise Absent("CARTO_REAL_DATA n’a pas l’extrait de Genève")
    networks = {
        Going.FOOT: Network.of(walking_graph(extract)),
        Going.TRUCK: Network.of(driving_graph(extract)),
    }
    _wake(ground, networks)
    rows, ratios, took = [], [], []
    for going, returns, told in KINDS:
        for seed in SEEDS:
            *row, ratio, seconds = one_round(networks[going], seed, returns=returns)
            rows.append((f"{told}, tirage {seed}", *row, f"{number(ratio, 3)}", f"{number(seconds, 2)} s"))
            ratios.append(ratio)
            took.append(seconds)
    ground.tell(
        f"\nTournées de {STOPS} arrêts sur les rues de Genève (recherche longue : {whole(SEARCHED)} s par tournée)"
    )
    heads = ("", "dans l’ordre reçu", "toujours le plus proche", "la nôtre", "la meilleure connue", "rapport", "temps")
    ground.tell(table(heads, rows))
    worst, late = max(ratios), percentile(took, 1)
    aim = ground.targets.aim
    ground.tell(
        aim("tournée, longueur / meilleure connue", f"≤ {number(RATIO, 2)}", number(worst, 3), kept=worst <= RATIO)
    )
    ground.tell(aim("tournée, temps (pire)", f"≤ {number(SOON)} s", f"{number(late, 2)} s", kept=late <= SOON))


def _wake(ground: Ground, networks: dict[Going, Network]) -> None:
    """As a web process does before its first visitor comes, and how long that takes."""
    began = time.perf_counter()
    warm(*networks.values())
    ground.tell(f"Les rues et le solveur, lus avant le premier visiteur : {number(time.perf_counter() - began, 2)} s.")


def one_round(network: Network, seed: int, *, returns: bool) -> tuple[str, str, str, str, float, float]:
    """Kilometres as received, always to the nearest, ours, the best known; then the ratio, and seconds of ours."""
    places = drawn(network, seed)
    began = time.perf_counter()
    course = course_on(network, places, returns=returns)
    took = time.perf_counter() - began
    metres = Ways(network, places).metres
    simple = length(metres, nearest_next(metres), returns=returns)
    best = min(course.metres, long_search(metres, returns=returns, seconds=SEARCHED, seed=seed))
    said = [f"{number(each / 1000, 2)} km" for each in (course.naive, simple, course.metres, best)]
    return (*said, course.metres / best, took)


def drawn(network: Network, seed: int) -> list[Point]:
    """Places beside the streets, the longer the street the likelier."""
    chance = random.Random(seed)
    places = []
    for street in chance.choices(range(len(network.metres)), weights=network.metres, k=STOPS):
        longitude, latitude = network.part(street, *[chance.random()] * 2)[0]
        east, north = (chance.uniform(-ASIDE, ASIDE) / METRES_PER_DEGREE for _side in range(2))
        places.append(Point(longitude + east, latitude + north, srid=STORED))
    return places
