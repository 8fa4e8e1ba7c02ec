"""What a moderator does to a sheet or a stroke: each an act with its rule and reason, read by everybody."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.models import ActeKind, Visibility
from projets.idees.calques.actions import settle
from projets.idees.calques.keeping import TooLate
from projets.idees.models import ActeCalque, Calque, Trait

LATE = _("Quelqu’un l’a déjà fait.")


def bin_sheet(calque: Calque, *, by: User, rule: str, reason: str) -> ActeCalque:
    """Send the whole sheet to the bin; its page says why. Raises TooLate when it is there already."""
    with transaction.atomic():
        locked = _sheet(calque, Visibility.PUBLIC, Visibility.WAITING)
        _show(locked, Visibility.BINNED)
        return _act(locked, ActeKind.BINNED, by, rule=rule, reason=reason)


def restore_sheet(calque: Calque, *, by: User, reason: str) -> ActeCalque:
    """Take it out of the bin."""
    with transaction.atomic():
        locked = _sheet(calque, Visibility.BINNED)
        locked.actes.filter(trait=None, what=ActeKind.BINNED, undone_at=None).update(undone_at=timezone.now())
        _show(locked, Visibility.PUBLIC)
        return _act(locked, ActeKind.RESTORED, by, reason=reason)


def approve_sheet(calque: Calque, *, by: User) -> ActeCalque:
    """Its words may be read: it is published."""
    with transaction.atomic():
        locked = _sheet(calque, Visibility.WAITING)
        _show(locked, Visibility.PUBLIC)
        return _act(locked, ActeKind.APPROVED, by)


def erase_stroke(trait: Trait, *, by: User, rule: str, reason: str) -> ActeCalque:
    """Take a stroke off the sheet for everybody; its hand cannot bring it back. Raises TooLate when it is off."""
    with transaction.atomic():
        calque, locked = _stroke(trait)
        if locked.erased_at and locked.held:
            raise TooLate(LATE)
        locked.held, locked.erased_at = rule, timezone.now()
        _write(calque, locked)
        return _act(calque, ActeKind.BINNED, by, trait=locked, rule=rule, reason=reason)


def restore_stroke(trait: Trait, *, by: User, reason: str) -> ActeCalque:
    """Put back a stroke that a moderator had erased."""
    with transaction.atomic():
        calque, locked = _stroke(trait)
        if not (locked.erased_at and locked.held):
            raise TooLate(LATE)
        locked.held, locked.erased_at = "", None
        _write(calque, locked)
        locked.actes.filter(what=ActeKind.BINNED, undone_at=None).update(undone_at=timezone.now())
        return _act(calque, ActeKind.RESTORED, by, trait=locked, reason=reason)


def approve_stroke(trait: Trait, *, by: User) -> ActeCalque:
    """Its words may be read by everybody."""
    with transaction.atomic():
        calque, locked = _stroke(trait)
        if locked.erased_at or not locked.held:
            raise TooLate(LATE)
        locked.held = ""
        _write(calque, locked)
        return _act(calque, ActeKind.APPROVED, by, trait=locked)


def _sheet(calque: Calque, *expected: str) -> Calque:
    locked = Calque.objects.select_for_update().get(pk=calque.pk)
    if locked.visibility not in expected:
        raise TooLate(LATE)
    return locked


def _stroke(trait: Trait) -> tuple[Calque, Trait]:
    """The sheet first: whoever draws locks it too."""
    calque = Calque.objects.select_for_update().get(pk=trait.calque_id)
    return calque, Trait.objects.select_for_update().get(pk=trait.pk)


def _show(calque: Calque, visibility: str) -> None:
    calque.visibility, calque.held = visibility, ""
    calque.version += 1
    calque.save(update_fields=["visibility", "held", "version", "updated_at"])


def _write(calque: Calque, trait: Trait) -> None:
    trait.save(update_fields=["held", "erased_at"])
    settle(calque, [trait])


def _act(
    calque: Calque, what: ActeKind, by: User, *, trait: Trait | None = None, rule: str = "", reason: str = ""
) -> ActeCalque:
    return ActeCalque.objects.create(calque=calque, trait=trait, by=by, what=what, rule=rule, reason=reason)
