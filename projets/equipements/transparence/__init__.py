"""« Transparence »: what is published of a quartier, and what became of what was said there, from one page."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Step:
    """One decision taken or announced, or one topic delivered: its title, its page, its day, and who signs."""

    title: str
    address: str  # a path of ours
    day: date
    signed: str = ""


@dataclass(frozen=True)
class Decided:
    """What was decided at a place: the latest of each, and how many there are in all."""

    taken: list[Step]
    taken_count: int
    announced: list[Step]  # not taken yet
    delivered: list[Step]
    delivered_count: int
