"""What is on the city's calendar: each room tells its own, and a calendar's file writes it like what has a date."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.alertes.places.agenda import Dated


class Sort(models.TextChoices):
    """What sort of thing one finds there; the order is that of the form."""

    MEETING = "reunion", _("réunion")
    VISIT = "visite", _("visite")
    WORKSHOP = "atelier", _("atelier")
    CAMPAIGN = "campagne", _("campagne")
    POLL = "consultation", _("consultation")
    BUDGET = "budget", _("budget participatif")
    CALL = "appel", _("appel")
    TRIAL = "essai", _("essai")
    JURY = "jury", _("jury")
    COUNCIL = "conseil", _("conseil")
    DECISION = "decision", _("décision")
    PHASE = "sujet", _("sujet en travail")
    WORKS = "travaux", _("travaux")


@dataclass(frozen=True)
class Entry(Dated):
    """One thing on the city's calendar; `heard` is its `Sort`.

    It is about `areas` (keys of territories) or lies at `shape` (SRID 4326); about the whole city when it has neither.
    """

    areas: tuple[int, ...] = ()
    shape: GEOSGeometry | None = None
    theme: str = ""  # a code
    process: bool = False  # it lasts: its first and its last day are told apart

    @property
    def sort(self) -> Sort:
        """What sort of thing it is."""
        return Sort(self.heard)

    @property
    def first(self) -> date:
        """Its first day, here."""
        return day_of(self.begins)

    @property
    def last(self) -> date:
        """Its last day, here: the first one when it has no end."""
        return day_of(self.ends) if self.ends is not None else self.first

    @property
    def over(self) -> bool:
        """Whether its last day, or the moment at which it ends, has passed."""
        if isinstance(self.ends, datetime):
            return self.ends <= timezone.now()
        return self.last < timezone.localdate()


@dataclass(frozen=True)
class Window:
    """From a day to a day, both included; what overlaps it is in it."""

    since: date
    until: date


Telling = Callable[[Window], Iterable[Entry]]


def day_of(moment: date | datetime) -> date:
    """The day on which it falls, here."""
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
