"""How well « déjà signalé » finds: real reports of a city, and questions about them whose answer is known.

A duplicate is a stored report told again: 5 to 25 m off, reworded (or without a word, one in three), and one in ten
under a neighbouring category. What is not one: a report that was held out, the same problem further away than the
radius of its category, and another problem at the same spot; where a stored report of the very same words lies within
reach nobody can say whether it is one, and the question is left out.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, Point
from django.utils import timezone

from signalements.foreign import Reader, Rejection, Shift, read_lines, survey
from signalements.likeness.candidates import PRECISION_COUNTED, candidates
from signalements.likeness.rewording import reword
from signalements.loaders import Row, gather_statistics, load
from signalements.mapping import read_mapping
from signalements.models import Categorie

DEGREE: Final = 111_320.0  # metres in a degree of latitude
HELD_OUT: Final = 0.1
SILENT: Final = 1 / 3
MISTAKEN: Final = 0.1
CELL: Final = 150.0  # metres: a neighbour within reach is in this cell or in one around it
Spot = tuple[float, float]  # metres east and north of the city's centre


@dataclass(frozen=True)
class Told:
    """A report of the file: its words are the title."""

    row: Row
    spot: Spot


@dataclass(frozen=True)
class Query:
    """What somebody is about to report, and which stored report it repeats, if any."""

    spot: Spot
    categorie: Categorie
    text: str
    precision: int
    repeats: UUID | None


@dataclass
class Tally:
    """Questions of one kind: how many were asked, found (the right one is shown), and shown something for nothing."""

    asked: int = 0
    found: int = 0
    wrong: int = 0


@dataclass
class Quality:
    """The tallies by kind of question, and how many were left out because nobody knows."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    unknown: int = 0

    @property
    def recall(self) -> float:
        """Of the duplicates, the share whose original is among those shown."""
        return self.tallies[DUPLICATE].found / (self.tallies[DUPLICATE].asked or 1)

    @property
    def precision(self) -> float:
        """Of the questions for which something is shown, the share for which the right one is among it."""
        found = self.tallies[DUPLICATE].found
        return found / ((found + sum(tally.wrong for tally in self.tallies.values())) or 1)

    def lines(self) -> list[str]:
        """The table, for people."""
        told = [
            f"{name:<30} {tally.asked:>6} questions {tally.found:>6} retrouvés {tally.wrong:>6} montrés à tort"
            for name, tally in self.tallies.items()
        ]
        return [
            *told,
            f"{self.unknown} questions laissées de côté : un signalement semblable est à côté, et nul ne sait.",
            f"Précision {self.precision:.3f}, rappel {self.recall:.3f}, à cinq candidats.",
        ]


DUPLICATE, HELD, FURTHER, OTHER = (
    "doublons",
    "gardés à part",
    "même problème, plus loin",
    "autre problème, même endroit",
)


class City:
    """The reports of a file, stored save for those held out, with a grid that says what lies around."""

    def __init__(self, told: Sequence[Told], chance: random.Random) -> None:
        shuffled = chance.sample(told, len(told))
        held = round(len(told) * HELD_OUT)
        self.chance, self.held, self.stored = chance, shuffled[:held], shuffled[held:]
        self.families: dict[str, list[Categorie]] = {}
        for categorie in Categorie.objects.offered():
            self.families.setdefault(categorie.family, []).append(categorie)
        self.grid: dict[tuple[int, int], list[Told]] = {}
        for each in self.stored:
            self.grid.setdefault(_cell(each.spot), []).append(each)

    def unknowable(self, spot: Spot, like: Told, but: Told | None = None) -> bool:
        """Whether another stored report of the same words lies so near that it may be the same problem."""
        reach = like.row.categorie.radius + PRECISION_COUNTED
        x, y = _cell(spot)
        near = (each for i in (-1, 0, 1) for j in (-1, 0, 1) for each in self.grid.get((x + i, y + j), ()))
        return any(
            each is not but and each.row.title == like.row.title and math.dist(each.spot, spot) <= reach
            for each in near
        )

    def duplicate(self) -> Query:
        """A stored report, told again by somebody else."""
        told = self.chance.choice(self.stored)
        kin = self.families[told.row.categorie.family]
        categorie = self.chance.choice(kin) if self.chance.random() < MISTAKEN else told.row.categorie
        return self._query(told, told.spot, categorie, told.row.uuid)

    def held_out(self) -> Query | None:
        """A report that is not stored."""
        told = self.chance.choice(self.held)
        return None if self.unknowable(told.spot, told) else self._query(told, told.spot, told.row.categorie)

    def further(self) -> Query | None:
        """A stored report, two to four times as far as its category looks."""
        told = self.chance.choice(self.stored)
        spot = self._off(told.spot, told.row.categorie.radius * self.chance.uniform(2, 4) + PRECISION_COUNTED)
        return None if self.unknowable(spot, told) else self._query(told, spot, told.row.categorie)

    def other(self) -> Query | None:
        """Another problem, of the same family every other time, at the spot of a stored report."""
        there, told = self.chance.choice(self.stored), self.chance.choice(self.held)
        if self.chance.random() < 0.5:
            kin = [each for each in self.held if each.row.categorie.family == there.row.categorie.family]
            told = self.chance.choice(kin or self.held)
        if self.unknowable(there.spot, told):
            return None
        return self._query(told, there.spot, told.row.categorie)

    def _query(self, told: Told, spot: Spot, categorie: Categorie, repeats: UUID | None = None) -> Query:
        error = self.chance.uniform(5, 25)
        text = "" if self.chance.random() < SILENT else reword(told.row.title, self.chance)
        return Query(self._off(spot, error), categorie, text, math.ceil(error), repeats)

    def _off(self, spot: Spot, metres: float) -> Spot:
        turn = self.chance.uniform(0, 2 * math.pi)
        return spot[0] + metres * math.cos(turn), spot[1] + metres * math.sin(turn)


