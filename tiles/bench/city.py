"""A city of so many fiches, in a database of its own: real reports of Paris, shifted onto Nantes and moved a little."""

import csv
import gzip
import hashlib
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from statistics import fmean
from time import monotonic
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from carto.fiches.models import Theme
from carto.geometry import place_box
from carto.territoires.actions import load_border_file
from signalements.mapping import read_mapping
from signalements.models import Categorie
from tiles.bench import loaders
from tiles.bench.tables import Tell, number, whole
from tiles.pyramid.entries import fold_versions

PARIS: Final = "signalements/paris_dansmarue_45k.csv.gz"
MAPPING: Final = "signalements/content/mappings/paris_dansmarue.toml"
BORDERS: Final = ("nantes/communes.geojson", "nantes/quartiers.geojson")
JITTER: Final = 60.0  # metres: a report is drawn some twenty times in a million, and should not pile up on one spot
BATCH: Final = 20_000  # fiches a statement
WRITERS: Final = 2
Report = tuple[float, float, int, str]  # longitude, latitude (4326), theme, title


@dataclass(frozen=True)
class Source:
    """Where a city's fiches come from, in words, and the reports themselves."""

    said: str
    reports: Sequence[Report]


@contextmanager
def city(count: int, *, keep: bool, tell: Tell) -> Iterator[str]:
    """The name of a database with `count` fiches, ours while it lasts; made unless an earlier run kept one."""
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_bench_{count}"
    wanted = f"{loaders.MADE} : {count} fiches, {_recipe()}"
    ready = loaders.made_as(name) == wanted
    if not ready:
        loaders.create_database(name)
    turn_to(name)
    try:
        call_command("migrate", verbosity=0)
        if ready:
            _load_content()  # today's words and categories
            tell(f"La base {name}, gardée d’une mesure précédente, sert à nouveau.")
        else:
            build(count, tell)
            loaders.say_made(name, wanted)
        fold_versions()  # as the worker does every minute: none runs here
        yield name
    finally:
        turn_to(usual)
        if not keep:
            loaders.drop_database(name)


@contextmanager
def scratch(name: str) -> Iterator[str]:
    """The name of a database with our tables and nothing in them, ours while it lasts."""
    before = connection.settings_dict["NAME"]
    made = f"{before}_bench_{name}"
    loaders.create_database(made)
    turn_to(made)
    try:
        call_command("migrate", verbosity=0)
        yield made
    finally:
        turn_to(before)
        loaders.drop_database(made)


def _load_content() -> None:
    for content in ("load_themes", "load_categories"):
        call_command(content, stdout=StringIO())


def build(count: int, tell: Tell) -> None:
    """Borders, themes and `count` fiches in the database we are turned to, with what it cost."""
    _load_content()
    borders = _load_borders()
    source = real_reports() or made_up_reports()
    begun = monotonic()
    loaders.load_reports(source.reports)
    chance = loaders.Chance(count, len(source.reports), JITTER)
    with loaders.without_indexes(), ThreadPoolExecutor(WRITERS) as writers:
        starts = range(1, count + 1, BATCH)
        list(writers.map(lambda first: loaders.load_fiches(chance, first, min(first + BATCH - 1, count)), starts))
    written = monotonic() - begun
    call_command("rebuild_pyramid", stdout=StringIO())
    rebuilt = monotonic() - begun - written
    loaders.settle()
    tell(f"{whole(count)} fiches : {source.said} ; {borders}.")
    tell(
        f"Écrites en {number(written)} s avec les déclencheurs et les index ({whole(count / written)} par seconde), "
        f"pyramide vérifiée en {number(rebuilt)} s."
    )


def real_reports() -> Source | None:
    """Paris's reports with our themes, their middle put on the middle of Nantes; None without the file."""
    path = settings.CARTO_REAL_DATA and Path(settings.CARTO_REAL_DATA) / PARIS
    if not path or not path.is_file():
        return None
    mapping = read_mapping(settings.BASE_DIR / MAPPING)
    themes = dict(Categorie.objects.values_list("code", "theme_id"))
    with gzip.open(path, "rt", encoding=mapping.encoding, newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=mapping.delimiter))
    east = settings.CARTO_CENTRE[0] - fmean(float(row[mapping.longitude]) for row in rows)
    north = settings.CARTO_CENTRE[1] - fmean(float(row[mapping.latitude]) for row in rows)
    reports = [
        (
            float(row[mapping.longitude]) + east,
            float(row[mapping.latitude]) + north,
            themes[mapping.category_of(row)],
            mapping.remove.sub("", row[mapping.title])[:140] or "Signalement",
        )
        for row in rows
    ]
    said = f"{whole(len(reports))} signalements réels de Paris, décalés sur Nantes et tirés avec {JITTER:.0f} m d’écart"
    return Source(said, reports)


def made_up_reports(count: int = 20_000) -> Source:
    """A city without the file: always the same, dense in its centre and around six others."""
    chance = random.Random(44)
    x, y = settings.CARTO_CENTRE
    themes = list(Theme.objects.values_list("pk", flat=True))
    centres = [(x, y, 0.012), *((x + chance.gauss(0, 0.05), y + chance.gauss(0, 0.03), 0.02) for _ in range(6))]
    reports = []
    for rank in range(count):
        east, north, far = chance.choice(centres)
        theme = themes[min(int(chance.expovariate(0.4)), len(themes) - 1)]
        reports.append((chance.gauss(east, far), chance.gauss(north, 0.7 * far), theme, f"Signalement {rank % 300}"))
    return Source("ville inventée (CARTO_REAL_DATA n’a pas les signalements réels)", reports)


def drawn_spots(count: int, code: str = "") -> list[tuple[float, float]]:
    """Where some public fiches lie (4326), always the same: a crowded place comes more often."""
    last = loaders.last_id()
    # A quartier may hold one fiche in fifty: more are drawn than are kept.
    ids = random.Random(22).sample(range(1, last + 1), min(last, count * (60 if code else 2)))
    spots = loaders.drawn_spots(ids, code)
    random.Random(4).shuffle(spots)
    return spots[:count]


def _load_borders() -> str:
    folder = settings.CARTO_REAL_DATA
    paths = [Path(folder) / name for name in BORDERS] if folder else []
    found = [path for path in paths if path.is_file()]
    for path in found:
        list(load_border_file(path, box=place_box()))
    return "vraies limites de " + " et de ".join(path.stem for path in found) if found else "sans limites"


def _recipe() -> str:
    """One value for how a city is made: what an earlier run kept serves only as long as this is the same."""
    made_of = (loaders.FICHES, JITTER, BATCH, settings.CARTO_CENTRE, settings.CARTO_REAL_DATA)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:12]


def turn_to(name: str) -> None:
    """Speak to that database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name
