"""What facilities of one type cost elsewhere: the middle and the spread of what is published. Decimal throughout.

Two kinds, two purposes or two tax bases are never one group; one of unknown basis is in none. A facility counts once in
each, with its last figure; what is contested, or only proposed, is left out. Under three, nothing is said.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.utils.formats import number_format

from projets.equipements.costs import euros, said, told_kind
from projets.equipements.models import Cout, Equipement, TypeEquipement
from projets.equipements.money import BASES

FEWEST: Final = 3  # comparable figures under which a middle means nothing
NEAREST: Final = 3
YEARS: Final = 10
LINE: Final = 320  # units of a drawing, from nothing to the largest amount
EURO: Final = Decimal(1)
Key = tuple[str, str, str]  # purpose, kind, tax basis


@dataclass(frozen=True)
class Spread:
    """The middle half of comparable costs of one kind, purpose and tax basis, in euros, and from which years."""

    key: Key
    n: int
    low: Decimal  # a quarter costs less
    middle: Decimal
    high: Decimal  # a quarter costs more
    most: Decimal  # the largest of all: where a drawing ends
    first_year: int
    last_year: int

    @property
    def label(self) -> str:
        """« construction, coût final »."""
        purpose, kind, _basis = self.key
        return told_kind(kind, purpose)

    @property
    def basis(self) -> str:
        """« TTC »."""
        return str(Cout.Basis(self.key[2]).label)

    @property
    def running(self) -> bool:
        """Whether it comes back each year."""
        return self.key[1] == Cout.Kind.RUNNING

    @property
    def years(self) -> str:
        """« 2019 », or « 2009–2024 »."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"

    @property
    def told(self) -> dict[str, str]:
        """Its three amounts in words, to the euro."""
        return {name: euros(getattr(self, name)) for name in ("low", "middle", "high")}

    @property
    def xs(self) -> dict[str, str]:
        """Where its box stands on a line that begins at zero and ends at the largest, from 0 to `LINE`, as text."""
        xs = {name: self.place(getattr(self, name)) for name in ("low", "middle", "high")}
        return {name: f"{x:.1f}" for name, x in (xs | {"width": xs["high"] - xs["low"]}).items()}

    def place(self, amount: Decimal) -> float:
        """Where an amount stands on that line."""
        return float(amount / self.most) * LINE if self.most else 0.0

    @property
    def ten_years(self) -> dict[str, str]:
        """The same over ten years, prices standing still."""
        return {name: euros(getattr(self, name) * YEARS) for name in ("low", "middle", "high")}


@dataclass(frozen=True)
class Line:
    """A facility's last figure of one kind, in words; drawn where `spread` says what it compares with."""

    cout: Cout
    spread: Spread | None

    @property
    def label(self) -> str:
        """« construction, coût final »."""
        return told_kind(self.cout.kind, self.cout.purpose)

    @property
    def said(self) -> str:
        """« 29 000 000 € TTC, 2007 »."""
        return said(self.cout)

    @property
    def width(self) -> str:
        """How long its bar is, on the line of its spread."""
        return f"{self.spread.place(self.cout.amount):.1f}" if self.spread else ""


@dataclass(frozen=True)
class Near:
    """A facility of the same type, how far (in metres), and what is published of its costs."""

    equipement: Equipement
    metres: int
    costs: tuple[tuple[str, str], ...]

    @property
    def far(self) -> str:
        """« 240 m », « 1,3 km »."""
        if self.metres < 1000:
            return f"{self.metres}\u00a0m"
        return f"{number_format(Decimal(self.metres) / 1000, decimal_pos=1)}\u00a0km"


def known_types() -> list[TypeEquipement]:
    """Those of the public facilities, with how many there are (`n`) and of how many a cost is published (`priced`).

    Those with a cost come first (`is_priced`), then by name.
    """
    there = Q(equipements__visibility="public")
    told = there & Q(equipements__couts__state=Cout.State.CONFIRMED, equipements__couts__amount__isnull=False)
    counts = {name: Count("equipements", filter=q, distinct=True) for name, q in (("n", there), ("priced", told))}
    is_priced = ExpressionWrapper(Q(priced__gt=0), output_field=BooleanField())
    known = TypeEquipement.objects.annotate(**counts).filter(n__gt=0).annotate(is_priced=is_priced)
    return list(known.order_by("-is_priced", "name"))


def type_of_sticker(code: str) -> TypeEquipement | None:
    """The type that one wishes for with that sticker; of several, the one that most facilities here are of."""
    there = Count("equipements", filter=Q(equipements__visibility="public"))
    return TypeEquipement.objects.filter(stickers__contains=[code]).annotate(n=there).order_by("-n", "name").first()


def spreads(sort: TypeEquipement) -> list[Spread]:
    """What is comparable of that type, by what is paid, then how far the money had come."""
    lines = Cout.objects.comparable().filter(equipement__type=sort, basis__in=BASES).last_of_each_kind()
    groups: dict[Key, list[tuple[Decimal, int]]] = defaultdict(list)
    for purpose, kind, basis, amount, year in lines.values_list("purpose", "kind", "basis", "amount", "year"):
        groups[purpose, kind, basis].append((amount, year))
    keys = [(purpose, kind, basis) for purpose in Cout.Purpose for kind in Cout.Kind for basis in BASES]
    return [_spread(key, groups[key]) for key in keys if len(groups.get(key, ())) >= FEWEST]


def _spread(key: Key, lines: list[tuple[Decimal, int]]) -> Spread:
    amounts, years = [amount for amount, _year in lines], [year for _amount, year in lines]
    quarters = statistics.quantiles(amounts, n=4, method="inclusive")
    low, middle, high = (value.quantize(EURO) for value in quarters)
    return Spread(key, len(lines), low, middle, high, max(amounts), min(years), max(years))


def nearest(sort: TypeEquipement, point: Point, *, without: int | None = None) -> list[Near]:
    """The nearest of that type that are not closed, each with what is published of its costs."""
    there = Equipement.objects.public().filter(type=sort).exclude(status="closed").exclude(pk=without)
    found = there.nearest_first(point).prefetch_related("couts")[:NEAREST]
    return [Near(each, round(each.distance.m / 10) * 10, _costs(each)) for each in found]


def last_lines(couts: Iterable[Cout], known: Iterable[Spread]) -> list[Line]:
    """The last figure of each kind, purpose and tax basis of one facility; `couts` come with the last year first."""
    there = {spread.key: spread for spread in known}
    last: dict[Key, Cout] = {}
    for cout in couts:
        last.setdefault((cout.purpose, cout.kind, cout.basis), cout)
    return [Line(cout, there.get(key)) for key, cout in last.items()]


def _costs(equipement: Equipement) -> tuple[tuple[str, str], ...]:
    standing = [c for c in equipement.couts.all() if c.amount is not None and c.state == Cout.State.CONFIRMED]
    return tuple((told_kind(cout.kind, cout.purpose), said(cout)) for cout in standing)


def elsewhere(code: str, point: Point) -> dict[str, Any] | None:
    """What a sticker laid there brings to say; None when no type answers to it, or nothing of that type is known."""
    sort = type_of_sticker(code)
    if sort is None:
        return None
    near, known = nearest(sort, point), spreads(sort)
    return {"type": sort, "near": near, "spreads": known, "fewest": FEWEST} if near or known else None
