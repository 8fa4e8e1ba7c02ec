"""A bulk action as the worker does it: each signalement in its own transaction, taken once, left when it changed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import Role, User
from signalements.bulk.doing import do, undo
from signalements.bulk.kinds import Named
from signalements.bulk.refusals import refusal
from signalements.desk.rights import acting_role, desk_roles
from signalements.joining import Hand
from signalements.models import Bulk, BulkItem, Signalement
from signalements.tracked import mark, put_back, snapshot

STEP: Final = 50  # signalements between two looks at what else the worker has to do
UNDO_WITHIN: Final = timedelta(days=1)
State = BulkItem.State
logger = logging.getLogger(__name__)


class _Left(Exception):
    """Not touched: somebody changed it meanwhile."""


@dataclass(frozen=True)
class _Work:
    """What is the same for all the signalements of a step."""

    named: Named
    person: User
    roles: Sequence[Role]


def take_step(bulk: Bulk, person: User) -> bool:
    """Do (or, once it is undone, give back) the next STEP; true when some remain. `person` is whose rights count."""
    back = bulk.undone_at is not None
    waiting = bulk.items.filter(state=State.DONE if back else State.WAITING).order_by("pk")
    items = list(waiting.values_list("pk", "signalement_id")[:STEP])
    work = _Work(Named.of(bulk.action, [pk for _item, pk in items]), person, desk_roles(person))
    for item, _pk in items:
        _one(item, work, back=back)
    remain = waiting.exists()
    if not remain:
        Bulk.objects.filter(pk=bulk.pk, finished_at=None).update(finished_at=timezone.now())
    return remain


def _one(pk: int, work: _Work, *, back: bool) -> None:
    """One of them, under a lock on its line: two workers at once, or the same job twice, do it once."""
    with transaction.atomic():
        item = BulkItem.objects.select_for_update().get(pk=pk)
        if item.state != (State.DONE if back else State.WAITING):
            return
        item.error = ""
        try:
            with transaction.atomic():
                (_undo if back else _do)(item, work)
        except _Left as left:
            item.state, item.error = State.KEPT, str(left)
        except ValidationError as refused:
            item.state, item.error = State.FAILED, " ".join(refused.messages)[:300]
        except Exception:
            logger.exception("a bulk action failed on one signalement")
            item.state, item.error = State.FAILED, _("quelque chose n’a pas marché de notre côté ; réessayez")
        item.save()


def _do(item: BulkItem, work: _Work) -> None:
    signalement = _locked(item.signalement_id, joins=work.named.do == "join")
    if mark(signalement) != item.before["seen"]:
        raise _Left(_("il a changé depuis l’aperçu : rien n’y a été fait"))
    role = acting_role(work.person, signalement, work.roles)
    if why := refusal(work.named, signalement, role):
        raise ValidationError(why)
    before = snapshot(signalement)
    do(work.named, signalement, Hand(work.person, role))
    item.before |= before
    item.after = snapshot(Signalement.objects.get(pk=signalement.pk))
    item.state = State.DONE


def _undo(item: BulkItem, work: _Work) -> None:
    signalement = _locked(item.signalement_id, joins=work.named.do == "join")
    if snapshot(signalement) != item.after:
        raise _Left(_("il a changé depuis : il reste comme il est"))
    # Whose it was decides: what was sent to another service comes back to whoever sent it.
    as_before = Signalement.objects.get(pk=signalement.pk)
    put_back(as_before, item.before, item.after)
    role = acting_role(work.person, as_before, work.roles)
    if not role:
        raise ValidationError(_("ce n’est pas à vous de le faire sur celui-ci"))
    undo(work.named, signalement, item.before, item.after, Hand(work.person, role))
    item.state = State.UNDONE


def _locked(pk: int, *, joins: bool) -> Signalement:
    """The signalement as it stands, until the transaction ends; the lock of joins comes first, as everywhere."""
    Signalement.objects.lock_joins(change=joins)
    rows = Signalement.objects.select_related("service", "crew").select_for_update(of=("self",))
    return rows.get(pk=pk)
