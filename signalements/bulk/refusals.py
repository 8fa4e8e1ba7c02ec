"""Why one signalement of a selection cannot take part: the same words in the preview and once it is tried."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.fiches.models import Visibility
from signalements.bulk.kinds import KINDS, Named
from signalements.desk.replies import BLANKS, unknown
from signalements.guards import check_step
from signalements.models import Signalement
from signalements.workflow import CLOSED, Given, Status

# What a refusal looks at in a signalement (and, for joining, at which one it is).
DECIDING: Final = ("status", "visibility", "service_id", "crew_id", "assignee_id", "priority")


def refusal(named: Named, signalement: Signalement, role: str) -> str:
    """In French, without its number, so that the same reasons can be counted; empty: nothing stands in the way.

    `role` is as what the person acts on it. No query: what it takes is in `named`.
    """
    if role not in KINDS[named.do].roles:
        return _("ce n’est pas à vous de le faire sur celui-ci")
    if named.do == "state":
        return _state(named, signalement, role)
    return _REFUSALS[named.do](named, signalement)


def _state(named: Named, signalement: Signalement, role: str) -> str:
    before, after = signalement.get_status(), Status(named.action["after"])
    if signalement.visibility == Visibility.JOINED:
        return _("il est réuni à un autre : c’est l’autre qui avance, et il le suit")
    if before is after:
        return _("c’est déjà le cas")
    if left := unknown(named.blanks, signalement, named.day):
        what = ", ".join(str(BLANKS[name]) for name in sorted(left))
        return _("il manque de quoi écrire le texte : %(what)s") % {"what": what}
    said = bool(named.action.get("public_text"))
    given = Given(
        words=said, date=bool(named.action.get("planned_on") or signalement.planned_on),
        closing=named.action.get("closing", ""), open_tasks=after in CLOSED and signalement.pk in named.tasked,
    )  # fmt: skip
    try:
        check_step(before, after, role, given)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _assign(named: Named, signalement: Signalement) -> str:
    if named.crew and named.crew.service_id != signalement.service_id:
        return _("cette équipe n’est pas du service qui en répond")
    if named.assignee and signalement.service_id not in named.assignee_services:
        return _("cette personne n’est pas du service qui en répond")
    if not (named.crew or named.assignee):
        return _("cette équipe ou cette personne n’est plus là")
    crew = named.crew.pk if named.crew else signalement.crew_id
    person = named.assignee.pk if named.assignee else signalement.assignee_id
    same = (crew, person) == (signalement.crew_id, signalement.assignee_id)
    return _("c’est déjà le cas") if same else ""


def _priority(named: Named, signalement: Signalement) -> str:
    return _("c’est déjà le cas") if signalement.priority == named.action["priority"] else ""


def _send(named: Named, signalement: Signalement) -> str:
    if named.service is None:
        return _("ce service n’existe plus")
    if signalement.visibility == Visibility.JOINED:
        return _("il est réuni à un autre : c’est l’autre qui avance, et il le suit")
    return _("ce service l’a déjà") if signalement.service_id == named.service.pk else ""


def _join(named: Named, signalement: Signalement) -> str:
    target = named.target
    if target is None or target.visibility != Visibility.PUBLIC:
        return _("celui qui devait être gardé n’est plus public")
    if signalement.pk == target.pk:
        return _("c’est lui qui est gardé : les autres lui sont réunis")
    if signalement.visibility == Visibility.JOINED:
        return _("il est déjà réuni à un autre")
    if signalement.pk in named.leads:
        return _("d’autres lui sont réunis : cela se fait depuis sa page")
    return ""


def _note(_named: Named, _signalement: Signalement) -> str:
    return ""


_REFUSALS = {"assign": _assign, "priority": _priority, "send": _send, "join": _join, "note": _note}