def read_reports(path: Path, mapping_path: Path, limit: int | None) -> list[Told]:
    """The file's reports, moved to the middle of our city, the latest of them sent today."""
    mapping = read_mapping(mapping_path)
    middle = survey(path, mapping)
    shift = Shift(settings.CARTO_CENTRE[0] - middle.longitude, settings.CARTO_CENTRE[1] - middle.latitude)
    reader = Reader(mapping, Categorie.objects.offered().in_bulk(field_name="code"), timezone.now(), shift)
    rows = []
    for line, row in read_lines(path, mapping):
        try:
            rows.append(reader.read(line, row))
        except Rejection:
            continue
        if len(rows) == limit:
            break
    late = timezone.now() - max(row.at for row in rows) - timedelta(minutes=1)
    return [Told(_later(row, late), _metres(row.geom)) for row in rows]


def measure(told: Sequence[Told], questions: int, tell: Callable[[str], None]) -> Quality:
    """Store the reports and ask; the caller drops or rolls back what was stored."""
    city = City(told, random.Random(14))
    tell(f"{load(each.row for each in city.stored)} signalements ouverts, {len(city.held)} gardés à part.")
    gather_statistics()
    quality = Quality()
    own = {each.row.uuid for each in city.stored}
    kinds = {DUPLICATE: city.duplicate, HELD: city.held_out, FURTHER: city.further, OTHER: city.other}
    for name, make in kinds.items():
        tally = quality.tallies.setdefault(name, Tally())
        for query in _asked(make, questions if name == DUPLICATE else questions // 3, quality):
            shown = [each.uuid for each in _candidates(query) if each.uuid in own]
            tally.asked += 1
            tally.found += query.repeats in shown
            tally.wrong += bool(shown) and query.repeats not in shown
    return quality


def _asked(make: Callable[[], Query | None], count: int, quality: Quality) -> Iterator[Query]:
    for _turn in range(count * 20):
        if count == 0:
            return
        if (query := make()) is None:
            quality.unknown += 1
        else:
            count -= 1
            yield query


def _candidates(query: Query) -> list:
    x, y = settings.CARTO_CENTRE
    wide = DEGREE * math.cos(math.radians(y))
    point = Point(x + query.spot[0] / wide, y + query.spot[1] / DEGREE, srid=4326)
    return candidates(point, query.categorie, precision=query.precision, text=query.text)


def _later(row: Row, late: timedelta) -> Row:
    return replace(row, at=row.at + late, history=())


def _metres(geom: str) -> Spot:
    place, (x, y) = GEOSGeometry(geom), settings.CARTO_CENTRE
    return (place.x - x) * DEGREE * math.cos(math.radians(y)), (place.y - y) * DEGREE


def _cell(spot: Spot) -> tuple[int, int]:
    return math.floor(spot[0] / CELL), math.floor(spot[1] / CELL)
