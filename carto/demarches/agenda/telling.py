"""The calendar as a page shows it: day by day, what goes on meanwhile, a month as a grid, dots on a map, an archive."""

from calendar import Calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.demarches.agenda.entries import Entry
from carto.demarches.agenda.reading import Asked
from carto.territoires.models import Level, Territoire

MOST_DOTS: Final = 300
MOST_AT_A_SPOT: Final = 12


@dataclass(frozen=True)
class Moment:
    """One thing on one day: `said` when it is the first or the last day of what lasts."""

    entry: Entry
    said: str = ""


@dataclass(frozen=True)
class Day:
    """A cell of the grid."""

    day: date
    count: int
    inside: bool  # of the month shown
    today: bool


def by_day(found: Iterable[Entry], since: date, until: date) -> dict[date, list[Moment]]:
    """What happens on each day; what lasts is there on its first and its last one."""
    days: dict[date, list[Moment]] = {}
    for entry in found:
        moments = [(entry.first, _("commence") if entry.process else "")]
        if entry.process and entry.last > entry.first:
            moments.append((entry.last, _("dernier jour")))
        for day, said in moments:
            if since <= day <= until:
                days.setdefault(day, []).append(Moment(entry, said))
    return dict(sorted(days.items()))


def going_on(found: Iterable[Entry], today: date) -> list[Entry]:
    """What lasts, has begun and is not over, the first to end first."""
    return sorted((each for each in found if each.process and each.first <= today <= each.last), key=lambda e: e.last)


def grid(asked: Asked, days: dict[date, list[Moment]]) -> list[list[Day]]:
    """The weeks of the month, Monday first."""
    today = localdate()
    weeks = Calendar().monthdatescalendar(asked.month.year, asked.month.month)
    return [
        [Day(day, len(days.get(day, [])), day.month == asked.month.month, day == today) for day in week]
        for week in weeks
    ]


def dots(found: Sequence[Entry]) -> list[list[Any]]:
    """[longitude, latitude, how many, titles, address] of each spot, and where several are, each; one query for what is
    about territories.
    """
    centres = _centres({each.areas[0] for each in found if each.shape is None and each.areas})
    spots: dict[tuple[float, float], list[Entry]] = {}
    for each in found:
        point = each.shape.point_on_surface if each.shape is not None else centres.get(next(iter(each.areas), 0))
        if point is not None:
            spots.setdefault((round(point.x, 5), round(point.y, 5)), []).append(each)
    return [[*at, *_dot(there)] for at, there in list(spots.items())[:MOST_DOTS]]


def _dot(there: Sequence[Entry]) -> list[Any]:
    one = [len(there), " · ".join(each.title for each in there[:3]), there[0].address]
    if len(there) == 1:
        return one
    return [*one, "", "", [[f"{each.sort.label} : {each.title}", each.address] for each in there[:MOST_AT_A_SPOT]]]


def _centres(keys: set[int]) -> dict[int, Any]:
    return {each.pk: each.geom.point_on_surface for each in Territoire.objects.filter(pk__in=keys)} if keys else {}


def archive(found: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """What is over, place by place, the latest first; one query for the names and borders of the quartiers."""
    quartiers = list(Territoire.objects.filter(level=Level.QUARTIER, valid_to=None).order_by("name"))
    names = dict(
        Territoire.objects.filter(pk__in={key for each in found for key in each.areas}).values_list("pk", "name")
    )
    places: dict[str, list[Entry]] = {}
    for entry in reversed(found):
        places.setdefault(_place_of(entry, names, quartiers), []).append(entry)
    return sorted(places.items(), key=lambda pair: (pair[0] == _("Toute la ville"), pair[0]))


def _place_of(entry: Entry, names: dict[int, str], quartiers: Sequence[Territoire]) -> str:
    if entry.areas:
        return names.get(entry.areas[0], _("Ailleurs"))
    if entry.shape is None:
        return _("Toute la ville")
    middle = entry.shape.point_on_surface
    return next((each.name for each in quartiers if each.geom.prepared.contains(middle)), _("Ailleurs"))


def box_of(places: Sequence[Sequence[Any]], usual: Sequence[float], room: float = 0.004) -> str:
    """« west,south,east,north » around the dots, with some room (degrees); the usual one when there are none."""
    if not places:
        return ",".join(f"{edge:.5f}" for edge in usual)
    longitudes, latitudes = [each[0] for each in places], [each[1] for each in places]
    edges = (min(longitudes) - room, min(latitudes) - room, max(longitudes) + room, max(latitudes) + room)
    return ",".join(f"{edge:.5f}" for edge in edges)


def counted(found: Iterable[Entry]) -> list[tuple[str, int]]:
    """How many of each sort, in words."""
    return [(str(sort.label), n) for sort, n in Counter(each.sort for each in found).most_common()]
