"""Inhabitants by age, from INSEE's census tables: `IRIS;…;P20_POP;P20_POP0014;…` or `CODGEO;…;P20_POP;…`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from carto.territoires.models import Level
from carto.territoires.reports import Remark, SourceError
from carto.territoires.sources.tables import open_table

COLUMN: Final = re.compile(r"P(\d\d)_POP(?:(\d\d)(\d\d|P))?")  # POP1529: 15 to 29; POP75P: 75 and over; POP: everybody
CODES: Final = {"IRIS": Level.IRIS, "CODGEO": Level.COMMUNE, "COM": Level.COMMUNE, "DEPCOM": Level.COMMUNE}
MOST: Final = Decimal(10) ** 9
Ages = tuple[int | None, int | None]


@dataclass(frozen=True)
class Count:
    """Inhabitants of one territory in one age band; both ages None: all of them; `ages[1]` None: and over."""

    code: str
    ages: Ages
    count: Decimal


@dataclass
class Census:
    """What a table says of one year. Bands overlap (0–14 and 0–19): whoever adds them chooses among them."""

    year: int
    level: Level
    counts: list[Count] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)


def read_census(path: Path, *, year: int | None = None, level: Level | None = None) -> Census:
    """Read the table; `year` is needed only when it holds several, `level` when it names no IRIS or commune.

    Raises SourceError when the table has no population column, or none of that year.
    """
    with open_table(path) as table:
        names = table.fieldnames or []
        year, bands = _bands(names, year)
        code, level = _code(names, level)
        census, seen = Census(year, level), {}
        for line, row in enumerate(table, 2):
            identity = (row[code] or "").strip()
            try:
                if not identity:
                    raise ValueError(_("code absent"))
                if identity in seen:
                    raise ValueError(_("code déjà présent ligne %(line)d") % {"line": seen[identity]})
                census.counts += [Count(identity, ages, count) for ages, count in _counts(row, bands)]
            except ValueError as error:
                census.refused.append(Remark(line, identity[:20], str(error)))
            seen.setdefault(identity, line)
    return census


def _bands(names: Sequence[str], year: int | None) -> tuple[int, dict[str, Ages]]:
    """The columns of one year with their ages."""
    found: dict[int, dict[str, Ages]] = {}
    for name in names:
        if match := COLUMN.fullmatch(name):
            short, first, last = match.groups()
            century = 2000 if int(short) < 60 else 1900
            ages = (int(first) if first else None, int(last) if last and last != "P" else None)
            found.setdefault(century + int(short), {})[name] = ages
    if not found:
        raise SourceError(_("Aucune colonne de population (P20_POP, P20_POP0014…) dans ce tableau."))
    chosen = year or max(found)
    if chosen not in found:
        raise SourceError(
            _("Ce tableau ne dit rien de %(year)d, mais de : %(years)s.")
            % {"year": chosen, "years": ", ".join(map(str, sorted(found)))}
        )
    return chosen, found[chosen]


def _code(names: Sequence[str], level: Level | None) -> tuple[str, Level]:
    """The column that identifies the territory, and what it identifies."""
    for name, told in CODES.items():
        if name in names and level in (None, told):
            return name, told
    if level and "CODE" in names:
        return "CODE", level
    raise SourceError(_("Aucune colonne d’identifiant (IRIS, CODGEO, COM ; CODE avec --level) dans ce tableau."))


def _counts(row: Mapping[str, str], bands: Mapping[str, Ages]) -> Iterator[tuple[Ages, Decimal]]:
    """The row's figures; an empty cell is one that INSEE does not publish."""
    for name, ages in bands.items():
        text = (row[name] or "").replace(" ", "").replace("\xa0", "").replace("\u202f", "").replace(",", ".")
        if not text:
            continue
        try:
            count = Decimal(text)
        except InvalidOperation:
            raise ValueError(
                _("%(name)s n’est pas un nombre : « %(text)s »") % {"name": name, "text": text[:20]}
            ) from None
        if not (count.is_finite() and 0 <= count < MOST):
            raise ValueError(_("%(name)s est impossible : « %(text)s »") % {"name": name, "text": text[:20]})
        yield ages, round(count, 2)
