"""Public holidays: days of the year, days counted from Easter, or from a weekday of a month. Pure functions.

France's are the default; a city elsewhere writes its own in `city.toml` (carto/city.py).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Holiday:
    """One holiday of every year, by one of three rules; `name` reads inside a sentence (« sans compter Noël »).

    On a `day` of a `month`; `easter` days after Easter Sunday (below zero: before); or `plus` days after the `rank`-th
    `weekday` (Monday is 0) of a `month`.
    """

    name: str | Promise
    month: int = 0
    day: int = 0
    easter: int | None = None
    weekday: int = 0
    rank: int = 0
    plus: int = 0

    def on(self, year: int) -> date:
        """The day it falls on that year; ValueError for a day that the year does not have."""
        if self.easter is not None:
            return easter(year) + timedelta(days=self.easter)
        if self.day:
            return date(year, self.month, self.day)
        first = date(year, self.month, 1)
        until = (self.weekday - first.weekday()) % 7 + 7 * (self.rank - 1)
        return first + timedelta(days=until + self.plus)


Calendar = tuple[Holiday, ...]

FRANCE: Final[Calendar] = (
    Holiday(_("le jour de l’An"), 1, 1),
    Holiday(_("le lundi de Pâques"), easter=1),
    Holiday(_("le 1er mai"), 5, 1),
    Holiday(_("le 8 mai"), 5, 8),
    Holiday(_("l’Ascension"), easter=39),
    Holiday(_("le lundi de Pentecôte"), easter=50),
    Holiday(_("le 14 juillet"), 7, 14),
    Holiday(_("le 15 août"), 8, 15),
    Holiday(_("la Toussaint"), 11, 1),
    Holiday(_("le 11 novembre"), 11, 11),
    Holiday(_("Noël"), 12, 25),
)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's computus)."""
    golden, century = year % 19, year // 100
    leap, rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quotient, remainder = divmod(year % 100, 4)
    weekday = (32 + 2 * rest + 2 * quotient - moon - remainder) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def named(calendar: Calendar, year: int) -> dict[date, str | Promise]:
    """A year's holidays with the words that name each, in their order."""
    return dict(sorted(((holiday.on(year), holiday.name) for holiday in calendar), key=lambda each: each[0]))
