"""A process as its rules tell it: each room fills the same card (`carto.declared.REGLES`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.declared import REGLES

# What a card says, in this order; what a room leaves empty is « pas encore dit ».
LINES: dict[str, str | Promise] = {
    "organiser": _("Qui organise"),
    "money": _("Avec quel argent"),
    "decides": _("Qui décide, et de quoi"),
    "concerned": _("Qui est concerné"),
    "moderation": _("Comment on modère"),
    "kept": _("Combien de temps on garde"),
    "changes": _("Comment ces règles changent"),
}


@dataclass(frozen=True)
class Change:
    """One rule that was changed: the old text stays readable."""

    at: datetime
    what: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Process:
    """One process; `role` is as what whoever reads may answer for it, empty when they may not."""

    title: str
    address: str
    told: dict[str, str]
    changes: Sequence[Change] = ()
    role: str = ""
    amended_at: str = ""  # where one proposes a change, when it has a place of its own
    since: datetime | None = None  # when its rules were first published
    version: int = 0  # which one holds today, where versions are kept elsewhere than in `changes`
    versions_at: str = ""  # where all of them are read, when they have a place of their own

    @property
    def lines(self) -> list[tuple[str | Promise, str]]:
        """(label, what is said or nothing), in order."""
        return [(label, self.told.get(name, "").strip()) for name, label in LINES.items()]

    @property
    def holds(self) -> tuple[int, datetime] | None:
        """Which version holds, and since when: each moment at which rules changed after the first made one more."""
        if self.since is None:
            return None
        moments = {each.at for each in self.changes if each.at > self.since}
        return self.version or 1 + len(moments), max(moments, default=self.since)


Card = Callable[[str, User], Process | None]


def process(kind: str, key: str, user: User) -> Process | None:
    """That process, when everybody may read it; None otherwise."""
    path = REGLES.get(kind)
    card: Card | None = import_string(path) if path else None
    return card(key, user) if card else None
