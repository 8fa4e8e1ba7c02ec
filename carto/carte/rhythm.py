"""The rhythm of a view: how many of its fiches were made in each day, week, month or year of a period.

The bars are exact: they follow one another without a gap and their sum is what the list counts. The same bars are the
steps of the map's replay, so each says the first and last of its days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.fiches.filters import Filters

STEPS: Final = ("jour", "semaine", "mois", "an")
MOST_BARS: Final = 400  # a year of days, seven years of weeks, thirty of months; then years
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)  # of the filters: what lies beyond is in the bar at the end
ENOUGH_BARS: Final = 62  # of a step that nobody asked for: two months of days, a year of weeks


@dataclass(frozen=True)
class Bar:
    """One step: its first and last day, both within the period, and how many fiches were made then."""

    since: date
    until: date
    count: int


@dataclass(frozen=True)
class Rhythm:
    """The bars of a view and the step that they are of."""

    step: str
    bars: tuple[Bar, ...]

    @property
    def total(self) -> int:
        """All bars together: what the view counts."""
        return sum(bar.count for bar in self.bars)


def read_step(text: str) -> str:
    """A step of an address, or "" for the one that suits; raises ValidationError for anything else."""
    if text and text not in STEPS:
        raise ValidationError({"pas": _("Ce pas n’existe pas : jour, semaine, mois ou an.")})
    return text


def rhythm(filters: Filters, step: str = "") -> Rhythm:
    """The bars of a view, from its first day to its last (today when it has none), by `step` or the one that suits.

    A step that would give more than MOST_BARS gives way to the next larger.
    """
    counts = filters.counted_by_day()
    if not counts:
        return Rhythm(step or STEPS[0], ())
    first = filters.depuis or max(min(counts), FIRST_DAY)
    last = filters.jusqua or min(max(localdate(), *counts), LAST_DAY)
    step = _suiting(step, first, last)
    return Rhythm(step, _bars(counts, step, first, last))


def _suiting(asked: str, first: date, last: date) -> str:
    most = MOST_BARS if asked else ENOUGH_BARS
    for step in STEPS[STEPS.index(asked or STEPS[0]) :]:
        enough = MOST_BARS if step == "mois" else most
        if _length(step, first, last) <= enough:
            return step
    return STEPS[-1]


def _length(step: str, first: date, last: date) -> int:
    """How many bars that step gives, without making them."""
    years = last.year - first.year
    lengths = {
        "jour": (last - first).days + 1,
        "semaine": (_begin("semaine", last) - _begin("semaine", first)).days // 7 + 1,
        "mois": 12 * years + last.month - first.month + 1,
        "an": years + 1,
    }
    return lengths[step]


def _bars(counts: Mapping[date, int], step: str, first: date, last: date) -> tuple[Bar, ...]:
    """Every step of the period, the empty ones too; the first and last are cut where the period is."""
    held: dict[date, int] = {}
    for day, count in counts.items():
        begin = _begin(step, min(max(day, first), last))
        held[begin] = held.get(begin, 0) + count
    bars = []
    begin = _begin(step, first)
    while begin <= last:
        following = _following(step, begin)
        until = min(following - timedelta(days=1), last)
        bars.append(Bar(max(begin, first), until, held.get(begin, 0)))
        begin = following
    return tuple(bars)


def _begin(step: str, day: date) -> date:
    """The first day of the step that holds `day`; weeks begin on Monday."""
    if step == "semaine":
        return day - timedelta(days=day.weekday())
    if step == "mois":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step == "an" else day


def _following(step: str, begin: date) -> date:
    """The first day of the next step."""
    lengths = {"jour": 1, "semaine": 7, "mois": 31, "an": 366}
    return _begin(step, begin + timedelta(days=lengths[step]))
