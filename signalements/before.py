"""What is said before one sends: who will answer and by when, how long it takes, what is planned here already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final

from django.contrib.gis.geos import Point
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.comptes.models import Service
from carto.fiches.models import Fiche, Kind, Stage
from carto.geometry import read_point
from carto.territoires.models import Level, Territoire
from signalements.deadlines import is_working_day, skipped
from signalements.layers import ENOUGH
from signalements.models import Annonce, Categorie, Signalement
from signalements.routing.foreseeing import foreseen
from signalements.routing.policies import promise, working_days
from signalements.workflow import Status

NEAR_WORKS: Final = 100  # metres: a building site further away is another street's
NEAR_PLANNED: Final = 50  # metres, or the category's own radius when it is larger
MOST_WORKS: Final = 3
A_YEAR: Final = timedelta(days=365)
AN_HOUR: Final = 3600  # seconds: delays of a year do not change faster


@dataclass(frozen=True, slots=True)
class Usual:
    """How long it took, in a quartier or commune, over a year. Days, rounded up."""

    place: str
    half: int
    most: int  # eight of ten
    count: int


@dataclass(frozen=True, slots=True)
class Work:
    """Something planned or under way near here."""

    title: str
    state: str
    address: str
    metres: int  # rounded to 5: nobody measures better from a map


@dataclass(frozen=True, slots=True)
class Before:
    """All of it, ready for the template."""

    categorie: Categorie
    service: Service
    due_at: datetime | None
    day: str  # the same in words: « mardi 1er décembre »
    reason: str  # which days do not count before it
    usual: Usual | None
    works: list[Work]
    annonces: list[Annonce]


def before_sending(categorie: Categorie, point: Point | None, at: datetime) -> Before:
    """What to tell whoever is about to report that, there (SRID 4326, if known), at that moment."""
    local, due_at = timezone.localtime(at), promise(categorie, at)
    days = working_days(categorie, local.date())
    return Before(
        categorie=categorie,
        service=foreseen(categorie, point, at),
        due_at=due_at,
        day=f"{date_format(due_at, 'l')} {_named(due_at.date())}" if due_at else "",
        reason=reason(local.date(), days) if days else "",
        usual=_usual(categorie, point, at) if point else None,
        works=_works(categorie, point) if point else [],
        annonces=[annonce for annonce in _annonces(categorie, at) if is_said(annonce, local)],
    )


def read_before(params: Mapping[str, str], at: datetime) -> Before | None:
    """The same from what a link or a form says (`categorie`, `lon`, `lat`); None without a category that is offered.

    A place that cannot be is left out: the form itself says what is wrong with it.
    """
    code = params.get("categorie", "")
    categorie = Categorie.objects.offered().filter(code=code[:50]).first() if code.isprintable() and code else None
    if categorie is None:
        return None
    try:
        point = read_point(params.get("lon", ""), params.get("lat", ""))
    except ValidationError:
        point = None
    return before_sending(categorie, point, at)


def reason(start: date, working_days: int) -> str:
    """Why that day: « 5 jours ouvrés, sans les week-ends ni le 11 novembre »."""
    weekends, holidays = skipped(start, working_days)
    days = ngettext("%(n)s jour ouvré", "%(n)s jours ouvrés", working_days) % {"n": working_days}
    without = [ngettext("le week-end", "les week-ends", weekends)] if weekends else []
    without += [_("le %(day)s") % {"day": _named(day)} for day in holidays]
    if not without:
        return days
    return _("%(days)s, sans %(without)s") % {"days": days, "without": _(" ni ").join(without)}


def _named(day: date) -> str:
    """« 11 novembre », « 1er mai »."""
    month = date_format(day, "F")
    return _("1er %(month)s") % {"month": month} if day.day == 1 else date_format(day, "j F")


def is_said(annonce: Annonce, local: datetime) -> bool:
    """Whether a notice whose dates hold is to be said at that hour; `local` is in the city's time zone.

    Hours may pass midnight. On closed days it is said all day; without hours either, from its first to its last day.
    """
    if annonce.closed_days and not is_working_day(local.date()):
        return True
    start, end, clock = annonce.from_hour, annonce.until_hour, local.time()
    if start is None or end is None:
        return not annonce.closed_days
    return start <= clock < end if start <= end else clock >= start or clock < end


def _annonces(categorie: Categorie, at: datetime) -> list[Annonce]:
    """Those for everybody first, then the service's, then the category's own."""
    of_service = Q(service__isnull=True) | Q(service=categorie.service_id)
    of_categorie = Q(categorie__isnull=True) | Q(categorie=categorie.pk)
    found = Annonce.objects.around(at).filter(of_service, of_categorie)
    return sorted(found, key=lambda each: (each.categorie_id is not None, each.service_id is not None, each.pk))


def _usual(categorie: Categorie, point: Point, at: datetime) -> Usual | None:
    """The delays of the quartier, or of the commune outside quartiers; None under ENOUGH of them."""
    places = Territoire.objects.in_force(timezone.localdate(at)).at(point).filter(level__lte=Level.QUARTIER)
    place = places.exclude(level=Level.METROPOLE).order_by("-level").first()
    if place is None:
        return None
    key = f"signalements:usual:{categorie.pk}:{place.pk}"
    half, most, count = cache.get_or_set(key, lambda: _delays(categorie, place, at), AN_HOUR)
    return Usual(place.name, half, most, count) if count >= ENOUGH else None


def _delays(categorie: Categorie, place: Territoire, at: datetime) -> tuple[int, int, int]:
    """Half, eight of ten (days), and on how many they rest."""
    within = {"quartier" if place.level == Level.QUARTIER else "commune": place}
    treated = Signalement.objects.public().filter(categorie=categorie, treated_at__gte=at - A_YEAR, **within)
    half, most, count = treated.usual_delays()
    return _days(half), _days(most), count


def _days(delay: timedelta | None) -> int:
    return max(1, ceil(delay / timedelta(days=1))) if delay is not None else 0


def _works(categorie: Categorie, point: Point) -> list[Work]:
    """What is planned for signalements near here, and what else is under way; the nearest first."""
    planned = Signalement.objects.public().filter(status=Status.PLANNED.value)
    planned = planned.near(point, max(NEAR_PLANNED, categorie.radius))[:MOST_WORKS]
    other = Fiche.objects.public().exclude(kind=Kind.SIGNALEMENT).filter(stage=Stage.IN_PROGRESS)
    other = other.near(point, NEAR_WORKS)[:MOST_WORKS]
    found = [(fiche, fiche.get_status_display()) for fiche in planned]
    found += [(fiche, fiche.get_stage_display()) for fiche in other]
    found.sort(key=lambda each: each[0].distance)
    return [
        Work(fiche.title, state, fiche.get_absolute_url(), round(fiche.distance.m / 5) * 5)
        for fiche, state in found[:MOST_WORKS]
    ]
