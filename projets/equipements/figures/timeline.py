"""Contracts on a line of time: from when to when, and the last year of each, when what follows is prepared. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from projets.equipements.models import Marche

WINDOW: Final = timedelta(days=365)
ROW: Final = 44  # the height of a row: its name, then its bar
TOP: Final = 24
BACK, AHEAD = 10, 15  # years around today that are drawn, at most
WIDTHS: Final = (("wide", 760, 84), ("narrow", 340, 38))  # name, width, letters of a name
YEAR: Final = 365.25


@dataclass(frozen=True)
class Span:
    """One contract: its bar, and the window at its end; numbers as text that no locale changes."""

    marche: Marche
    name: str
    y: int
    bar_x: str
    bar_width: str
    window_x: str
    window_width: str


@dataclass(frozen=True)
class Timeline:
    """The spans, the years under them, and where today is."""

    name: str
    width: int
    height: int
    spans: tuple[Span, ...]
    years: tuple[tuple[int, str], ...]
    today: str


def timelines(contracts: Sequence[Marche], today: date) -> list[Timeline]:
    """The same contracts for a wide page and for a narrow one; nothing without any. Each has an end."""
    return [_drawn(contracts, today, *width) for width in WIDTHS] if contracts else []


def _drawn(contracts: Sequence[Marche], today: date, name: str, width: int, letters: int) -> Timeline:
    starts = [contract.notified_on or today for contract in contracts]
    first = max(min(starts).year, today.year - BACK)
    last = min(max(contract.ends_on for contract in contracts).year + 1, today.year + AHEAD)
    opening = date(first, 1, 1)
    scale = width / (date(last, 1, 1) - opening).days

    def at(day: date) -> float:
        return min(max((day - opening).days * scale, 0), width)

    spans = []
    for rank, (contract, start) in enumerate(zip(contracts, starts, strict=True)):
        window = max(contract.ends_on - WINDOW, start)
        sides = (at(start), at(contract.ends_on) - at(start), at(window), at(contract.ends_on) - at(window))
        label = contract.objet if len(contract.objet) <= letters else f"{contract.objet[: letters - 1]}…"
        spans.append(Span(contract, label, TOP + rank * ROW, *(f"{max(side, 0):.1f}" for side in sides)))
    every = max(1, -(-(last - first) * 44 // width))  # a label takes 44 units
    years = tuple((year, f"{at(date(year, 1, 1)):.1f}") for year in range(first, last, every))
    return Timeline(name, width, TOP + ROW * len(contracts) + 8, tuple(spans), years, f"{at(today):.1f}")
