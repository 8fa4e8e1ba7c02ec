"""All that the page, its JSON and its tables tell of one address, counted from the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import numpy as np
from django.utils.timezone import localdate

from carto.territoires.models import Level, Territoire
from carto.territoires.querysets import inhabitants
from signalements.figures.asked import Asked, places
from signalements.figures.columns import Facts, facts
from signalements.figures.counting import ENOUGH, Figures, by, count
from signalements.models import Categorie

MONTHS: Final = 12  # shown at least, up to the period's end
MOST_MONTHS: Final = 36
REMEMBERED: Final = 60  # addresses that one pass is asked for: each a few kilobytes
People = Mapping[int, tuple[Decimal, int]]


@dataclass(frozen=True)
class Line:
    """One category or one place, with its figures; `code` is its value in an address."""

    name: str
    code: str
    figures: Figures


@dataclass(frozen=True)
class Places:
    """The places of one level: those where something was reported, and the names of the others."""

    lines: Sequence[Line]
    without: Sequence[str]


@dataclass(frozen=True)
class Series:
    """One category month after month: how many were reported, and how many of those are treated today."""

    name: str
    code: str
    reported: Sequence[int]
    treated: Sequence[int]


@dataclass(frozen=True)
class Report:
    """The figures of an address."""

    asked: Asked
    at: datetime
    whole: Figures
    categories: Sequence[Line]
    quartiers: Places
    communes: Places
    months: Sequence[date]
    series: Sequence[Series]

    @property
    def delays_told(self) -> bool:
        """Whether the rows may say when each was closed."""
        return self.whole.dated >= ENOUGH


def report(asked: Asked) -> Report:
    """Counted from the rows that the process keeps, once for each address as long as nothing moves."""
    rows = facts()
    if asked not in rows.told:
        if len(rows.told) >= REMEMBERED:
            rows.told.clear()
        rows.told[asked] = _counted(asked, rows)
    return rows.told[asked]


def _counted(asked: Asked, rows: Facts) -> Report:
    """With three small queries for names and inhabitants."""
    chosen, today, months = rows.between(asked.since, asked.until).of(**asked.ids), localdate(), _months(asked)
    people, known, names = inhabitants(today), list(places()), {one.pk: one for one in Categorie.objects.all()}
    at = {level: {one.pk: one for one in known if one.level == level} for level in (Level.QUARTIER, Level.COMMUNE)}
    everybody = _of_the_whole(asked, people, at[Level.COMMUNE])
    lasting = rows.between(months[0], asked.until).of(**asked.ids)
    return Report(
        asked, rows.at,
        whole=count(chosen, today, everybody), categories=_categories(chosen, names, today, everybody),
        quartiers=_places(chosen, "quartier", at[Level.QUARTIER], today, people),
        communes=_places(chosen, "commune", at[Level.COMMUNE], today, people),
        months=months, series=_series(lasting, names, months),
    )  # fmt: skip


def _of_the_whole(asked: Asked, people: People, communes: Mapping[int, Territoire]) -> tuple[Decimal, int] | None:
    """Who lives in the place asked for; without one, in all the communes together, when each of them is known."""
    if asked.place:
        return people.get(asked.place.pk)
    told = [people[pk] for pk in communes if pk in people]
    if not told or len(told) < len(communes):
        return None
    return sum((one for one, _year in told), Decimal()), max(year for _one, year in told)


def _categories(
    rows: Facts, names: Mapping[int, Categorie], today: date, people: tuple[Decimal, int] | None
) -> list[Line]:
    """In the order in which people meet them; those without any are left out."""
    found = {pk: count(some, today, people) for pk, some in by(rows, "categorie")}
    return [Line(one.name, one.code, found[pk]) for pk, one in names.items() if pk in found]


def _places(rows: Facts, name: str, known: Mapping[int, Territoire], today: date, people: People) -> Places:
    """Every place, by its name: those with none are named too, to be missing would say something else."""
    found = {pk: count(some, today, people.get(pk)) for pk, some in by(rows, name)}
    lines = [Line(one.name, one.code, found[pk]) for pk, one in known.items() if pk in found]
    return Places(lines, [one.name for pk, one in known.items() if pk not in found])


def _months(asked: Asked) -> list[date]:
    """The first days of the months shown: those of the period, MONTHS at least and MOST_MONTHS at most."""
    last = asked.until.year * 12 + asked.until.month - 1
    first = min(asked.since.year * 12 + asked.since.month - 1, last - MONTHS + 1)
    return [date(month // 12, month % 12 + 1, 1) for month in range(max(first, last - MOST_MONTHS + 1), last + 1)]


def _series(rows: Facts, names: Mapping[int, Categorie], months: Sequence[date]) -> list[Series]:
    """One for each category that has any."""
    edges = np.array([one.toordinal() - date(1970, 1, 1).toordinal() for one in months])
    told = {}
    for pk, some in by(rows, "categorie"):
        month = np.searchsorted(edges, some["reported"], side="right") - 1
        told[pk] = [
            np.bincount(month[kept], minlength=len(months)).tolist()
            for kept in (slice(None), some["treated"])
        ]  # fmt: skip
    return [Series(one.name, one.code, *told[pk]) for pk, one in names.items() if pk in told]
