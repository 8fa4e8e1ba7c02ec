"""A line of a journal, and the journal that a room tells of one of its processes (`carto.declared.JOURNAUX`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db import models
from django.utils.module_loading import import_string
from django.utils.timezone import get_current_timezone, localtime, make_aware
from django.utils.translation import gettext_lazy

from carto.comptes.models import RoleName
from carto.declared import JOURNAUX

RESIDENT, SYSTEM, JURY, OFFICIAL = "resident", "system", "jury", "official"
ROLES: Final = {
    RESIDENT: gettext_lazy("un habitant"),
    SYSTEM: gettext_lazy("le site, de lui-même"),
    JURY: gettext_lazy("un jury d’habitants"),
    OFFICIAL: gettext_lazy("qui répond pour la ville"),
}


class Sort(models.TextChoices):
    """What sort of line; also the value of `?sorte=`."""

    STEP = "etapes", gettext_lazy("étapes")
    RULES = "regles", gettext_lazy("règles")
    SAID = "paroles", gettext_lazy("contributions")
    ANSWERS = "reponses", gettext_lazy("réponses")
    MET = "rencontres", gettext_lazy("rencontres")
    MODERATION = "moderation", gettext_lazy("modération")


@dataclass(frozen=True)
class Line:
    """One thing that happened. `at` is a day alone where the hour could tell who it was."""

    key: str  # the same for ever: feeds recognise it
    at: date | datetime
    sort: Sort
    what: str
    role: str = ""
    text: str = ""
    address: str = ""

    @property
    def moment(self) -> datetime:
        """When, to the day's midnight where only the day is told."""
        return self.at if isinstance(self.at, datetime) else make_aware(datetime.combine(self.at, time.min))

    @property
    def hour(self) -> bool:
        """Whether its hour is told."""
        return isinstance(self.at, datetime)

    @property
    def month(self) -> date:
        """The first day of its month, here."""
        return localtime(self.moment, get_current_timezone()).date().replace(day=1)

    @property
    def by(self) -> str:
        """As what they acted, in words."""
        return as_what(self.role)


@dataclass(frozen=True)
class Journal:
    """All that everybody may read of one process; `follow` is a feed of its own that leaves out moderation."""

    title: str
    address: str
    lines: Sequence[Line]
    follow: str = ""


Telling = Callable[[str], Journal | None]


def journal_of(kind: str, key: str) -> Journal | None:
    """The journal of that process, when everybody may read it; None otherwise."""
    path = JOURNAUX.get(kind)
    telling: Telling | None = import_string(path) if path else None
    return telling(key) if telling else None


def as_what(role: str) -> str:
    """A role in words; empty when none was written down."""
    if role in RoleName.values:
        return str(RoleName(role).label)
    return str(ROLES.get(role, ""))


def dated(key: str, at: datetime | None, what: str) -> list[Line]:
    """A step that the clock alone makes, once it has come; nothing before."""
    return [Line(key, at, Sort.STEP, what, role=SYSTEM)] if at and at <= localtime() else []
