"""Preparing a round: what is put on it is planned for its day, in the order of the streets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Visibility, What
from carto.territoires.streets import Going
from signalements.actions import change_status
from signalements.models import Signalement, Stop, Tournee
from signalements.rounds.course import Course, find_course
from signalements.workflow import CLOSED, Status

MOST_STOPS = 100  # more is not one day's work, and a phone has to carry it


@dataclass
class Prepared:
    """What became of what was chosen: `left` says why each of the others is not on the round."""

    tournee: Tournee
    added: list[Signalement] = field(default_factory=list)
    left: list[tuple[Signalement, str]] = field(default_factory=list)


def make_round(tournee: Tournee, chosen: Sequence[Signalement], *, person: User, role: str) -> Prepared:
    """Store a round and put on it what was chosen, ordered along the streets.

    Raises ValidationError (French) when nothing of it can go on a round.
    """
    with transaction.atomic():
        tournee.created_by = person
        tournee.save()
        prepared = add_stops(tournee, chosen, person=person, role=role)
        if not prepared.added:
            said = [why for _each, why in prepared.left] or [_("Choisissez au moins un signalement.")]
            raise ValidationError(said, code="empty")
        put_in_order(tournee)
    return prepared


def add_stops(tournee: Tournee, chosen: Iterable[Signalement], *, person: User, role: str) -> Prepared:
    """Put them at the end of the round, each planned for its day; whatever does not fit is left, with the reason."""
    prepared = Prepared(tournee)
    with transaction.atomic():
        _lock(tournee)
        there = set(tournee.stops.values_list("signalement", flat=True))
        for signalement in chosen:
            why = _why_not(tournee, signalement, there)
            if why:
                prepared.left.append((signalement, why))
                continue
            plan_for(signalement, tournee, person=person, role=role)
            Stop.objects.create(tournee=tournee, signalement=signalement, rank=len(there) + 1)
            there.add(signalement.pk)
            prepared.added.append(signalement)
    return prepared


def plan_for(signalement: Signalement, tournee: Tournee, *, person: User, role: str) -> None:
    """Planned for the round’s day, in its crew’s hands; the services read on which round, everybody that it is planned.

    Raises ValidationError (French) when the workflow does not let that role plan it.
    """
    # Before the step, which takes over the day that it finds.
    signalement.planned_on, signalement.crew = tournee.day, tournee.crew or signalement.crew
    signalement.save(update_fields=["planned_on", "crew", "updated_at"])
    if signalement.get_status() is not Status.PLANNED:
        change_status(signalement, Status.PLANNED, person=person, role=role)
    said = _("Mis dans la tournée « %(name)s » du %(day)s.")
    record(signalement, What.ROUND, person=person, role=role, private_text=said % _named(tournee))


def cancel(tournee: Tournee, *, person: User, role: str) -> None:
    """Take a round away before it has begun; what was on it stays planned, and its history says so.

    Raises ValidationError (French) once something was done on it.
    """
    with transaction.atomic():
        _lock(tournee)
        stops = list(_stops(tournee))
        if any(stop.outcome for stop in stops):
            raise ValidationError(_("La tournée a commencé : elle reste écrite."), code="begun")
        said = _("La tournée « %(name)s » du %(day)s est annulée.") % _named(tournee)
        for stop in stops:
            record(stop.signalement, What.ROUND, person=person, role=role, private_text=said)
        tournee.delete()


def remove_stop(stop: Stop, *, person: User, role: str) -> None:
    """Take one off the round. It stays planned, for nobody has said otherwise; what was done there stays written."""
    with transaction.atomic():
        _lock(stop.tournee)
        stop.delete()
        said = _("Retiré de la tournée « %(name)s » du %(day)s.") % _named(stop.tournee)
        record(stop.signalement, What.ROUND, person=person, role=role, private_text=said)
        measure(stop.tournee)


def move_stop(stop: Stop, places: int) -> None:
    """So many places further in the round (less than nothing: sooner), by hand."""
    with transaction.atomic():
        _lock(stop.tournee)
        stops = list(stop.tournee.stops.order_by("rank", "pk"))
        rank = next(rank for rank, each in enumerate(stops) if each.pk == stop.pk)
        stops.insert(min(max(rank + places, 0), len(stops) - 1), stops.pop(rank))
        _number(stops)
        measure(stop.tournee)


def put_in_order(tournee: Tournee, *, after: Stop | None = None) -> None:
    """The shortest order along the streets, of all the stops, or of those that come after one and are still to do."""
    with transaction.atomic():
        _lock(tournee)
        stops = list(_stops(tournee))
        kept = 0 if after is None else next(rank for rank, each in enumerate(stops) if each.pk == after.pk) + 1
        first, rest = stops[:kept], stops[kept:]
        start = first[-1].signalement.geom.point_on_surface if first else tournee.start
        course = _course(tournee, rest, start=start) if rest else None
        if course:
            rest = [rest[rank] for rank in course.order]
        _number([*first, *rest])
        if course and not first:
            _keep(tournee, rest, course, naive=course.naive)
        else:
            measure(tournee)


def measure(tournee: Tournee) -> None:
    """The line and length of the round in its present order; changed by hand, it is compared with nothing."""
    stops = list(_stops(tournee))
    _keep(tournee, stops, _course(tournee, stops, start=tournee.start, keep=True) if stops else None)


def _keep(tournee: Tournee, stops: Sequence[Stop], course: Course | None, *, naive: float | None = None) -> None:
    """Store the course of these stops; those that no street reaches are the last of an order that was found."""
    tournee.metres, tournee.path, tournee.straight = None, None, False
    tournee.naive_metres = naive
    if course:
        tournee.metres, tournee.path, tournee.straight = course.metres, course.path, course.straight
        lost = {course.order.index(rank) for rank in course.unreachable} if naive is not None else course.unreachable
        for rank, stop in enumerate(stops):
            stop.unreachable = rank in lost
        Stop.objects.bulk_update(stops, ["unreachable"])
    tournee.save(update_fields=["metres", "path", "naive_metres", "straight"])


def _course(tournee: Tournee, stops: Sequence[Stop], *, start: Point | None, keep: bool = False) -> Course:
    places = [stop.signalement.geom.point_on_surface for stop in stops]
    return find_course(places, Going(tournee.vehicle), start=start, returns=tournee.returns, keep=keep)


def _stops(tournee: Tournee) -> Iterable[Stop]:
    return tournee.stops.select_related("signalement").order_by("rank", "pk")


def _number(stops: Sequence[Stop]) -> None:
    for rank, stop in enumerate(stops, 1):
        stop.rank = rank
    Stop.objects.bulk_update(stops, ["rank"])


def _lock(tournee: Tournee) -> None:
    """Two people change a round one after the other."""
    Tournee.objects.select_for_update().get(pk=tournee.pk)


def _why_not(tournee: Tournee, signalement: Signalement, there: set[int]) -> str:
    """Why it cannot go on that round, in French; empty when it can."""
    named = {"number": signalement.number}
    if signalement.pk in there:
        return _("%(number)s est déjà dans la tournée.") % named
    if len(there) >= MOST_STOPS:
        return _("%(number)s : la tournée est pleine (%(most)s arrêts).") % (named | {"most": MOST_STOPS})
    if signalement.get_status() in CLOSED:
        return _("%(number)s est déjà clos.") % named
    if signalement.visibility == Visibility.JOINED:
        return _("%(number)s est réuni à un autre : c’est l’autre qu’il faut choisir.") % named
    if signalement.service_id != tournee.service_id:
        return _("%(number)s dépend d’un autre service.") % named
    other = Tournee.objects.waiting_for(signalement, timezone.localdate()).exclude(pk=tournee.pk).first()
    if other:
        return _("%(number)s est déjà dans la tournée « %(name)s » du %(day)s.") % (named | _named(other))
    return ""


def _named(tournee: Tournee) -> dict[str, str]:
    return {"name": tournee.name, "day": date_format(tournee.day, "l j F")}
