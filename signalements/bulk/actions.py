"""A bulk action is confirmed, tried again where it failed, and undone as a whole; the worker does it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import Role, User
from carto.fiches.models import Fiche
from signalements.bulk.preview import read_token
from signalements.bulk.tasks import ask_for_step
from signalements.bulk.working import UNDO_WITHIN, State
from signalements.models import Bulk, BulkItem, Signalement


def launch(token: str, user: User) -> Bulk:
    """Have the worker do what this person has looked at; confirmed twice, it is the same one.

    Raises ValidationError (French) for a preview that does not hold any more, or in which nothing could be done.
    """
    held = read_token(token, user)
    if not held["items"]:
        raise ValidationError(_("Il n’y a rien à faire : aucun ne peut prendre part à cette action."), code="empty")
    with transaction.atomic():
        Fiche.objects.lock_uuid(held["key"])
        action = held["action"] | {"key": held["key"]}
        if known := Bulk.objects.filter(by=user, action__key=held["key"]).first():
            return known
        bulk = Bulk.objects.create(by=user, action=action, query=held["query"][:2000], total=len(held["items"]))
        _add_items(bulk, held["items"])
        ask_for_step(bulk, user)
    return bulk


def _add_items(bulk: Bulk, seen: dict[str, Any]) -> None:
    """One line for each that is still there."""
    there = Signalement.objects.filter(pk__in=[int(pk) for pk in seen]).order_by("pk").values_list("pk", flat=True)
    BulkItem.objects.bulk_create(BulkItem(bulk=bulk, signalement_id=pk, before={"seen": seen[str(pk)]}) for pk in there)


def retry(bulk: Bulk, user: User) -> int:
    """Try again those that failed, and go on with those that wait; returns how many failed.

    Nothing that has changed since the preview is touched: that asks for another look.
    """
    with transaction.atomic():
        state = State.DONE if bulk.undone_at else State.WAITING
        failed = bulk.items.filter(state=State.FAILED).update(state=state, error="")
        Bulk.objects.filter(pk=bulk.pk).update(finished_at=None)
        ask_for_step(bulk, user)
    return failed


def undo(bulk: Bulk, user: User) -> None:
    """Have each of them go back by a step of its own, within a day; what has changed since is left, and said.

    What was not done yet will not be. Asked twice, it is undone once. Raises ValidationError (French) after the day.
    """
    with transaction.atomic():
        bulk = Bulk.objects.select_for_update().get(pk=bulk.pk)
        if bulk.undone_at:
            return
        if not may_undo(bulk):
            raise ValidationError(
                _("Plus d’un jour a passé : chacun se reprend maintenant depuis sa page."), code="late"
            )
        bulk.undone_at, bulk.finished_at = timezone.now(), None
        bulk.save(update_fields=["undone_at", "finished_at"])
        never = {"state": State.UNDONE, "error": _("il n’avait pas encore été touché")}
        bulk.items.filter(state=State.WAITING).update(**never)
        ask_for_step(bulk, user)


def may_undo(bulk: Bulk) -> bool:
    """Whether the day has not passed and nobody has undone it yet."""
    return bulk.undone_at is None and timezone.now() - bulk.created_at <= UNDO_WITHIN


def known_to(user: User, services: Sequence[int]) -> QuerySet[Bulk]:
    """The bulk actions of this person, and of those who work in these services; the latest first."""
    colleagues = Role.objects.filter(service__in=services).values("user")
    return Bulk.objects.filter(Q(by=user) | Q(by__in=colleagues))
