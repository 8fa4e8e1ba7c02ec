"""The promised day in words: how long is left, and where the day comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.models import Evenement
from signalements.deadlines import holidays_between, working_days_between
from signalements.models import Signalement
from signalements.workflow import OPEN, Status


@dataclass(frozen=True)
class Promised:
    """What a page says of a promise: the day, how far it is, why that day; `late` and `paused` colour it."""

    due_at: datetime
    countdown: str
    reason: str
    late: bool = False
    paused: bool = False


def promised(signalement: Signalement, history: Sequence[Evenement], now: datetime) -> Promised | None:
    """What is promised for an open signalement; None when nothing is, or when it is closed."""
    if signalement.due_at is None or signalement.get_status() not in OPEN:
        return None
    due, today = localtime(signalement.due_at), localtime(now)
    start = localtime(_counted_from(signalement, history))
    asked = _was_asked(history) and signalement.paused_at is None
    reason = _reason(start.date(), due.date(), asked)
    if signalement.paused_at:
        since = date_format(localtime(signalement.paused_at), "j F")
        said = _("Le compte est arrêté depuis le %(day)s, le temps d’avoir les précisions demandées.") % {"day": since}
        return Promised(due, said, reason, paused=True)
    return Promised(due, _countdown(due, today), reason, late=due < today)


def _counted_from(signalement: Signalement, history: Sequence[Evenement]) -> datetime:
    """The moment that the working days count from: the sending, or the last reopening."""
    reopened = [event.at for event in history if event.after == Status.REOPENED.value]
    return reopened[-1] if reopened else signalement.reported_at


def _was_asked(history: Sequence[Evenement]) -> bool:
    """Whether the clock has stood still since it last began."""
    asked = False
    for event in history:
        asked = (asked or event.after == Status.WAITING.value) and event.after != Status.REOPENED.value
    return asked


def _countdown(due: datetime, now: datetime) -> str:
    """« Encore 3 jours ouvrés », « aujourd’hui », « en retard de 2 jours ouvrés »."""
    days = working_days_between(now.date(), due.date())
    if due < now:
        late = max(-days, 1)
        said = ngettext("En retard de %(n)d jour ouvré.", "En retard de %(n)d jours ouvrés.", late)
        return said % {"n": late}
    if due.date() == now.date():
        return _("C’est pour aujourd’hui, avant %(hour)s.") % {"hour": date_format(due, "H \\h")}
    return ngettext("Encore %(n)d jour ouvré.", "Encore %(n)d jours ouvrés.", days) % {"n": days}


def _reason(start: date, due: date, asked: bool) -> str:
    """« 5 jours ouvrés après le 9 novembre, sans compter les week-ends ni le 11 novembre. »"""
    days = working_days_between(start, due)
    told = {
        "n": days,
        "day": date_format(start, "j F"),
        "holidays": _(" ni ").join(map(str, holidays_between(start, due))),
    }
    if told["holidays"]:
        said = ngettext(
            "%(n)d jour ouvré après le %(day)s, sans compter les week-ends ni %(holidays)s.",
            "%(n)d jours ouvrés après le %(day)s, sans compter les week-ends ni %(holidays)s.",
            days,
        )
    else:
        said = ngettext(
            "%(n)d jour ouvré après le %(day)s, sans compter les week-ends.",
            "%(n)d jours ouvrés après le %(day)s, sans compter les week-ends.",
            days,
        )
    said %= told
    return f"{said} {_('Le temps d’une question n’a pas compté.')}" if asked else said
