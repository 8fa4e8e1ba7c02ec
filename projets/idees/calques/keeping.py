"""Looking after a sheet: whoever holds its secret opened it. What a moderator does is in `moderating`."""

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import digest
from carto.fiches.models import Fiche, Visibility
from projets.idees.models import Calque

MAY_BE_KEPT = (Visibility.PUBLIC, Visibility.WAITING)


@dataclass(frozen=True)
class TooLate(Exception):
    """What was asked of a sheet is no longer possible; `said` to people."""

    said: str


def open_sheet(calque: Calque, *, secret: str, author: User | None, held: str = "") -> Calque:
    """Store a new sheet, once per uuid; `held` is the rule by which its words wait for a person to look."""
    with transaction.atomic():
        Fiche.objects.lock_uuid(calque.uuid)
        if known := Calque.objects.filter(uuid=calque.uuid).first():
            return known
        calque.digest, calque.author, calque.held = digest(secret), author, held
        calque.visibility = Visibility.WAITING if held else Visibility.PUBLIC
        calque.save(force_insert=True)
        return calque


def sheet_of(secret: str) -> Calque:
    """The sheet that a secret opens; Http404 for a wrong one."""
    found = Calque.objects.filter(digest=digest(secret)).first()
    if found is None:
        raise Http404
    return found


def rename(calque: Calque, *, name: str, text: str, shared: bool, held: str = "") -> None:
    """Change its words and who draws on it; words that changed may have to wait. Raises TooLate once it has left."""
    with transaction.atomic():
        locked = _locked(calque)
        locked.name, locked.text, locked.shared = name, text, shared
        if held:
            locked.held, locked.visibility = held, Visibility.WAITING
        _write(locked, "name", "text", "shared", "held", "visibility")


def close(calque: Calque) -> None:
    """Nobody draws on it any more; it is still read, laid over others, and its strokes are taken up."""
    with transaction.atomic():
        locked = _locked(calque)
        locked.closed_at = locked.closed_at or timezone.now()
        _write(locked, "closed_at")


def reopen(calque: Calque) -> None:
    """Hands draw on it again."""
    with transaction.atomic():
        locked = _locked(calque)
        locked.closed_at = None
        _write(locked, "closed_at")


def withdraw(calque: Calque) -> None:
    """Take it off the map with its strokes; the ideas that grew from them stay, they are their authors'."""
    with transaction.atomic():
        locked = _locked(calque)
        locked.visibility = Visibility.WITHDRAWN
        _write(locked, "visibility")


def _locked(calque: Calque) -> Calque:
    locked = Calque.objects.select_for_update().get(pk=calque.pk)
    if locked.visibility not in MAY_BE_KEPT:
        raise TooLate(_("Ce calque n’est plus en ligne."))
    return locked


def _write(locked: Calque, *fields: str) -> None:
    """With a new version, so that whoever looks at the sheet hears of it."""
    locked.version += 1
    locked.save(update_fields=[*fields, "version", "updated_at"])
