"""The figures of the register: how many acts, month by month and rule by rule, and the small drawing of each line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Acte, Rule
from carto.fiches.moderation.querysets import by_month
from carto.fiches.moderation.register.sources import sources
from carto.fiches.querysets import day_begins

MONTHS: Final = 12
HEIGHT: Final = 24  # of a drawing, whose width is WIDE for each month
WIDE: Final = 8


@dataclass(frozen=True)
class Bar:
    """One month of a drawing, in its own units."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Row:
    """One line of the table: a rule, or what became of the decisions."""

    label: str | Promise
    counts: tuple[int, ...]
    rule: str = ""  # its value, when the line is a rule
    bars: tuple[Bar, ...] = ()

    @property
    def latest_first(self) -> tuple[int, ...]:
        """As the table shows them: this month is what one looks for."""
        return self.counts[::-1]

    @property
    def total(self) -> int:
        """Of the months shown."""
        return sum(self.counts)


@dataclass(frozen=True)
class Figures:
    """The last months, the oldest first: one line a rule, then the whole, then what became of it."""

    months: tuple[date, ...]
    rules: tuple[Row, ...]
    others: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All the lines, as the table and the download have them."""
        return self.rules + self.others


def figures(today: date | None = None) -> Figures:
    """Those of the last MONTHS months, this one included."""
    months = _months(today or timezone.localdate())
    since = day_begins(months[0])
    cells = Acte.objects.by_month(since)
    cells += [cell | {"replied": 0} for cell in by_month([source.acts() for source in sources()], since)]
    told = [cell for cell in cells if cell["rule"]]
    rules = [Row(rule.label, _sums(months, told, _counts("n"), rule.value), rule.value) for rule in Rule]
    others = (
        Row(_("Toutes les règles"), _sums(months, told, _counts("n"))),
        Row(_("dont annulées depuis"), _sums(months, told, _counts("undone"))),
        Row(_("dont contestées par l’auteur"), _sums(months, told, _counts("replied"))),
        Row(_("Vérifié et publié"), _sums(months, [cell for cell in cells if _passed(cell)], _counts("n"))),
    )
    most = max((n for row in rules for n in row.counts), default=0)
    return Figures(months, tuple(_drawn(row, most) for row in rules), others)


def _months(today: date) -> tuple[date, ...]:
    last = today.year * 12 + today.month - 1
    return tuple(date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1))


def _counts(name: str) -> Callable[[Mapping[str, Any]], int]:
    return lambda cell: cell[name]


def _passed(cell: Mapping[str, Any]) -> bool:
    return cell["what"] in {"approved", "shown"}


def _sums(
    months: Iterable[date],
    cells: Iterable[Mapping[str, Any]],
    count: Callable[[Mapping[str, Any]], int],
    rule: str = "",
) -> tuple[int, ...]:
    """How many in each month, of one rule or of all."""
    sums: dict[date, int] = dict.fromkeys(months, 0)
    for cell in cells:
        month = timezone.localtime(cell["month"]).date()
        if month in sums and (not rule or cell["rule"] == rule):
            sums[month] += count(cell)
    return tuple(sums.values())


def _drawn(row: Row, most: int) -> Row:
    """The same line with its drawing; one scale for all of them, and a month that has any is seen."""
    if not row.total:
        return row
    heights = [max(round(n / most * HEIGHT), 1) if n else 0 for n in row.counts]
    bars = tuple(Bar(rank * WIDE, HEIGHT - height, height) for rank, height in enumerate(heights) if height)
    return Row(row.label, row.counts, row.rule, bars)
