"""A table as a drawing: bars, stacked when they add up, or lines over time. Positions only; the words are the table's.

Colours are six and never alone: bars bear their number and their name, lines their own dashes.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy

from carto.carte.tables.groups import Group
from carto.carte.tables.table import Cell, Table
from carto.carte.tables.words import kept_of, source_of, title_of
from carto.fiches.mesures import NOMBRE, Number

WIDTH: Final = 480
LETTERS: Final = 22  # of a name beside a bar
MOST_BARS: Final = 30
MOST_SERIES: Final = 6
OTHERS: Final = 7  # the colour of what has none of its own
REST: Final = gettext_lazy("Autres")
# The house's colours on white, for a picture that travels alone; in a page the style sheet says them anew, dark too.
PAINTS: Final = ("#0b5a6b", "#c2391f", "#84389b", "#8a5a00", "#1d7448", "#1d5f8a", "#8a8578")
DASHES: Final = ("none", "8 3", "2 3", "10 3 2 3", "5 2", "1 5", "none")
LEFT, RIGHT, BAR, STEP = 160, 62, 18, 26
LINES_HIGH, AXIS = 230, 46
LINE, SMALL_LINE = 60, 76  # letters of a line of the title, of the source
MARGIN: Final = 16  # around a picture that travels alone
TITLE, LEGEND, TEXT = 20, 22, 17


@dataclass(frozen=True)
class Mark:
    """A bar, a text, or a swatch of the legend, at its place."""

    x: float
    y: float
    width: float = 0
    label: str = ""
    colour: int = 1
    anchor: str = "start"
    whole: str = ""  # what a pointer reads there

    @property
    def paint(self) -> str:
        """Its colour."""
        return PAINTS[self.colour - 1]

    @property
    def dash(self) -> str:
        """How its line goes."""
        return DASHES[self.colour - 1]


@dataclass(frozen=True)
class Stroke:
    """One line over time, in pieces where something is not known."""

    colour: int
    paths: tuple[str, ...]
    dots: tuple[Mark, ...]
    paint: str
    dash: str


@dataclass
class Chart:
    """What is drawn; `framed`: with its title and its source, for a picture that travels alone."""

    title: str
    kept: str
    source: str
    framed: bool
    height: float = 0
    bars: list[Mark] = field(default_factory=list)
    texts: list[Mark] = field(default_factory=list)
    grid: list[Mark] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    legend: list[Mark] = field(default_factory=list)
    heads: list[Mark] = field(default_factory=list)
    feet: list[Mark] = field(default_factory=list)
    partial: tuple[int, int] = (0, 0)  # how many rows and series are not drawn
    width: int = WIDTH

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, north, width and height of the whole."""
        around = MARGIN if self.framed else 0
        return -around, -around, self.width + 2 * around, self.height + 2 * around


def chart_of(table: Table, *, framed: bool = False) -> Chart | None:
    """The drawing of a table; None where nothing is there to draw."""
    asked = table.asked
    told = (*(line.total for line in table.lines), *(cell for line in table.lines for cell in line.cells))
    if not table.count or all(cell.figure.value is None for cell in told):
        return None
    chart = Chart(title_of(asked), kept_of(asked), source_of(), framed)
    if framed:
        _head(chart)
    if any(one.days for one in asked.dimensions):
        _lines(chart, table)
    else:
        _bars(chart, table)
    if framed:
        for line in _wrapped(chart.source, SMALL_LINE):
            chart.height += TEXT
            chart.feet.append(Mark(0, chart.height, label=line))
    chart.height += 6
    return chart


def _head(chart: Chart) -> None:
    for line in _wrapped(chart.title):
        chart.height += TITLE
        chart.heads.append(Mark(0, chart.height - 5, label=line, colour=1))
    for line in _wrapped(chart.kept):
        chart.height += TEXT
        chart.heads.append(Mark(0, chart.height - 5, label=line, colour=2))
    chart.height += 8


def _wrapped(text: str, most: int = LINE) -> Iterator[str]:
    """Lines of at most so many letters, words whole where they can be."""
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = ""
        line = _cut(f"{line} {word}".strip(), most)
    if line:
        yield line


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _series(groups: Sequence[Group]) -> list[tuple[int, Group]]:
    """The largest, in the order of the table, each with its place there."""
    own = [(rank, group) for rank, group in enumerate(groups) if group.key is not None]
    largest = sorted(own, key=lambda each: -each[1].count)[:MOST_SERIES]
    return sorted(largest, key=lambda each: each[0])


