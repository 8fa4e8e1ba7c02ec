"""What each bulk action does to one signalement, and how that is put back: by a step of its own, written in history."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import What
from signalements.actions import change_status
from signalements.bulk.kinds import KINDS, Named, hands, told
from signalements.correcting import correct
from signalements.joining import Hand, join, separate
from signalements.models import Priority, Signalement
from signalements.tracked import changed, put_back
from signalements.workflow import Status


def do(named: Named, signalement: Signalement, hand: Hand) -> None:
    """Do it, in the caller's transaction. ValidationError (French) when the workflow refuses after all."""
    _DOING[named.do](named, signalement, hand)


def undo(
    named: Named, signalement: Signalement, before: Mapping[str, Any], after: Mapping[str, Any], hand: Hand
) -> None:
    """Give back what the action changed, and write that in the history; nothing is taken out of it."""
    if named.do == "join":
        separate(signalement, by=hand.person, role=hand.role, reason=_("Action groupée annulée."))
        return
    names = changed(before, after)
    if named.do == "state":
        why = _("Action groupée annulée.")
        correct(signalement, before, names, person=hand.person, role=hand.role, why=why)
        return
    if names:
        put_back(signalement, before, names)
        signalement.save(update_fields=[*(name.removesuffix("_id") for name in names), "updated_at"])
    line = {"before": "", "after": "", "public_text": ""}
    if named.do == "send":
        public = _("Revenu au service : %(service)s.") % {"service": signalement.service}
        line = {"before": named.service.code, "after": signalement.service.code, "public_text": public}
    said = _("Annulé : « %(what)s ».") % {"what": KINDS[named.do].label}
    record(signalement, _UNDONE[named.do], role=hand.role, person=hand.person, private_text=said, **line)


def _state(named: Named, signalement: Signalement, hand: Hand) -> None:
    what, after, text = told(named, signalement)
    change_status(
        signalement, Status(after), person=hand.person, role=hand.role, public_text=text, what=what,
        closing=named.action.get("closing", ""), planned_on=named.day,
    )  # fmt: skip


def _assign(named: Named, signalement: Signalement, hand: Hand) -> None:
    left = str(signalement.crew or "")
    signalement.crew = named.crew or signalement.crew
    signalement.assignee = named.assignee or signalement.assignee
    signalement.save(update_fields=["crew", "assignee", "updated_at"])
    said = _("Confié à : %(hands)s.") % {"hands": hands(named)}
    record(
        signalement, What.ASSIGNED, role=hand.role, person=hand.person, before=left, after=hands(named)[:200],
        private_text=said,
    )  # fmt: skip


def _priority(named: Named, signalement: Signalement, hand: Hand) -> None:
    before, after = Priority(signalement.priority), Priority(named.action["priority"])
    signalement.priority = after.value
    signalement.save(update_fields=["priority", "updated_at"])
    said = _("De « %(before)s » à « %(after)s ».") % {"before": before.label, "after": after.label}
    record(
        signalement, What.PRIORITY, role=hand.role, person=hand.person, before=str(before.value),
        after=str(after.value), private_text=said,
    )  # fmt: skip


def _send(named: Named, signalement: Signalement, hand: Hand) -> None:
    """Another service answers, with nobody's hands yet; the clock goes on."""
    left = signalement.service.code
    signalement.service, signalement.crew, signalement.assignee = named.service, None, None
    signalement.save(update_fields=["service", "crew", "assignee", "updated_at"])
    what, _after, said = told(named, signalement)
    record(
        signalement, what, role=hand.role, person=hand.person, before=left, after=named.service.code,
        public_text=said, private_text=named.action["reason"],
    )  # fmt: skip


def _join(named: Named, signalement: Signalement, hand: Hand) -> None:
    join(signalement, named.target, by=hand.person, role=hand.role, reason=named.action.get("reason", ""))


def _note(named: Named, signalement: Signalement, hand: Hand) -> None:
    record(signalement, What.NOTED, role=hand.role, person=hand.person, private_text=named.action["text"])


_DOING = {"state": _state, "assign": _assign, "priority": _priority, "send": _send, "join": _join, "note": _note}
_UNDONE = {"assign": What.ASSIGNED, "priority": What.PRIORITY, "send": What.ROUTED, "note": What.NOTED}
