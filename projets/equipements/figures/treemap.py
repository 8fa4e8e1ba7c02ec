"""A treemap as a server draws it: cells with words that fit, twice, for a wide page and for a phone. Pure."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format

from projets.equipements.costs import NO_BREAK_SPACE, euros
from projets.equipements.figures.budget_tree import Branch
from projets.equipements.figures.squarify import Box, squarify

WIDE: Final = Box(0, 0, 760, 420)
NARROW: Final = Box(0, 0, 360, 520)
SMALLEST: Final = Decimal("0.01")  # of the whole: a smaller cell could not be touched nor read
LETTER: Final = 7.6  # the width of a letter of 14 px, on average
LINE: Final = 18
PADDING: Final = 8
TONES: Final = 5


@dataclass(frozen=True)
class Text:
    """One line of words in a cell."""

    x: str
    y: str
    words: str
    is_amount: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell: its box as text, for an address that no locale changes. Without a branch: all that is too small."""

    branch: Branch | None
    total: Decimal
    count: int  # of branches
    x: str
    y: str
    width: str
    height: str
    tone: int
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Drawing:
    """One drawing of a tree, and the name of the class that shows it where it fits."""

    name: str
    width: int
    height: int
    cells: tuple[Cell, ...]

    @property
    def total(self) -> Decimal:
        """What the cells add up to."""
        return sum((cell.total for cell in self.cells), Decimal(0))


def drawings(branches: Sequence[Branch]) -> list[Drawing]:
    """The tree for a wide page and for a narrow one; nothing when no branch is above zero."""
    shown, small = parted(branches)
    if not shown and not small:
        return []
    return [_draw("wide", WIDE, shown, small), _draw("narrow", NARROW, shown, small)]


def parted(branches: Sequence[Branch]) -> tuple[list[Branch], list[Branch]]:
    """The branches that have a cell, largest first, and those that share one. One at or under zero has no area."""
    drawn = sorted((branch for branch in branches if branch.total > 0), key=lambda branch: -branch.total)
    least = sum((branch.total for branch in drawn), Decimal(0)) * SMALLEST
    shown = [branch for branch in drawn if branch.total >= least]
    return shown, drawn[len(shown) :]


def _draw(name: str, room: Box, shown: list[Branch], small: list[Branch]) -> Drawing:
    totals = [branch.total for branch in shown]
    if small:
        totals.append(sum(branch.total for branch in small))
    boxes = squarify([float(total) for total in totals], room)
    whole = sum(totals)
    cells = []
    for rank, (total, box) in enumerate(zip(totals, boxes, strict=True)):
        branch = shown[rank] if rank < len(shown) else None
        cells.append(_cell(branch, total, 1 if branch else len(small), box, _tone(total, whole)))
    return Drawing(name, int(room.width), int(room.height), tuple(cells))


def _tone(total: Decimal, whole: Decimal) -> int:
    """From 1 to TONES: the larger the darker, so that it reads at a glance."""
    return min(TONES, 1 + int(total / whole * TONES * 2))


def _cell(branch: Branch | None, total: Decimal, count: int, box: Box, tone: int) -> Cell:
    texts = _texts(branch.label, total, box) if branch else ()
    sides = (f"{side:.1f}" for side in (box.x, box.y, box.width, box.height))
    return Cell(branch, total, count, *sides, tone=tone, texts=texts)


def _texts(label: str, total: Decimal, box: Box) -> tuple[Text, ...]:
    """As many lines of the name as fit, whole or not at all; the amount where a line is left."""
    letters = int((box.width - 2 * PADDING) / LETTER)
    room = int((box.height - 2 * PADDING) / LINE)
    if letters < 5 or room < 1:
        return ()
    lines = textwrap.wrap(label, letters, break_long_words=False)
    if any(len(line) > letters for line in lines):
        return ()
    if len(lines) > room:
        lines = textwrap.wrap(label, letters, break_long_words=False, max_lines=room, placeholder="…")
    amount = rounded(total)
    told = [(line, False) for line in lines]
    if len(lines) < room and len(amount) <= letters:
        told.append((amount, True))
    x = f"{box.x + PADDING:.1f}"
    return tuple(
        Text(x, f"{box.y + PADDING + LINE * (rank + 0.78):.1f}", words, is_amount)
        for rank, (words, is_amount) in enumerate(told)
    )


def rounded(total: Decimal) -> str:
    """« 12,3 M€ », « 450 k€ », « 812 € »: enough for a drawing; the table has the cents."""
    for size, unit in ((Decimal(10) ** 9, "Md€"), (Decimal(10) ** 6, "M€"), (Decimal(10) ** 3, "k€")):
        if abs(total) >= size:
            exact = total / size
            places = 0 if abs(exact) >= 100 or exact == exact.to_integral_value() else 1
            return f"{number_format(exact.quantize(Decimal(1).scaleb(-places)))}{NO_BREAK_SPACE}{unit}"
    return euros(total.quantize(Decimal(1)))
