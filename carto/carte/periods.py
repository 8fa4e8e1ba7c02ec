"""Periods of whole days: the usual ones, and the two days that a person chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.timezone import localdate
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Preset:
    """A usual period: a word for it, its first and last day (None: no end), and the address that shows it."""

    label: str
    since: date | None = None
    until: date | None = None
    chosen: bool = False
    query: str = ""

    @property
    def days(self) -> dict[str, str]:
        """The two parameters of an address."""
        return {"depuis": _written(self.since), "jusqua": _written(self.until)}


@dataclass(frozen=True)
class Period:
    """The two days of the form, as `YYYY-MM-DD`; empty when nothing that a date field could show was asked for."""

    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> Self:
        """From an address. A date field shows dates only: anything else is left out, and told elsewhere."""
        return cls(_date_field(params.get("depuis", "")), _date_field(params.get("jusqua", "")))

    @property
    def backwards(self) -> bool:
        """Whether it ends before it begins."""
        return bool(self.since and self.until) and self.since > self.until

    def presets(self) -> list[Preset]:
        """The usual periods as of today, the one that is chosen marked."""
        today = localdate()
        usual = (
            Preset(_("Tout")),
            Preset(_("7 jours"), today - timedelta(days=6)),
            Preset(_("30 jours"), today - timedelta(days=29)),
            Preset(_("Un an"), today - timedelta(days=364)),
            Preset(_("Cette année"), date(today.year, 1, 1)),
            Preset(_("L’an dernier"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        )
        mine = {"depuis": self.since, "jusqua": self.until}
        return [Preset(one.label, one.since, one.until, one.days == mine) for one in usual]


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date_field(text: str) -> str:
    """The day in the one form that a date field takes, whatever ISO form it came in."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
