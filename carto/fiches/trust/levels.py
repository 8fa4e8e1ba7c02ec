"""How many sendings are too many, as data. Pure: the numbers are argued in decision 0010 and replayed by its test."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """What a sending meets; never a refusal."""

    CALM = 0
    SUSPECT = 1  # the device is asked for a proof of work; without one a person looks first
    HELD = 2  # a person looks first


class Sending(StrEnum):
    """What people send; each is counted apart."""

    FICHE = "fiche"
    COMMENTAIRE = "commentaire"
    SOUTIEN = "soutien"


@dataclass(frozen=True)
class Limit:
    """From how many sendings on, the one at hand counted, within how long."""

    within: timedelta
    suspect: int
    held: int

    def level(self, count: int) -> Level:
        """The level of the `count`-th sending; it never falls when the count grows."""
        return Level((count >= self.suspect) + (count >= self.held))


# One network is a /24 or a /56: a school, an office, but also some thousand telephones behind one operator's address.
BY_NETWORK: Mapping[Sending, tuple[Limit, ...]] = {
    Sending.FICHE: (Limit(timedelta(minutes=10), 60, 200), Limit(timedelta(hours=1), 200, 600)),
    Sending.COMMENTAIRE: (Limit(timedelta(minutes=10), 40, 150), Limit(timedelta(hours=1), 120, 400)),
    Sending.SOUTIEN: (Limit(timedelta(minutes=10), 120, 400), Limit(timedelta(hours=1), 400, 1200)),
}
# The same network at the same spot, a square of PLACE_SIDE metres: a workshop on one square stays under the second.
BY_PLACE = Limit(timedelta(minutes=15), 20, 100)
PLACE_SIDE = 60

# Photos of forms that are not sent yet, as they are stored: megabytes of one network.
PHOTO_BUDGET = ((timedelta(hours=1), 800), (timedelta(hours=24), 3000))
