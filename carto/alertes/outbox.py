"""Messages made for those who follow, and sent: at once, or grouped with the next digest; once each.

A message is marked as sent and handed over in one transaction, the handing over last: only a crash in the moment
between the mail server's « OK » and our commit could say it twice.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from carto.alertes import letters, notices
from carto.alertes.errors import Undelivered
from carto.alertes.models import Abonnement, Channel, Message, Rhythm, mark_of
from carto.alertes.places.hearing import hearings
from carto.alertes.places.querysets import Asked, Habit, say
from carto.alertes.rhythm import back_off, due_at
from carto.alertes.wording import told_to
from carto.fiches.models import Evenement, Visibility, What

SAME_MOMENT: Final = timedelta(seconds=5)  # what one act wrote in several lines is told in one message
REFUSED_AGAIN_AFTER: Final = timedelta(hours=6)  # a mailbox that is full or misspelt tonight
MOST_REFUSALS: Final = 3
HEARD: Final = {Visibility.PUBLIC, Visibility.JOINED}
LEAVING: Final = {What.WITHDRAWN}  # the line that says why a fiche is no longer public
# The latest habits that somebody had: where those who hear have no other, the database is asked once.
_usual: Final[deque[Habit]] = deque(maxlen=12)


def make_messages(*evenements: Evenement, only: str = "") -> int:
    """One message for each address (`only` the one of that mark) that hears of these lines, or of those written with
    them; returns how many are new.

    However many of its abonnements ask for it: the fiche it has sent tells it, else whatever tells it first.
    """
    lines = _written_with(evenements)
    heard, asked = [astuple(each) for each in hearings(lines)], list(_asked(lines))
    if only:
        asked = [each for each in asked if str(each.mark) == only]
    made, of = _say(heard, asked, only) if heard or asked else (0, 0)
    # Another worker may just have said that the fiche is new: what was asked besides is not lost.
    if asked and made < of:
        made += _say(heard, asked, only)[0]
    return made


def _say(heard: list[tuple], asked: list[Asked], only: str) -> tuple[int, int]:
    """How many messages are new, of how many; whatever habits people have."""
    now = timezone.now()
    due = {habit: _audible_at(now, *habit) for habit in _usual}
    made, of, others = say(heard, asked, due, only=only)
    while others:
        _usual.extend(others)
        due |= {habit: _audible_at(now, *habit) for habit in others}
        made, of, others = say(heard, asked, due, only=only)
    return made, of


def _written_with(evenements: Sequence[Evenement]) -> list[Evenement]:
    """These lines, and what the same acts wrote in several."""
    first = Evenement.objects.filter(
        pk__in=[each.pk for each in evenements], fiche_id=OuterRef("fiche_id"), pk__lte=OuterRef("pk"),
        at__range=(OuterRef("at") - SAME_MOMENT, OuterRef("at")),  # a key alone is no clock: some are drawn
    )  # fmt: skip
    fiches = {each.fiche_id for each in evenements}
    return list(Evenement.objects.filter(Exists(first), fiche__in=fiches).select_related("fiche")) if fiches else []


def _asked(lines: Sequence[Evenement]) -> Iterator[Asked]:
    """What those who follow the fiche itself hear."""
    followed: dict[int, list[Abonnement]] = {}
    for each in Abonnement.objects.confirmed().filter(fiche__in={line.fiche_id for line in lines}):
        followed.setdefault(each.fiche_id, []).append(each)
    for line in lines:
        for each in followed.get(line.fiche_id, ()):
            if _concerns(line, each):
                yield Asked(line.pk, each.pk, mark_of(each.address), not each.is_reporter, _due(each, line))


def _concerns(line: Evenement, abonnement: Abonnement) -> bool:
    """Whether the follower hears of it; only whoever sent it hears of what is not public."""
    if abonnement.fiche_id is None:  # a place: the rest was looked at when the message was made
        return line.fiche.visibility == Visibility.PUBLIC
    shown = abonnement.is_reporter or line.fiche.visibility in HEARD or line.what in LEAVING
    return shown and told_to(line, is_reporter=abonnement.is_reporter, person_id=abonnement.person_id)


def _is_receipt(line: Evenement, abonnement: Abonnement) -> bool:
    """The acknowledgement: whoever has just sent something is awake and waits for it."""
    return line.what == What.SUBMITTED and abonnement.is_reporter and abonnement.rhythm == Rhythm.NOW


def _due(abonnement: Abonnement, line: Evenement) -> datetime:
    now = timezone.now()
    return now if _is_receipt(line, abonnement) else _audible(abonnement, now, abonnement.rhythm)


def _audible(abonnement: Abonnement, moment: datetime, rhythm: str = Rhythm.NOW) -> datetime:
    return _audible_at(moment, rhythm, abonnement.quiet_from, abonnement.quiet_until)


def _audible_at(moment: datetime, rhythm: str, quiet_from: time, quiet_until: time) -> datetime:
    minute = moment.replace(second=0, microsecond=0)
    if quiet_from.replace(second=0, microsecond=0) != quiet_from or quiet_until.second or quiet_until.microsecond:
        return due_at(moment, rhythm, quiet_from, quiet_until, ZoneInfo(settings.TIME_ZONE))
    due = _due_in(minute, rhythm, quiet_from, quiet_until, settings.TIME_ZONE)
    return moment if due == minute else due


@lru_cache(maxsize=256)
def _due_in(minute: datetime, rhythm: str, quiet_from: time, quiet_until: time, zone: str) -> datetime:
    """The same for all that happens within a minute: a thousand things sent at once ask it a thousand times."""
    return due_at(minute, rhythm, quiet_from, quiet_until, ZoneInfo(zone))


def send_due(at: datetime) -> int:
    """Send what is due by then, one message for all that goes to the same address; returns how many left."""
    busy: set[str] = set()
    sent = 0
    while (left := _send_next(at, busy)) is not None:
        sent += left
    return sent


def _send_next(at: datetime, busy: set[str]) -> int | None:
    """Send one message, held so that no other worker sends it too; None when nothing is due."""
    with transaction.atomic():
        first = Message.objects.due(at).beside(busy).taken().first()
        if first is None:
            return None
        abonnement = first.abonnement
        if not Message.objects.take_address(abonnement.address):
            busy.add(abonnement.address)
            return 0
        group = _group(first, at)
        try:
            _deliver(group, at)
        except Undelivered as error:
            _try_later(group, error)
            return 0
    return 1


def _group(first: Message, at: datetime) -> list[Message]:
    """All that goes with it to the same address at the same rhythm; an acknowledgement goes alone."""
    if _is_receipt(first.evenement, first.abonnement):
        return [first]
    follower = first.abonnement
    same = Message.objects.due(at).filter(
        abonnement__email=follower.email, abonnement__endpoint=follower.endpoint, abonnement__rhythm=follower.rhythm
    )
    return [each for each in same.taken() if not _is_receipt(each.evenement, each.abonnement)]


def _deliver(group: list[Message], at: datetime) -> None:
    """Mark them as sent and hand them over, or neither."""
    follower = group[0].abonnement
    told = [each for each in group if _concerns(each.evenement, each.abonnement)]  # it may be public no longer
    with transaction.atomic():
        # What hides before anybody heard of it may be public again one day, and is new then.
        Message.objects.filter(pk__in=[each.pk for each in group if each.news_id and each not in told]).delete()
        Message.objects.filter(pk__in=[each.pk for each in group]).update(sent_at=timezone.now())
        Abonnement.objects.filter(pk__in={each.abonnement_id for each in group}, failures__gt=0).update(failures=0)
        if told and follower.channel == Channel.PUSH:
            notices.send(follower, told)
        elif told:
            letters.send(follower, told)


def _try_later(group: list[Message], error: Undelivered) -> None:
    """Wait longer after each attempt; end what follows from an address where nobody is."""
    follower = group[0].abonnement
    same = Abonnement.objects.at_address(follower.email, follower.endpoint)
    if error.gone or (error.refused and follower.failures + 1 >= MOST_REFUSALS):
        same.delete()
        return
    attempts = max(each.attempts for each in group) + 1
    wait = REFUSED_AGAIN_AFTER if error.refused else back_off(attempts)
    if error.refused:
        same.update(failures=F("failures") + 1)
    later = _audible(follower, timezone.now() + wait)
    Message.objects.filter(pk__in=[each.pk for each in group]).update(attempts=attempts, due_at=later)
