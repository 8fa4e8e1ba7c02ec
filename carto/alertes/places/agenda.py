"""What has a date at a place: meetings, decisions to come, works; each room tells its own (`carto.declared`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.module_loading import import_string

from carto.declared import AGENDAS
from carto.fiches.querysets import FicheQuerySet


@dataclass(frozen=True)
class Dated:
    """One thing on a calendar: `heard` is what it is for whoever follows the place; days are whole, moments are aware.

    `ends` is the last day, or the moment at which it is over.
    """

    key: str  # the same as long as it is the same thing
    heard: str
    title: str
    begins: date | datetime
    address: str  # a path of ours, where one reads more
    ends: date | datetime | None = None
    where: str = ""
    text: str = ""


Agenda = Callable[[FicheQuerySet, date], Iterable[Dated]]


def dated(fiches: FicheQuerySet, hears: Iterable[str], since: date) -> list[Dated]:
    """All that these fiches have on the calendar from that day on, of what one wants to hear, in order."""
    wanted = set(hears)
    agendas: list[Agenda] = [import_string(path) for path in AGENDAS]
    found = [each for agenda in agendas for each in agenda(fiches, since) if each.heard in wanted]
    return sorted(found, key=lambda each: (each.begins.isoformat(), each.key))
