"""A table: groups as rows and columns, a figure in each cell, totals that are true, each with the list behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import ngettext

from carto.carte.tables.asked import Asked
from carto.carte.tables.counting import Counts, Keys, counted, telling
from carto.carte.tables.groups import Group, groups_of, listed
from carto.fiches.dimensions import Dimension
from carto.fiches.mesures import NOMBRE, Figure

MOST_ROWS: Final = 100
MOST_COLUMNS: Final = 24
Place = tuple[Dimension, Group]  # a group, and what it is a group of


@dataclass(frozen=True)
class Cell:
    """A figure, as it reads, and the address of the list of what it is of; empty where there is none."""

    figure: Figure
    said: str
    link: str = ""


@dataclass(frozen=True)
class Line:
    """One row."""

    group: Group
    cells: tuple[Cell, ...]  # none when there is one dimension
    total: Cell


@dataclass(frozen=True)
class Table:
    """The whole of it. `total.figure.n` is what the list counts."""

    asked: Asked
    columns: tuple[Group, ...]
    lines: tuple[Line, ...]
    totals: tuple[Cell, ...]
    total: Cell
    count: int
    hidden: tuple[int, int]  # how many rows and columns there was no room for

    @property
    def plain(self) -> bool:
        """Whether it is of numbers, which add up."""
        return self.asked.mesure == NOMBRE

    @property
    def notes(self) -> list[str]:
        """What it does not show, plainly."""
        rows, columns = self.hidden
        more_rows = ngettext(
            "%(n)d ligne de plus, réunie dans la dernière.", "%(n)d lignes de plus, réunies dans la dernière.", rows
        )
        more_columns = ngettext(
            "%(n)d colonne de plus, réunie dans la dernière.",
            "%(n)d colonnes de plus, réunies dans la dernière.",
            columns,
        )
        told = [more_rows % {"n": rows}] if rows else []
        return told + ([more_columns % {"n": columns}] if columns else [])


class _Making:
    """One table being made: its counts, the figures of its groups, the addresses of their lists."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.mesure = asked, asked.mesure
        self.pairs = counted(asked.filters, asked.dimensions)
        self.whole = sum(self.pairs.values())
        self.tell = telling(asked)
        self.list = reverse("carte:list")
        self.additive = self.mesure == NOMBRE
        self.nothing = 0 if self.additive else None  # what stands where no fiche is

    def groups(self, rank: int, most: int) -> tuple[tuple[Group, ...], int]:
        """The groups of one dimension, and how many there is no room for."""
        sizes: dict[str, int] = {}
        for keys, n in self.pairs.items():
            sizes[keys[rank]] = sizes.get(keys[rank], 0) + n
        return groups_of(self.asked.dimensions[rank], sizes, most)

    def cells(self, places: Sequence[Place], counts: Counts, figures: Mapping[Keys, Figure]) -> Cell:
        """The cell where some groups meet (two, one for a total, none for the whole)."""
        keys = tuple(group.key for _dimension, group in places)
        n = counts.get(keys, 0)
        figure = figures.get(keys, Figure(n if self.additive else None, n))
        query = listed(self.asked.filters, [(dimension, group.key) for dimension, group in places]) if n else None
        link = "" if query is None else f"{self.list}?{query}"
        return Cell(figure, "–" if figure.value is None else self.mesure.number(figure.value), link)

    def told(self, ranks: Sequence[int], shown: Sequence[Sequence[Group]]) -> tuple[Counts, dict[Keys, Figure]]:
        """Counts and figures over some dimensions; what has no room is under the key None, and only counted."""
        room = [{group.key for group in groups} for groups in shown]
        counts: Counts = {}
        for keys, n in self.pairs.items():
            own = tuple(keys[rank] if keys[rank] in room[rank] else None for rank in ranks)
            counts[own] = counts.get(own, 0) + n
        whole = {keys: n for keys, n in counts.items() if None not in keys}
        return counts, self.tell([self.asked.dimensions[rank] for rank in ranks], whole)


def table_of(asked: Asked) -> Table:
    """The table that an address asks for."""
    making = _Making(asked)
    rows, more_rows = making.groups(0, MOST_ROWS)
    columns, more_columns = making.groups(1, MOST_COLUMNS) if asked.columns else ((), 0)
    shown = (rows, columns)
    of_pairs = making.told((0, 1), shown) if asked.columns else ({}, {})
    of_rows, of_columns = making.told((0,), shown), making.told((1,), shown) if asked.columns else ({}, {})
    lines = []
    for row in rows:
        cells = [making.cells(((asked.rows, row), (asked.columns, column)), *of_pairs) for column in columns]
        lines.append(Line(row, tuple(cells), making.cells(((asked.rows, row),), *of_rows)))
    totals = tuple(making.cells(((asked.columns, column),), *of_columns) for column in columns)
    whole = making.cells((), *making.told((), shown)) if making.whole else Cell(Figure(making.nothing), "0")
    ordered = tuple(_in_order(lines, asked, columns))
    return Table(asked, columns, ordered, totals, whole, making.whole, (more_rows, more_columns))


def _in_order(lines: list[Line], asked: Asked, columns: Sequence[Group]) -> list[Line]:
    """As the address says; else the dimension's own order. What had no room comes last."""
    name, backwards = asked.order.removeprefix("-"), asked.order.startswith("-")
    last = [line for line in lines if line.group.key is None]
    lines = [line for line in lines if line.group.key is not None]
    if name == "nom":
        lines = lines if asked.rows.ordered else sorted(lines, key=lambda line: line.group.label.casefold())
        return [*(reversed(lines) if backwards else lines), *last]
    if not name:
        return [*lines, *last]
    rank = next((rank for rank, column in enumerate(columns) if f"c:{column.key}" == name), None)
    told = [((line.total if rank is None else line.cells[rank]).figure.value, line) for line in lines]
    known = sorted((each for each in told if each[0] is not None), key=lambda each: each[0], reverse=backwards)
    return [*(line for _value, line in known), *(line for value, line in told if value is None), *last]
