"""What a facility costs, over the years, by use, beside those like it. Pure: every figure keeps its kind and tax."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median, quantiles
from typing import Any, Final

from projets.equipements.costs import told_kind
from projets.equipements.figures.series import Series, series
from projets.equipements.models import Cout, Usage

CENT: Final = Decimal("0.01")
FEWEST: Final = 3  # facilities: under it, a middle says nothing of the others
SPREAD_WIDTH: Final = 320
MARGIN: Final = 10
PLANNED: Final = (Cout.Kind.VOTED, Cout.Kind.ESTIMATED)  # which of them a final cost is put beside
Key = tuple[str, str, str]  # kind, purpose, tax basis


@dataclass(frozen=True)
class Years:
    """The figures of one kind, purpose and basis, year after year; `drawn` when there are two years or more."""

    label: str
    basis: str
    lines: tuple[Cout, ...]
    drawn: Series | None


@dataclass(frozen=True)
class PerUse:
    """One year's running cost over that year's uses, both named."""

    year: int
    cout: Cout
    measure: str
    count: Decimal
    each: Decimal


@dataclass(frozen=True)
class Beside:
    """What stood before the works, and what it came to: side by side, apart only where the tax is the same."""

    planned: Cout
    real: Cout
    more: Decimal | None


@dataclass(frozen=True)
class Like:
    """The last costs of others of the same type; `own` is this one's. x are places on a line, as text."""

    label: str
    basis: str
    count: int
    low: Decimal
    quarter: Decimal
    middle: Decimal
    three_quarters: Decimal
    high: Decimal
    years: tuple[int, int]
    own: Cout | None
    xs: Mapping[str, str]

    @property
    def span(self) -> str:
        """« 2021 », « 2018–2023 »: of which years the others' figures are."""
        first, last = self.years
        return str(first) if first == last else f"{first}–{last}"


def key_of(cout: Cout) -> Key:
    """What two figures share when they may stand in one drawing."""
    return (cout.kind, cout.purpose, cout.basis)


def published(couts: Iterable[Cout]) -> list[Cout]:
    """The figures that stand and bear an amount, by year."""
    held = [one for one in couts if one.amount is not None and one.state in ("confirmed", "contested")]
    return sorted(held, key=lambda one: (one.year, one.pk))


def over_years(couts: Sequence[Cout]) -> list[Years]:
    """One drawing for each kind, purpose and basis that has two years; never two of them in one."""
    groups: dict[Key, list[Cout]] = defaultdict(list)
    for cout in couts:
        groups[key_of(cout)].append(cout)
    found = []
    for (kind, purpose, basis), lines in groups.items():
        # Two statements about one year are two statements: neither their sum nor one of them alone can be drawn.
        once = len({one.year for one in lines}) == len(lines)
        drawn = series([(str(one.year), one.amount) for one in lines]) if once else None
        found.append(Years(told_kind(kind, purpose), Cout.Basis(basis).label, tuple(lines), drawn))
    return [one for one in found if one.drawn]


def yearly_uses(usages: Iterable[Usage]) -> dict[tuple[int, str], Decimal]:
    """The uses of each calendar year by measure, where every month of it is counted, once."""
    counted: dict[tuple[int, str], list[Usage]] = defaultdict(list)
    for usage in usages:
        if usage.month.month + usage.months <= 13:  # what runs into the next year is of neither
            counted[usage.month.year, usage.measure].append(usage)
    whole = {}
    for key, lines in counted.items():
        months = sorted(month for one in lines for month in range(one.month.month, one.month.month + one.months))
        total = sum((one.value for one in lines), Decimal(0))
        if months == list(range(1, 13)) and total:
            whole[key] = total
    return whole


def per_use(couts: Iterable[Cout], usages: Iterable[Usage]) -> list[PerUse]:
    """Each running cost of one year over each measure of the uses of that year, the latest first."""
    uses = yearly_uses(usages)
    found = [
        PerUse(year, cout, Usage.Measure(measure).label, count, (cout.amount / count).quantize(CENT))
        for cout in couts
        if cout.kind == Cout.Kind.RUNNING and cout.last_year in (None, cout.year)
        for (year, measure), count in uses.items()
        if year == cout.year
    ]
    return sorted(found, key=lambda one: -one.year)


def beside(couts: Sequence[Cout]) -> list[Beside]:
    """For each purpose with a final cost: the last that was voted, else estimated, before it."""
    found = []
    for purpose in dict.fromkeys(cout.purpose for cout in couts):
        own = [cout for cout in couts if cout.purpose == purpose]
        real = next((cout for cout in reversed(own) if cout.kind == Cout.Kind.REALISED), None)
        before = [cout for kind in PLANNED for cout in reversed(own) if cout.kind == kind]
        planned = before[0] if before else None
        if real and planned:
            same = real.basis == planned.basis != Cout.Basis.UNKNOWN
            found.append(Beside(planned, real, (real.amount / planned.amount - 1) * 100 if same else None))
    return found


def likes(others: Iterable[Mapping[str, Any]], couts: Sequence[Cout]) -> list[Like]:
    """By kind, purpose and basis: the middle and spread of the others, three at least; `couts` are this one's."""
    groups: dict[Key, list[Mapping[str, Any]]] = defaultdict(list)
    for one in others:
        groups[one["kind"], one["purpose"], one["basis"]].append(one)
    own = {key_of(cout): cout for cout in couts}  # the last of each: they come by year
    return [_like(key, lines, own.get(key)) for key, lines in groups.items() if len(lines) >= FEWEST]


def _like(key: Key, lines: list[Mapping[str, Any]], own: Cout | None) -> Like:
    amounts = sorted(line["amount"] for line in lines)
    quarter, _middle, three_quarters = (Decimal(one).quantize(CENT) for one in quantiles(amounts, method="inclusive"))
    middle = Decimal(median(amounts)).quantize(CENT)
    years = [line["year"] for line in lines]
    marks = {"low": amounts[0], "quarter": quarter, "middle": middle, "three": three_quarters, "high": amounts[-1]}
    if own:
        marks["own"] = own.amount
    return Like(
        told_kind(key[0], key[1]), Cout.Basis(key[2]).label, len(lines), amounts[0], quarter, middle, three_quarters,
        amounts[-1], (min(years), max(years)), own, _placed(marks),
    )  # fmt: skip


def _placed(marks: Mapping[str, Decimal]) -> dict[str, str]:
    """Where each mark stands on a line that begins at zero."""
    scale = (SPREAD_WIDTH - 2 * MARGIN) / float(max(marks.values()))
    xs = {name: MARGIN + float(value) * scale for name, value in marks.items()}
    xs["width"] = xs["three"] - xs["quarter"]
    return {name: f"{value:.1f}" for name, value in xs.items()}
