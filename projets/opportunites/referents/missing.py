"""Who has not been heard here: plain numbers, and « pas de donnée » where nobody has asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.timezone import localdate

from carto.territoires.ages import age_bands
from carto.territoires.models import Population
from projets.opportunites.referents.querysets import ages_known, iris_heard, streets_heard

MOST_STREETS: Final = 12
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Part:
    """One micro-quartier: who lives there, how often it spoke within a year."""

    name: str
    people: int | None
    heard: int

    @property
    def rate(self) -> float | None:
        """Contributions for a thousand inhabitants; None where nobody has counted them."""
        return 1000 * self.heard / self.people if self.people else None


@dataclass(frozen=True)
class Missing:
    """What a desk tells of those who have not spoken; nobody's age is ever asked with an idea or a report."""

    streets: int
    silent: int
    names: list[str]
    parts: list[Part]
    ages: list[Population]

    @property
    def more(self) -> int:
        """The silent streets that are not named."""
        return self.silent - len(self.names)


def missing_in(places: Sequence[int]) -> Missing:
    """Of these quartiers, by their ids: three queries."""
    every, silent, names = streets_heard(places, MOST_STREETS)
    parts = [
        Part(name, None if people is None else round(people), heard)
        for name, people, heard in iris_heard(places, timezone.now() - YEAR, localdate())
    ]
    bands = [
        Population(year=year, age_from=first, age_to=last, count=people)
        for year, first, last, people in ages_known(places)
    ]
    parts.sort(key=lambda part: (part.rate is None, part.rate or 0, part.name))
    return Missing(every, silent, names, parts, age_bands(bands))
