"""What a reader of files is, and the list of those that the house has.

A reader turns a file into rows, each as it is and as it was understood; it never touches the database. What it stores
of new and changed rows (their mirror: a contract, a line of a budget, a facility) is a second function, called inside
the transaction of the import, with the rows already kept as `Ligne`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from projets.equipements.models import Import, Matter, Source

# Dotted paths of `Format` objects, in the order in which a file is tried against them.
FORMATS: Final[Sequence[str]] = (
    "projets.equipements.imports.schemas.decp.FORMAT",
    "projets.equipements.imports.schemas.scdl_budget.FORMAT",
    "projets.equipements.imports.schemas.scdl_subventions.FORMAT",
    "projets.equipements.imports.schemas.scdl_deliberations.FORMAT",
    "projets.equipements.imports.schemas.works.FORMAT",
    "projets.equipements.imports.schemas.counts.FORMAT",
    "projets.equipements.imports.schemas.usages.FORMAT",
    "projets.equipements.imports.schemas.purchases.FORMAT",
    "projets.equipements.imports.readers.table.SCDL",
    "projets.equipements.imports.readers.osm.OSM",
    "projets.equipements.imports.readers.geo.GEO",
    "projets.equipements.imports.readers.geo.OPENDATASOFT",
    "projets.equipements.imports.readers.table.TABLE",
)


@dataclass(frozen=True)
class Field:
    """One of our fields: the column of the schema that holds it, and other names that it is met under."""

    name: str
    label: str | Promise
    columns: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a file. `reasons` (French) say why it is refused; `proposed`, what would make it right."""

    number: int
    key: str  # what the source calls it, or what its columns make of it: the same at each reading
    data: Mapping[str, Any]  # untouched, as JSON
    told: Mapping[str, Any] = field(default_factory=dict)  # understood, by the names of our fields
    reasons: tuple[str, ...] = ()
    proposed: Mapping[str, Any] | None = None


class Places(Protocol):
    """The facilities that a source's rows name."""

    def named(self, name: str) -> int | None:
        """Its primary key, or nothing: a name that two facilities bear is nobody's."""


@dataclass(frozen=True)
class Naming:
    """For rows that name a facility: the column where they do, and which facility each name is to a source."""

    column: Callable[[Mapping[str, Any]], str]
    places: Callable[[Source], Places]


@dataclass(frozen=True)
class Format:
    """How a sort of file is read.

    `rows(path, mapping)` yields its rows one by one (memory does not grow with the file); `mapping` is
    `Source.mapping`: {our field: their column} under "columns", and options; and the source's "extent". It raises
    ValidationError (French) for a file that is none.
    `columns(path, mapping)` is the header that the file has. `guess(path)`, from 0 to 1, how much it looks like one.
    `store(reading, pairs)` makes the mirrors of the (Ligne's primary key, Row) that are new or changed, once; of all of
    them when the mapping changed, so it replaces what is there. `pairs` asks nothing of the database: COPY may go on;
    the rows come without their `data`, which is kept already.
    `one(data, mapping, file)` reads again one row of that file, its cells changed by a person; None where a row is made
    of several lines. `blank`: cells that such a row may be given besides those that it has.
    `recount(source, equipements)` makes anew what was counted for these facilities: a person tied a row, or untied it.
    `numbered`: identical keys are legitimate there, each with its number.
    `settle(path, mapping)`: options that a first reading finds and the next ones keep (the columns that name a row).
    """

    code: str
    label: str | Promise
    matter: Matter
    fields: tuple[Field, ...]
    rows: Callable[[Path, Mapping[str, Any]], Iterator[Row]]
    columns: Callable[[Path, Mapping[str, Any]], list[str]]
    guess: Callable[[Path], float]
    store: Callable[[Import, Iterable[tuple[int, Row]]], None]
    settle: Callable[[Path, Mapping[str, Any]], dict[str, Any]] | None = None
    one: Callable[[Mapping[str, Any], Mapping[str, Any], Path], Row] | None = None
    blank: tuple[str, ...] = ()
    numbered: bool = False
    naming: Naming | None = None
    recount: Callable[[Source, Collection[int]], None] | None = None


@cache
def formats() -> dict[str, Format]:
    """Every reader by its code."""
    found = [import_string(path) for path in FORMATS]
    return {each.code: each for each in found}
