"""The queues of the desk, in the order of a day's work: what waits for whom, each one condition on the same list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from signalements.deadlines import due_after
from signalements.desk import querysets as asked
from signalements.querysets import OPEN_STATES
from signalements.workflow import Status

SOON: Final = 2  # working days: what is due within them is at risk
ALL: Final = "tout"  # every state, closed too
OPEN: Final = Q(status__in=OPEN_STATES)


@dataclass(frozen=True)
class Queue:
    """One tab: `code` in the address (`file=`), `key` after « g » on the keyboard, and what it keeps."""

    code: str
    label: str | Promise
    key: str
    about: str | Promise
    keeps: Callable[[User, datetime], Q]


def soon(at: datetime) -> datetime:
    """Until when what is promised is at risk."""
    return due_after(timezone.localtime(at), SOON)


def _in(*states: Status) -> Q:
    return Q(status__in=[state.value for state in states])


QUEUES: Final = (
    Queue("", _("Tout ce qui est ouvert"), "d", _("Ni traité ni mis de côté."), lambda _user, _at: OPEN),
    Queue(
        "prendre", _("À prendre"), "p", _("Reçu ou rouvert, et confié à personne."),
        lambda _user, _at: _in(Status.RECEIVED, Status.REOPENED) & Q(assignee=None, crew=None),
    ),
    Queue(
        "moi", _("À moi"), "m", _("Ce qui vous est confié."),
        lambda user, _at: OPEN & Q(assignee=user.pk),
    ),
    Queue("retard", _("En retard"), "r", _("Promis pour un jour déjà passé."), lambda _user, at: asked.late(at)),
    Queue(
        "risque", _("À risque"), "i", _("Promis d’ici deux jours ouvrés."),
        lambda _user, at: asked.due_between(at, soon(at)),
    ),
    Queue(
        "attente", _("En attente"), "a", _("La personne qui a signalé doit préciser ; le délai est arrêté."),
        lambda _user, _at: _in(Status.WAITING),
    ),
    Queue("planifies", _("Planifiés"), "l", _("Une intervention est prévue."), lambda _user, _at: _in(Status.PLANNED)),
    Queue("verifier", _("À vérifier"), "v", _("Dit fait : il reste à le voir."), lambda _u, _at: _in(Status.TO_CHECK)),
    Queue(
        "rouverts", _("Rouverts"), "o", _("Clos, puis contestés : ce n’est pas réparé."),
        lambda _user, _at: _in(Status.REOPENED),
    ),
    Queue(
        "transmis", _("Transmis"), "t", _("Entre les mains d’un autre organisme."),
        lambda _user, _at: _in(Status.FORWARDED),
    ),
    Queue(
        "sans-promesse", _("Sans promesse"), "s", _("Aucun jour n’a été promis."),
        lambda _user, _at: asked.unpromised(),
    ),
)  # fmt: skip
CODES: Final = {queue.code: queue for queue in QUEUES}
