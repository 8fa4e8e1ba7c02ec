"""Paris's « Dans ma rue » reports and its voted projects, read from the open files. Nothing of a database here.

No file says where a street runs nor where a quartier ends: both are worked out from the reports' own addresses. A
street is the set of its reported addresses; a quartier is all that lies nearest to a report that names it.
"""

import csv
import gzip
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Final

from shapely import MultiPoint, Point, STRtree, union_all, voronoi_polygons
from shapely.geometry.base import BaseGeometry

REPORTS: Final = "signalements/paris_dansmarue_45k.csv.gz"
PROJECTS: Final = "projets/paris_bp_laureats.sqlite"
_ADDRESS: Final = re.compile(r"\s*(?:(\d+)\s*(?:bis|ter|quater|[a-e])?\s+)?([^,\d][^,]*)", re.IGNORECASE)
_OUTSIDE: Final = 0.0008  # degrees around all that is reported, where the outer quartiers end


@dataclass(frozen=True)
class At:
    """An address: `number` is 0 when none is told, `street` is folded (`folded`), degrees in SRID 4326."""

    arrondissement: int
    street: str
    number: int
    longitude: float = 0.0
    latitude: float = 0.0


@dataclass(frozen=True)
class Project:
    """A project that Parisians chose, as the city's file tells it; `due` and `begins` are « 2026-07 » or nothing."""

    code: int
    title: str
    theme: str
    edition: int
    state: str
    begins: str
    due: str
    budget: int | None
    address: str
    arrondissement: int


@dataclass
class City:
    """What the reports' addresses know: streets by (arrondissement, folded name), quartiers by name."""

    names: dict[tuple[int, str], str] = field(default_factory=dict)
    streets: dict[tuple[int, str], list[At]] = field(default_factory=lambda: defaultdict(list))
    quartiers: dict[str, set[tuple[float, float]]] = field(default_factory=lambda: defaultdict(set))
    within: dict[str, Counter[int]] = field(
        default_factory=lambda: defaultdict(Counter)
    )  # arrondissements of quartiers

    @classmethod
    def read(cls, path: Path) -> "City":
        """From the file of reports (gzipped CSV, UTF-8)."""
        city = cls()
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                city.add(row)
        return city

    def add(self, row: dict[str, str]) -> None:
        """One report."""
        arrondissement, spot = int(row["arrondissement"]), (float(row["lon"]), float(row["lat"]))
        if quartier := row["conseilquartier"].strip():
            self.quartiers[quartier].add(spot)
            self.within[quartier][arrondissement] += 1
        if at := read_address(row["adresse"], arrondissement, *spot):
            self.names.setdefault((arrondissement, at.street), _street(row["adresse"]))
            self.streets[arrondissement, at.street].append(at)

    @cached_property
    def borders(self) -> dict[str, BaseGeometry]:
        """Of each quartier, all that is nearest to one of its reports (SRID 4326); one may cross arrondissements."""
        owner = {spot: quartier for quartier, spots in self.quartiers.items() for spot in spots}
        points = MultiPoint(list(owner))
        around = union_all([Point(spot).buffer(_OUTSIDE * 4) for spot in owner]).buffer(-_OUTSIDE * 3)
        cells = list(voronoi_polygons(points, extend_to=around).geoms)
        found: dict[str, list[BaseGeometry]] = defaultdict(list)
        tree = STRtree(cells)
        for spot, quartier in owner.items():
            found[quartier].append(cells[int(tree.nearest(Point(spot)))])
        return {quartier: union_all(own).intersection(around) for quartier, own in found.items()}

    def place(self, project: Project) -> tuple[float, float] | None:
        """Where the nearest number of its street that anybody reported is; the middle of these without a number."""
        asked = read_address(project.address, project.arrondissement)
        known = self._known(asked) if asked else []
        if not known:
            return None
        if asked and asked.number:
            best = min(known, key=lambda at: abs(at.number - asked.number))
            return best.longitude, best.latitude
        middle = Point(median(at.longitude for at in known), median(at.latitude for at in known))
        best = min(known, key=lambda at: middle.distance(Point(at.longitude, at.latitude)))
        return best.longitude, best.latitude

    def _known(self, asked: At) -> list[At]:
        """In its arrondissement; of « Paris Centre » (4), in the first four."""
        where = range(1, 5) if asked.arrondissement <= 4 else (asked.arrondissement,)
        return [at for number in where for at in self.streets.get((number, asked.street), ())]


def read_address(text: str, arrondissement: int, longitude: float = 0.0, latitude: float = 0.0) -> At | None:
    """« 16 Rue du Général Blaise, 75011 PARIS »; None when it names no street."""
    found = _ADDRESS.match(text)
    if not found or not (street := folded(found.group(2))):
        return None
    return At(arrondissement, street, int(found.group(1) or 0), longitude, latitude)


def folded(name: str) -> str:
    """The same for every spelling: case, hyphens and spaces; accents stay, they tell streets apart."""
    return re.sub(r"[\s\-’']+", " ", name).strip().lower()


def _street(address: str) -> str:
    found = _ADDRESS.match(address)
    return " ".join(found.group(2).split()) if found else ""


def read_projects(path: Path) -> Iterator[Project]:
    """Those that won, in the order of the file (SQLite)."""
    columns = (
        "identifiant_projet_gagnant, titre_projet_gagnant, thematique, edition, avancement_projet, "
        "lancement_travaux_projet, livraison_prev_projet, budget_global_projet_gagnant, adresse_projet_gagnant, "
        "arrondissement_projet_gagnant"
    )
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as held:
        for row in held.execute(f"SELECT {columns} FROM projects ORDER BY edition, 1"):
            code, title, theme, edition, state, begins, due, budget, address, where = row
            dated = (text if re.fullmatch(r"\d{4}-\d{2}", text or "") else "" for text in (begins, due))
            yield Project(
                code or 0, title or "", theme or "", edition, state or "", *dated, budget, address or "", where or 0
            )


def dashes(known: Iterable[At]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """A street as four metres at each of its addresses: nobody said how it runs between them."""
    spots = sorted({(at.longitude, at.latitude) for at in known})
    return [((x - 0.00003, y), (x + 0.00003, y)) for x, y in spots]
