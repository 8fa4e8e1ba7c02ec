"""Through which doors contributions came, signed or not, at what hours, and how much comes from a few; never who.

A number of people under 5 is not told, nor the next smallest where the total would give it away (`untold`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.carte.analysis import querysets
from carto.declared import AGES
from carto.fiches.filters import Filters
from carto.fiches.models import Origin

FEWEST: Final = 5
LOUDEST: Final = 0.01  # of the accounts
QUICK: Final = 100_000  # contributions whose doors are counted for each reader
ENOUGH_ACCOUNTS: Final = 20  # under it a share of the loudest says nothing
SIGNED, UNSIGNED = gettext_lazy("avec un compte"), gettext_lazy("sans compte")


@dataclass(frozen=True)
class Part:
    """A part of the contributions; `n` and `share` (per cent) are None where they are not told."""

    code: str
    label: str | Promise
    n: int | None
    share: int | None


@dataclass(frozen=True)
class Loudest:
    """What the accounts that write most have sent, of all that accounts have."""

    accounts: int
    top: int
    told: int
    signed: int

    @property
    def share(self) -> int:
        """Per cent."""
        return round(100 * self.told / self.signed)


@dataclass(frozen=True)
class Age:
    """An age in the consultations where one may tell it: who was asked, how many said theirs."""

    label: str
    people: int
    voices: int

    @property
    def rate(self) -> float:
        """Voices for a thousand who were asked."""
        return 1000 * self.voices / self.people


@dataclass(frozen=True)
class Voices:
    """Who speaks in a view, without anybody being named."""

    doors: tuple[Part, ...]
    signatures: tuple[Part, ...]
    hours: tuple[Part, ...]
    loudest: Loudest | None
    at: datetime | None  # when doors and accounts were counted; None: just now


def voices(filters: Filters) -> Voices:
    """Count a view; four queries. Of more than QUICK contributions all this is that of the hour."""
    now = timezone.now()
    late = sum(filters.counted_by_kind().values()) > QUICK
    counted = _of_the_hour(filters, int(now.timestamp()) // 3600) if late else _counted(filters)
    doors = [(origin, Origin(origin).label, n) for origin, n, _signed in counted.rows]
    signatures = [("signed", SIGNED, counted.signed), ("unsigned", UNSIGNED, counted.total - counted.signed)]
    told = [(str(3 * rank), _hours(3 * rank), n) for rank, n in enumerate(counted.hours)]
    at = counted.at if late else None
    return Voices(_parts(doors), _parts(signatures), _parts(told), counted.loudest, at)


@dataclass(frozen=True)
class _Counted:
    """What the fiches themselves say, and when they were asked."""

    rows: tuple[tuple[str, int, int], ...]  # door, how many, how many of them signed
    hours: tuple[int, ...]  # of those that are told with their hour
    loudest: Loudest | None
    at: datetime

    @property
    def total(self) -> int:
        return sum(n for _origin, n, _signed in self.rows)

    @property
    def signed(self) -> int:
        return sum(signed for _origin, _n, signed in self.rows)


def _counted(filters: Filters) -> _Counted:
    rows, hours = tuple(querysets.by_origin(filters.fiches())), tuple(querysets.by_hour(filters.fiches()))
    return _Counted(rows, hours, _loudest(filters, sum(signed for _origin, _n, signed in rows)), timezone.now())


@lru_cache(maxsize=32)
def _of_the_hour(filters: Filters, _hour: int) -> _Counted:
    """A million fiches are read in a second: once an hour, in each process."""
    return _counted(filters)


def untold(counts: Sequence[int]) -> set[int]:
    """The places of those that are not told: 1 to 4, and the next smallest while the total would give them away."""
    hidden = {place for place, n in enumerate(counts) if 0 < n < FEWEST}
    others = sorted((n, place) for place, n in enumerate(counts) if n >= FEWEST)
    while hidden and others and (len(hidden) < 2 or sum(counts[place] for place in hidden) < FEWEST):
        hidden.add(others.pop(0)[1])
    return hidden


def _parts(counted: Sequence[tuple[str, str | Promise, int]]) -> tuple[Part, ...]:
    counts = [n for _code, _label, n in counted]
    hidden, total = untold(counts), sum(counts)
    return tuple(
        Part(code, label, *((None, None) if place in hidden else (n, round(100 * n / total) if total else 0)))
        for place, (code, label, n) in enumerate(counted)
    )


def _hours(first: int) -> str:
    return _("de %(first)d h à %(last)d h") % {"first": first, "last": first + 3}


def _loudest(filters: Filters, signed: int) -> Loudest | None:
    """None where too few people have an account for a share of them to be nobody in particular.

    Nor in a view that a period, a frame or a group cuts: two of them, one fiche apart, tell of it.
    """
    if signed < ENOUGH_ACCOUNTS or any((filters.depuis, filters.jusqua, filters.cadre, filters.parmi)):
        return None
    accounts, top, told = querysets.heard_most(filters.fiches(), LOUDEST, FEWEST)
    return Loudest(accounts, top, told, signed) if accounts >= ENOUGH_ACCOUNTS else None


def ages(code: str) -> list[Age]:
    """The ages of the consultations that are counted, in a territory (everywhere for an empty code); from rooms."""
    return [Age(*row) for path in AGES for row in import_string(path)(code)]


def quietest(found: Sequence[Age]) -> list[Age]:
    """The ages of which fewer than half as many spoke, for as many people, as of all; the quietest first."""
    people, told = sum(age.people for age in found), sum(age.voices for age in found)
    return sorted((age for age in found if 2 * age.voices * people < told * age.people), key=lambda age: age.rate)
