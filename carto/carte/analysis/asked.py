"""What an analysis is of: the map's own filters, over the layers in which people write, and the periods compared."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Self

from django.http import QueryDict
from django.utils.timezone import localdate

from carto.carte.panel import KeepingPanel
from carto.declared import CONTRIBUTIONS
from carto.fiches.filters import Filters

RECENT: Final = 30  # days compared with as many before, where the view names no first day
OLDEST: Final = date(1900, 1, 1)  # of the filters
LONGEST_WORD: Final = 80


@dataclass(frozen=True)
class AnalysisPanel(KeepingPanel):
    """The map's filter form, which keeps the word that is looked for."""

    @classmethod
    def of(cls, params: QueryDict) -> Self:
        """From an address: never beyond the layers in which people write."""
        word = params.get("mot", "").replace("\x00", "").strip()[:LONGEST_WORD]
        return replace(cls.read(params, CONTRIBUTIONS), kept_too=(("mot", word),) if word else ())

    @property
    def word(self) -> str:
        """The word that is looked for, as it was written; empty without any."""
        return dict(self.kept_too).get("mot", "")

    def query_of(self, **changes: str) -> str:
        """The view as an address of any page, its layers said, with changes."""
        return self.filters.query(**({"couches": ",".join(self.kept.couches)} | changes))


@dataclass(frozen=True)
class Window:
    """A period and the one of as many days just before it; all four days are in."""

    since: date
    until: date

    @classmethod
    def of(cls, filters: Filters) -> Self:
        """The view's own period; the last RECENT days of a view that names no first day."""
        until = min(filters.jusqua or localdate(), localdate())
        since = filters.depuis or until - timedelta(days=RECENT - 1)
        return cls(since, max(since, until))

    @property
    def before(self) -> tuple[date, date]:
        """The first and last day of the period before."""
        first = self.since.toordinal() - ((self.until - self.since).days + 1)
        return date.fromordinal(max(first, 1)), date.fromordinal(max(self.since.toordinal() - 1, 1))

    @property
    def days(self) -> int:
        """How many days each of the two has."""
        return (self.until - self.since).days + 1


def unbegun(filters: Filters) -> Filters:
    """The same view without its first day: what came before is there to compare with."""
    return replace(filters, depuis=None)
