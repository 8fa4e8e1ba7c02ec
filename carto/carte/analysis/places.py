"""Quartier by quartier: how many contributions, for how many inhabitants, and where nobody has spoken.

A quartier, else the commune that has none, else nowhere: each fiche is in one row, and the rows make up the total.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.timezone import localdate

from carto.carte.analysis.counting import counts_by
from carto.fiches.filters import Filters
from carto.territoires.models import Level, Population, Territoire
from carto.territoires.querysets import inhabitants

SPOKEN_NAMES: Final = 12  # of those where nobody has spoken: more is a list to download


@dataclass(frozen=True)
class Place:
    """One territory: its fiches in the view, and who lives there (None: nobody knows)."""

    territoire: Territoire
    n: int
    people: Decimal | None = None
    year: int | None = None
    within: str = ""  # the commune of a quartier

    @property
    def rate(self) -> Decimal | None:
        """Contributions for a thousand inhabitants."""
        return None if self.people is None else 1000 * self.n / self.people

    @property
    def each(self) -> Decimal | None:
        """Inhabitants for one contribution."""
        return self.people / self.n if self.people is not None and self.n else None


@dataclass(frozen=True)
class Places:
    """The rows of a view, what lies in none of them, and its micro-quartiers; `whole`: all of each place is in view,
    so that its inhabitants are those who could have spoken.
    """

    rows: tuple[Place, ...]
    outside: int
    iris: tuple[Place, ...]
    whole: bool

    @property
    def total(self) -> int:
        """What the view counts."""
        return sum(row.n for row in self.rows) + self.outside

    @property
    def silent(self) -> list[Place]:
        """The places of the table where nobody has spoken."""
        return [row for row in self.rows if not row.n]

    @property
    def silent_iris(self) -> list[Place]:
        """The micro-quartiers where nobody has spoken, those where most people live first."""
        return sorted(
            (row for row in self.iris if not row.n), key=lambda row: (-(row.people or 0), row.territoire.name)
        )

    @property
    def silent_people(self) -> int:
        """How many people live in those of which it is known."""
        return round(sum(row.people or 0 for row in self.silent_iris))

    @property
    def people(self) -> Decimal:
        """Who lives in the rows of which it is known."""
        return sum((row.people for row in self.rows if row.people is not None), Decimal(0))

    @property
    def rate(self) -> Decimal | None:
        """Contributions for a thousand inhabitants, over the rows of which it is known."""
        told = sum(row.n for row in self.rows if row.people is not None)
        return 1000 * told / self.people if self.people else None

    @property
    def quiet(self) -> list[Place]:
        """Where fewer than half as many speak, for as many people, as over all rows; the quietest first."""
        known = [row for row in self.rows if row.people]
        people, told = sum(row.people for row in known), sum(row.n for row in known)
        found = [row for row in known if 2 * row.n * people < told * row.people]
        return sorted(found, key=lambda row: (row.rate, row.territoire.name))


def places(filters: Filters) -> Places:
    """Count a view by quartier and by micro-quartier. The same few queries, whatever it holds."""
    today = localdate()
    known = _known(today)
    tabled, every = _tabled(known), [one for one in known.values() if one.level == Level.IRIS]
    found, iris_found = _counts(filters, {one.pk for one in tabled})
    people = inhabitants(today)
    if filters.territoire:
        tabled, every = ([one for one in some if _within(one, filters.territoire, known)] for some in (tabled, every))
    whole = not filters.cadre and bool(tabled or not filters.territoire)
    if not whole:  # of a street or a rectangle, what is not there says nothing of who lives there
        tabled, every = [one for one in _tabled(known) if found.get(one.pk)], []
    rows = [_place(one, found.get(one.pk, 0), people if whole else {}, known) for one in tabled]
    iris = [_place(one, iris_found.get(one.pk, 0), people, known) for one in every if one.level == Level.IRIS]
    total = sum(found.values())
    return Places(tuple(rows), total - sum(row.n for row in rows), tuple(iris), whole)


def tabled_on(day: date) -> dict[int, Territoire]:
    """The rows of the table on a day, by id, in order."""
    return {one.pk: one for one in _tabled(_known(day))}


def _known(day: date) -> dict[int, Territoire]:
    return {one.pk: one for one in Territoire.objects.in_force(day).defer("geom")}


def sources() -> list[str]:
    """Who counted the inhabitants, and when."""
    whole = Population.objects.filter(age_from=None, age_to=None).order_by()
    return sorted({f"{source}, {year}" for source, year in whole.values_list("source", "year").distinct()})


def _tabled(known: dict[int, Territoire]) -> list[Territoire]:
    """The quartiers by name, then the communes that have none."""
    quartiers = [one for one in known.values() if one.level == Level.QUARTIER]
    parted = {one.parent_id for one in quartiers}
    communes = [one for one in known.values() if one.level == Level.COMMUNE and one.pk not in parted]
    return sorted([*quartiers, *communes], key=lambda one: (-one.level, one.name))


def _counts(filters: Filters, rows: set[int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many each row holds (what is in none under 0), and each micro-quartier."""
    found: dict[int, int] = {}
    iris: dict[int, int] = {}
    for (_kind, commune, quartier, part), n in counts_by(filters, "commune", "quartier", "iris").items():
        row = next((one for one in (quartier, commune) if one in rows), 0)
        found[row] = found.get(row, 0) + n
        iris[part] = iris.get(part, 0) + n
    return found, iris


def _within(place: Territoire, code: str, known: dict[int, Territoire]) -> bool:
    """Whether it is that territory or a part of it."""
    here: Territoire | None = place
    while here is not None and here.code != code:
        here = known.get(here.parent_id) if here.parent_id else None
    return here is not None


def _place(
    one: Territoire, n: int, people: dict[int, tuple[Decimal, int]], known: dict[int, Territoire]
) -> Place:  # fmt: skip
    count, year = people.get(one.pk, (None, None))
    parent = known.get(one.parent_id) if one.parent_id and one.level == Level.QUARTIER else None
    return Place(one, n, count, year, parent.name if parent else "")
