"""Reporting in a full city: what is there already, sending a report, and how well duplicates are found."""

import random
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from carto.fiches.models import Fiche
from signalements.likeness.measuring import measure as measure_quality
from signalements.likeness.measuring import read_reports
from signalements.models import Categorie
from tiles.bench import loaders
from tiles.bench.asking import Client
from tiles.bench.city import MAPPING, PARIS, turn_to
from tiles.bench.ground import Ground
from tiles.bench.querysets.reports import load_signalements
from tiles.bench.servers import Absent
from tiles.bench.tables import middle, number, table, whole

ASKED: Final = 150  # places a round
SENT: Final = 60  # reports a round
SOON: Final = 50.0  # milliseconds
ACCEPTED: Final = 150.0
QUESTIONS: Final = 3000
PRECISION, RECALL = 0.9, 0.8
FORM: Final = "/signaler/"
WORDS: Final = ("", "Trou devant l’arrêt de bus", "Gros tas d’ordures laissé là depuis lundi", "Un tag sur le mur")


def measure(ground: Ground) -> None:
    """Print how long both take, then the precision and recall, each with its target."""
    if added := load_signalements():
        ground.tell(f"{whole(added)} fiches sont devenues des signalements.")
        loaders.settle()
    # What has to be answered first is another step of the form.
    codes = list(Categorie.objects.offered().exclude(questions__required=True).values_list("code", flat=True))
    chance = random.Random(14)
    asked = [look(ground, chance, codes) for _turn in range(ground.rounds)]
    sent = [send(ground, chance, codes) for _turn in range(ground.rounds)]
    _print(ground, asked, sent)
    _print_quality(ground)


def look(ground: Ground, chance: random.Random, codes: list[str]) -> list[float]:
    """Milliseconds of `GET /signaler/deja/` at places where there is something."""
    took = []
    with Client(ground.web) as client:
        for longitude, latitude in chance.sample(ground.spots(), min(ASKED, len(ground.spots()))):
            asked = {"lon": longitude, "lat": latitude, "precision": chance.randint(5, 30)}
            asked |= {"categorie": chance.choice(codes), "texte": chance.choice(WORDS)}
            answer = client.get(f"{FORM}deja/?{urlencode(asked)}")
            if answer.status not in (200, 204):
                raise Absent(f"{FORM}deja/ répond {answer.status}")
            took.append(answer.took)
    return took


def send(ground: Ground, chance: random.Random, codes: list[str]) -> list[float]:
    """Milliseconds of the whole `POST /signaler/`, candidates looked for; what was sent is taken back."""
    before = loaders.last_id()
    took = []
    try:
        with Client(ground.web) as client:
            page = client.get(FORM)
            cookie = re.search(r"csrftoken=(\w+)", page.headers.get("set-cookie", ""))
            token = cookie[1] if cookie else ""
            for longitude, latitude in chance.sample(ground.spots(), min(SENT, len(ground.spots()))):
                form = _form(longitude, latitude, chance, codes) | {"csrfmiddlewaretoken": token}
                answer = client.post(FORM, form, Cookie=f"csrftoken={token}")
                if answer.status not in (302, 409):  # 409: the candidates are shown first, as to people
                    raise Absent(f"{FORM} répond {answer.status}")
                took += [answer.took] if answer.status == 302 else []
    finally:
        Fiche.objects.filter(pk__gt=before).erase()
    return took


def _form(longitude: float, latitude: float, chance: random.Random, codes: list[str]) -> dict[str, str]:
    """A report as a browser sends it; half of those who send it have seen what is there already."""
    return {
        "uuid": str(uuid4()),
        "secret": secrets.token_urlsafe(32),
        "longitude": str(longitude),
        "latitude": str(latitude),
        "precision": str(chance.randint(5, 30)),
        "categorie": chance.choice(codes),
        "text": chance.choice(WORDS),
        "deja": chance.choice(("", "non")),
    }


def _print(ground: Ground, asked: list[list[float]], sent: list[list[float]]) -> None:
    """Each round by itself, and the median of the rounds: what the first one reads from the disk is not the others'."""
    measured = {"déjà signalé ?": (asked, SOON), "envoyer un signalement": (sent, ACCEPTED)}
    rows = [
        (name, whole(sum(map(len, took))), *(number(middle(took, part)) for part in (0.5, 0.95, 1)))
        for name, (took, _most) in measured.items()
    ]
    ground.tell("\nSignaler (millisecondes, toute la réponse)")
    ground.tell(table(("", "demandes", "p50", "p95", "max"), rows))
    for name, (took, most) in measured.items():
        late = middle(took, 0.95)
        title = f"{whole(ground.count)} fiches, {name}"
        ground.tell(ground.targets.aim(title, f"p95 ≤ {whole(most)} ms", f"{number(late)} ms", kept=late <= most))


def _print_quality(ground: Ground) -> None:
    """In a database of its own: what a city of a million holds besides would be found too."""
    path = settings.CARTO_REAL_DATA and Path(settings.CARTO_REAL_DATA) / PARIS
    if not path or not path.is_file():
        ground.tell("— doublons : CARTO_REAL_DATA n’a pas les signalements réels")
        return
    ground.tell("\nDoublons faits de vrais signalements de Paris (méthode : docs/guide/exploitant.md)")
    with _aside(ground.database), transaction.atomic():
        told = read_reports(path, settings.BASE_DIR / MAPPING, None)
        quality = measure_quality(told, QUESTIONS, ground.tell)
    for line in quality.lines():
        ground.tell(line)
    for name, found, least in (("précision", quality.precision, PRECISION), ("rappel", quality.recall, RECALL)):
        said = f"≥ {number(least)}"
        ground.tell(ground.targets.aim(f"doublons, {name}", said, number(found, 3), kept=found >= least))


@contextmanager
def _aside(database: str) -> Iterator[None]:
    """An empty database with the content of the product, dropped afterwards."""
    name = f"{database}_doublons"
    loaders.create_database(name)
    try:
        turn_to(name)
        call_command("migrate", verbosity=0)
        for content in ("load_themes", "load_categories"):
            call_command(content, stdout=StringIO())
        yield
    finally:
        turn_to(database)
        connection.ensure_connection()
        loaders.drop_database(name)
