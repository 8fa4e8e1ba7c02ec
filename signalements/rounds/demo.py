"""The rounds of the demonstration: one for its crew to do today, and the one that it did the working day before."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from math import cos, hypot, radians
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.comptes.models import Crew, User
from carto.fiches.models import Evenement, Visibility, What
from signalements.deadlines import is_working_day
from signalements.demo import read
from signalements.models import Signalement, Stop, Tournee
from signalements.rounds.actions import make_round, put_in_order
from signalements.rounds.choosing import READY
from signalements.rounds.gestures import SAID
from signalements.workflow import STAGES, Closing, Status

BEFORE, TODAY = "before", "today"
CREW: Final = "voirie-centre"
LEAVES: Final = time(8, 20)
EACH: Final = timedelta(minutes=25)  # at a stop and on the way to it


def send_out(agent: User, mover: User) -> int:
    """Give the crew its two rounds, as `agent` makes them and `mover` does them; returns how many are new.

    The same day again, nothing changes; another day, they are of that day.
    """
    today = timezone.localdate()
    crew = Crew.objects.select_related("service").get(code=CREW)
    with transaction.atomic():
        return sum((_have_done(crew, _working_day_before(today), agent, mover), _have_planned(crew, today, agent)))


def call_back() -> None:
    """Take both away."""
    Tournee.objects.filter(uuid__in=[_uuid(BEFORE), _uuid(TODAY)]).delete()


def _uuid(which: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"carte-commune/demonstration/tournee/{which}")


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _begun(which: str, crew: Crew, day: date, agent: User) -> Tournee | None:
    """A round to fill, in the place of one of another day; None when that day's is there."""
    there = Tournee.objects.filter(uuid=_uuid(which))
    if there.filter(day=day).exists():
        return None
    there.delete()
    name = next(row["name"] for row in read("rounds") if row["round"] == which)
    return Tournee(uuid=_uuid(which), name=name, day=day, service=crew.service, crew=crew, created_by=agent)


def _have_planned(crew: Crew, day: date, agent: User) -> int:
    """The round to do."""
    tournee = _begun(TODAY, crew, day, agent)
    chosen = _together(_ready(crew), sum(row["round"] == TODAY for row in read("rounds")))
    if tournee is None or not chosen:
        return 0
    make_round(tournee, chosen, person=agent, role="agent")
    return 1


def _have_done(crew: Crew, day: date, agent: User, mover: User) -> int:
    """The round that was done, with what was noted at each of its stops, at its hour."""
    tournee = _begun(BEFORE, crew, day, agent)
    at = timezone.make_aware(datetime.combine(day, LEAVES))
    told = [row for row in read("rounds") if row["round"] == BEFORE]
    chosen = _together(_ready(crew, before=at - timedelta(hours=1)), len(told))
    if tournee is None or not chosen:
        return 0
    tournee.created_at = at - timedelta(hours=1)
    tournee.save()
    Stop.objects.bulk_create(Stop(tournee=tournee, signalement=each, rank=rank) for rank, each in enumerate(chosen, 1))
    put_in_order(tournee)
    stops = tournee.stops.select_related("signalement").order_by("rank")
    for stop, row in zip(stops, told, strict=False):
        _line(stop, tournee.created_at, agent, "agent", private_text=_on_round(tournee))
        at += EACH
        _note(stop, row, at, mover)
    Tournee.objects.filter(pk=tournee.pk).update(closed_at=at)
    return 1


def _ready(crew: Crew, before: datetime | None = None) -> list[Signalement]:
    """What its service has in hand of the demonstration, on no round; untouched since `before`, where that is given."""
    ready = Signalement.objects.filter(
        demonstration=True, service=crew.service, status__in=READY, visibility=Visibility.PUBLIC, stops=None
    ).annotate(moved_at=Max("evenements__at"))
    return list((ready.filter(moved_at__lt=before) if before else ready).order_by("uuid"))


def _together(ready: Sequence[Signalement], count: int) -> list[Signalement]:
    """Up to `count` of them, around the one whose neighbours are the nearest."""
    places = {each.pk: each.geom.point_on_surface for each in ready}

    def around(middle: Signalement) -> list[tuple[float, int, Signalement]]:
        here = places[middle.pk]
        wide = cos(radians(here.y))
        away = ((hypot((places[each.pk].x - here.x) * wide, places[each.pk].y - here.y), each) for each in ready)
        return sorted((metres, each.pk, each) for metres, each in away)[:count]

    groups = [around(each) for each in ready]
    return [each for _away, _pk, each in min(groups, key=lambda group: group[-1][0], default=[])]


def _note(stop: Stop, row: dict[str, str], at: datetime, mover: User) -> None:
    """What the crew noted there: a closing with what everybody reads, or words for the services."""
    stop.outcome, stop.note, stop.done_at = row["outcome"], row["note"], at
    stop.save(update_fields=["outcome", "note", "done_at"])
    one = stop.signalement
    if row["outcome"] == Stop.Outcome.LATER:
        said = _("À revoir, après le passage de la tournée « %(name)s » : %(note)s")
        _line(stop, at, mover, "crew", private_text=said % {"name": stop.tournee.name, "note": stop.note})
        return
    closing, left = Closing(row["closing"]), one.status
    moved = {"status": Status.TREATED.value, "stage": STAGES[Status.TREATED], "closing": closing.value}
    Signalement.objects.filter(pk=one.pk).update(**moved, crew=stop.tournee.crew, planned_on=None, updated_at=at)
    said = row["words"] or str(SAID[closing])
    _line(stop, at, mover, "crew", What.STATUS, before=left, after=Status.TREATED.value, public_text=said)


def _line(stop: Stop, at: datetime, person: User, role: str, what: str = What.ROUND, **said: str) -> None:
    """A line of its history, at that hour."""
    Evenement.objects.create(fiche_id=stop.signalement_id, at=at, what=what, actor_role=role, person=person, **said)


def _on_round(tournee: Tournee) -> str:
    named = {"name": tournee.name, "day": date_format(tournee.day, "j F Y")}
    return _("Mis dans la tournée « %(name)s » du %(day)s.") % named
