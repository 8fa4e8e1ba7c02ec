"""« Ceci existe déjà ? » in a city of ideas: the whole answer, beside its query and the floor under it."""

import random
from collections.abc import Callable
from io import StringIO
from time import perf_counter
from typing import Final
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection

from carto.geometry import read_point
from projets.idees.likeness.querysets import Wished, find_alike, values_of
from projets.idees.models import Autocollant
from tiles.bench import loaders
from tiles.bench.asking import Client
from tiles.bench.ground import Ground
from tiles.bench.querysets.idees import FLOOR, load_idees, spots_of_idees
from tiles.bench.servers import Absent
from tiles.bench.tables import number, percentile, table, whole

IDEES: Final = 200_000
ASKED: Final = 150  # places a round
SOON: Final = 80.0  # milliseconds
ADDRESS: Final = "/proposer/deja/"
WORDS: Final = (
    "", "", "Un banc à l’ombre pour les anciens", "Des arbres et des fleurs devant l’école",
    "De quoi attacher son vélo", "Un endroit où jouer avec les petits",
)  # fmt: skip
Question = tuple[Autocollant, float, float, str]


def measure(ground: Ground) -> None:
    """Print how long the page takes at places where there are ideas, its query alone, and the floor under it."""
    call_command("load_palette", stdout=StringIO())
    if added := load_idees(IDEES):
        ground.tell(f"{whole(added)} idées de plus, là où sont les signalements, avec leur autocollant et leurs mots.")
        loaders.settle()
    questions = drawn()
    pages = [took for _turn in range(ground.rounds) for took in _ask(ground, questions)]
    queries = [_timed(find_alike, each) for each in questions]
    floors = [_timed(_floor, each) for each in questions]
    _print(ground, pages, queries, floors)


def drawn() -> list[Question]:
    """Places of ideas, where another one is about to be wished for: half of them with the sticker that is there."""
    chance, stickers = random.Random(7), list(Autocollant.objects.offered())
    by_key = {sticker.pk: sticker for sticker in stickers}
    return [
        (by_key[there] if chance.random() < 0.5 else chance.choice(stickers), longitude, latitude, chance.choice(WORDS))
        for longitude, latitude, there in spots_of_idees(ASKED)
    ]


def addresses(questions: list[Question]) -> list[str]:
    """What a browser asks for each of them."""
    return [
        f"{ADDRESS}?{urlencode({'autocollant': sticker.code, 'lon': longitude, 'lat': latitude, 'texte': text})}"
        for sticker, longitude, latitude, text in questions
    ]


def _ask(ground: Ground, questions: list[Question]) -> list[float]:
    """Milliseconds of each whole answer; the first of all opens the process's connection and is not counted."""
    took = []
    with Client(ground.web) as client:
        for rank, address in enumerate(addresses([questions[0], *questions])):
            answer = client.get(address)
            if answer.status not in (200, 204):
                raise Absent(f"{ADDRESS} répond {answer.status}")
            took += [answer.took] if rank else []
    return took


def _timed(work: Callable[[Wished], object], question: Question) -> float:
    sticker, longitude, latitude, text = question
    wished = Wished(read_point(longitude, latitude), sticker.pk, sticker.name, sticker.theme_id, text, doubt=10)
    begun = perf_counter()
    work(wished)
    return (perf_counter() - begun) * 1000


def _floor(wished: Wished) -> None:
    """What any answer has to do: find on the index what lies within reach, and measure how far it is."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, values_of(wished))
        cursor.fetchall()


def _print(ground: Ground, pages: list[float], queries: list[float], floors: list[float]) -> None:
    measured = {"toute la réponse": pages, "sa requête": queries, "plancher : l’index et les distances": floors}
    rows = [
        (name, whole(len(took)), *(number(percentile(took, part)) for part in (0.5, 0.95, 1)))
        for name, took in measured.items()
    ]
    ground.tell("\nCeci existe déjà ? (millisecondes)")
    ground.tell(table(("", "demandes", "p50", "p95", "max"), rows))
    late = percentile(pages, 0.95)
    title = f"{whole(IDEES)} idées, existe déjà ?"
    ground.tell(ground.targets.aim(title, f"p95 ≤ {whole(SOON)} ms", f"{number(late)} ms", kept=late <= SOON))
