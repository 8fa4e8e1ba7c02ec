"""Amounts one after another, as bars that a server draws. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

WIDTH: Final = 320
HEIGHT: Final = 120
LABELS: Final = 18  # under the bars
ABOVE: Final = 16  # over the highest, for its value
FEW: Final = 4  # bars that each bear their value; of more, the highest alone


@dataclass(frozen=True)
class Bar:
    """One bar, as text that no locale changes; `label` under it when there is room, `value` over it where `over` is."""

    label: str
    value: Decimal
    x: str
    y: str
    width: str
    height: str
    middle: str
    under: bool
    over: str  # where its value is written, or nothing


@dataclass(frozen=True)
class Series:
    """Bars on one ground line; `zero` is where it stands."""

    bars: tuple[Bar, ...]
    zero: str
    width: int = WIDTH
    height: int = HEIGHT


def series(values: Sequence[tuple[str, Decimal]]) -> Series | None:
    """Bars in their order, from zero up or down; nothing under two values, or when all are zero."""
    if len(values) < 2 or not any(value for _label, value in values):
        return None
    top, low = max(Decimal(0), *(v for _l, v in values)), min(Decimal(0), *(v for _l, v in values))
    room, step = HEIGHT - LABELS - ABOVE, WIDTH / len(values)
    scale = room / float(top - low)
    zero = ABOVE + float(top) * scale
    highest = max(range(len(values)), key=lambda rank: values[rank][1])
    every = -(-len(values) // 8)  # at most eight labels
    bars = tuple(
        _bar(pair, rank * step, step, zero, scale, under=rank % every == 0, over=len(values) <= FEW or rank == highest)
        for rank, pair in enumerate(values)
    )
    return Series(bars, f"{zero:.1f}")


def _bar(
    pair: tuple[str, Decimal], x: float, step: float, zero: float, scale: float, *, under: bool, over: bool
) -> Bar:
    label, value = pair
    gap = min(step * 0.2, 6)
    height = abs(float(value)) * scale
    y = zero - height if value >= 0 else zero
    sides = (f"{side:.1f}" for side in (x + gap / 2, y, step - gap, height, x + step / 2))
    return Bar(label, value, *sides, under=under, over=f"{y - 4:.1f}" if over else "")