def _legend(chart: Chart, series: Sequence[tuple[int, Group]], *, rest: str = "") -> None:
    named = [(colour, group.label) for colour, (_rank, group) in enumerate(series, 1)]
    named += [(OTHERS, rest)] if rest else []
    for place, (colour, label) in enumerate(named):
        y = chart.height + LEGEND * (place // 2)
        chart.legend.append(Mark(WIDTH / 2 * (place % 2), y, label=_cut(label, 26), colour=colour, whole=label))
    chart.height += LEGEND * math.ceil(len(named) / 2) + 8


def _bars(chart: Chart, table: Table) -> None:
    """A bar a row; of numbers, in pieces by column."""
    known = [line for line in table.lines if line.total.figure.value is not None]
    lines = known[:MOST_BARS]
    stacked = bool(table.columns) and table.asked.mesure == NOMBRE
    series = _series(table.columns) if stacked else []
    rest = len(table.columns) > len(series) if stacked else False
    if stacked:
        _legend(chart, series, rest=str(REST) if rest else "")
    most = max((line.total.figure.value for line in lines), default=0) or 1
    for line in lines:
        y, label = chart.height, line.group.label
        chart.texts.append(Mark(LEFT - 8, y + 14, label=_cut(label, LETTERS), anchor="end", whole=label))
        end = (
            _pieces(chart, line.cells, line.total, series, most) if stacked else _whole(chart, line.total, label, most)
        )
        chart.texts.append(Mark(end + 6, y + 14, label=line.total.said))
        chart.height += STEP
    chart.partial = (len(known) - len(lines), 0)


def _long(value: Number, most: Number) -> float:
    return float(value) / float(most) * (WIDTH - LEFT - RIGHT)


def _whole(chart: Chart, total: Cell, label: str, most: Number) -> float:
    width = _long(total.figure.value, most)
    chart.bars.append(Mark(LEFT, chart.height, width, whole=f"{label} : {total.said}"))
    return LEFT + width


def _pieces(
    chart: Chart, cells: Sequence[Cell], total: Cell, series: Sequence[tuple[int, Group]], most: Number
) -> float:
    x, left = float(LEFT), total.figure.value
    for colour, (rank, group) in enumerate(series, 1):
        value = cells[rank].figure.value or 0
        left -= value
        if value:
            width = _long(value, most)
            chart.bars.append(Mark(x, chart.height, width, colour=colour, whole=f"{group.label} : {cells[rank].said}"))
            x += width
    if left:
        chart.bars.append(Mark(x, chart.height, _long(left, most), colour=OTHERS, whole=f"{REST} : {left}"))
        x += _long(left, most)
    return x


def _lines(chart: Chart, table: Table) -> None:
    """A line for each group that is no time, over the months or years of the other; one line where there is none."""
    in_columns = bool(table.columns) and bool(table.asked.columns.days)
    rows = [line.group for line in table.lines]
    steps, others = (table.columns, rows) if in_columns else (rows, table.columns)
    order = sorted((rank for rank, step in enumerate(steps) if step.key is not None), key=lambda rank: steps[rank].key)
    series = _series(others)
    chart.partial = (0, len(others) - len(series))

    def cells(other: int) -> list[Cell]:
        return [table.lines[other].cells[rank] if in_columns else table.lines[rank].cells[other] for rank in order]

    told = [(f"{group.label}, ", cells(rank)) for rank, group in series]
    told = told or [("", [table.lines[rank].total for rank in order])]
    if series:
        _legend(chart, series)
    values = [cell.figure.value for _name, own in told for cell in own if cell.figure.value is not None]
    top = _scale(chart, max(values, default=1), table)
    xs = [44 + (WIDTH - 60) * (place / max(1, len(order) - 1)) for place in range(len(order))]
    names = [steps[rank].label for rank in order]
    chart.strokes += [
        _stroke(chart.height, rank, own, names, xs, top, name) for rank, (name, own) in enumerate(told, 1)
    ]
    _ticks(chart, names, xs)
    chart.height += LINES_HIGH + AXIS


def _scale(chart: Chart, most: Number, table: Table) -> float:
    """Whole steps of 1, 2 or 5 from nothing to the greatest; returns the top."""
    rough = max(float(most), 1e-9) / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    step = max(step, 1.0) if table.asked.mesure == NOMBRE else step
    top = step * math.ceil(float(most) / step) or step
    for rank in range(round(top / step) + 1):
        y = chart.height + 10 + LINES_HIGH * (1 - rank * step / top)
        said = table.asked.mesure.number(rank * step) if step >= 1 else f"{rank * step:g}"
        chart.grid.append(Mark(40, y, WIDTH - 44, label=said))
    return top


def _stroke(
    above: float, colour: int, cells: Sequence[Cell], steps: Sequence[str], xs: Sequence[float], top: float, name: str
) -> Stroke:
    """One line; what is not known breaks it, and is no nothing."""
    paths: list[str] = []
    dots: list[Mark] = []
    going = False
    for cell, step, x in zip(cells, steps, xs, strict=True):
        if cell.figure.value is None:
            going = False
            continue
        y = above + 10 + LINES_HIGH * (1 - float(cell.figure.value) / top)
        if going:
            paths[-1] += f"L{x:.1f} {y:.1f}"
        else:
            paths.append(f"M{x:.1f} {y:.1f}")
        going = True
        dots.append(Mark(x, y, colour=colour, whole=f"{name}{step} : {cell.said}"))
    return Stroke(colour, tuple(paths), tuple(dots), PAINTS[colour - 1], DASHES[colour - 1])


def _ticks(chart: Chart, steps: Sequence[str], xs: Sequence[float]) -> None:
    """A few of the steps' names, the last one always."""
    room = 3 if max(map(len, steps), default=0) > 5 else 8
    every = math.ceil(len(steps) / room) or 1
    y = chart.height + LINES_HIGH + 30
    for place in range(len(steps) - 1, -1, -every):
        anchor = "end" if place == len(steps) - 1 and place else "start" if not place else "middle"
        chart.texts.append(Mark(xs[place], y, label=steps[place], anchor=anchor))
