"""What a moderator does to photos: shown, blurred where it must be, or refused; and originals that go in time.

Files are written before the row and deleted after its transaction: at no moment does the row name a file that is gone.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.growing.copies import copies_of
from carto.fiches.models import Acte, ActeKind, Fiche, Photo, PhotoState, Rule, Visibility, What
from carto.fiches.moderation.zones import Zone, blurred
from carto.fiches.photos import SIDE, THUMBNAIL_SIDE, jpeg

THERE = {Visibility.WAITING, Visibility.PUBLIC, Visibility.JOINED}


def publish(photo: Photo, zones: Sequence[Zone], *, by: User, role: str, description: str = "", seen: str = "") -> Acte:
    """Show a photo to everybody, blurred in `zones`; the public files it had are deleted.

    Once the original is gone the zones drawn then stay: new ones come on top. `seen` is the state that `by` was looking
    at; raises ValidationError (French) when somebody decided meanwhile, or when there is no file left to show.
    """
    with transaction.atomic():
        locked = _lock(photo, seen)
        source = locked.original or locked.image
        if not source or locked.fiche.visibility not in THERE:
            raise ValidationError(_("Cette photo a été effacée."), code="gone")
        kept = (
            list(zones) if locked.original else [*locked.zones, *(zone for zone in zones if zone not in locked.zones)]
        )
        _drop_after(locked.image, locked.thumbnail)
        before, previous = locked.state, locked.zones
        _draw(locked, source, kept)
        _decide(locked, PhotoState.SHOWN, by, zones=kept, description=description)
        told = _published(before, previous, kept)
        _refusals(locked).update(undone_at=timezone.now())
        if before == PhotoState.SHOWN and kept != list(previous):
            for copy in copies_of(locked):
                again = [list(zone) for zone in kept]  # as they are stored: those that it has are not drawn twice
                publish(copy, again, by=by, role=role, description=copy.description)
        return _write(locked, ActeKind.SHOWN, by=by, role=role, before=before, told=told)


def refuse(photo: Photo, *, by: User, role: str, rule: str, reason: str, seen: str = "") -> Acte:
    """Show it to nobody, by a rule and for a reason that everybody may read. Raises ValidationError as `publish`."""
    with transaction.atomic():
        locked = _lock(photo, seen)
        before = locked.state
        _hide(locked)
        _decide(locked, PhotoState.REFUSED, by, zones=locked.zones, description=locked.description)
        for copy in copies_of(locked):
            refuse(copy, by=by, role=role, rule=rule, reason=reason)
        told = _("Photo non publiée.") + "\n"
        told += _("Règle : %(rule)s. Raison : %(reason)s") % {"rule": Rule(rule).label, "reason": reason}
        return _write(locked, ActeKind.REFUSED, by=by, role=role, before=before, told=told, rule=rule, reason=reason)


def describe(photo: Photo, description: str) -> None:
    """The sender says what is to be seen, for those who do not see it; a moderator reads it with the picture.

    Raises ValidationError (French) once the picture is published: what everybody reads is not changed unseen.
    """
    done = Photo.objects.filter(pk=photo.pk, state=PhotoState.WAITING).update(description=description)
    if not done:
        raise ValidationError(_("Cette photo a déjà été vérifiée."), code="late")


def put_away(fiche: Fiche, acte: Acte) -> None:
    """A fiche goes to the bin: nobody sees its photos any more. Their date is the act's: `bring_back` looks for it."""
    for photo in fiche.photos.select_for_update(of=("self",)).exclude(state=PhotoState.REFUSED):
        _hide(photo)
        _decide(photo, PhotoState.REFUSED, acte.by, at=acte.at, zones=photo.zones, description=photo.description)


def bring_back(acte: Acte) -> None:
    """The fiche leaves the bin: what left with it, and is still there, waits to be looked at again."""
    for photo in acte.fiche.photos.filter(state=PhotoState.REFUSED, reviewed_at=acte.at):
        look_again(photo)


def look_again(photo: Photo) -> None:
    """Back among those that wait, if the file is still there; with the zones drawn before as suggestions."""
    kept = Photo.objects.filter(pk=photo.pk).exclude(original="")
    kept.update(state=PhotoState.WAITING, reviewed_at=None, reviewed_by=None, suggested=photo.zones or photo.suggested)


def drop_originals(now: datetime) -> int:
    """Delete the originals that have served (CARTO_ORIGINALS_DAYS after the review); returns how many.

    What waits is kept however long, and so is what its author's unanswered reply is about.
    """
    argued = Acte.objects.replies_waiting().order_by().values("fiche")
    expired = Photo.objects.expired(now - timedelta(days=settings.CARTO_ORIGINALS_DAYS)).exclude(fiche__in=argued)
    count = 0
    for photo in expired.iterator():
        name = photo.original.name
        # The row first: a file without a row is lost, a row without its file would break the sender's page.
        Photo.objects.filter(pk=photo.pk).update(original="")
        photo.original.storage.delete(name)
        count += 1
    return count


def _lock(photo: Photo, seen: str) -> Photo:
    locked = Photo.objects.select_for_update(of=("self",)).select_related("fiche").get(pk=photo.pk)
    if seen and locked.state != seen:
        raise ValidationError(_("Quelqu’un a décidé pour cette photo pendant que vous la regardiez."), code="late")
    return locked


def _draw(photo: Photo, source: FieldFile, zones: Sequence[Zone]) -> None:
    """Make the public files under new random names: an earlier address leads nowhere."""
    with source.open("rb") as file:
        image = blurred(Image.open(file), zones)
    name = secrets.token_hex(16)
    photo.image.save(f"{name}.jpg", ContentFile(jpeg(image, SIDE)), save=False)
    photo.thumbnail.save(f"{name}-v.jpg", ContentFile(jpeg(image, THUMBNAIL_SIDE)), save=False)


def _hide(photo: Photo) -> None:
    """Take the public files away; what was public is kept apart when nothing else is left of the picture."""
    if photo.image and not photo.original:
        with photo.image.open("rb") as file:
            photo.original.save(f"{secrets.token_hex(16)}.jpg", ContentFile(file.read()), save=False)
    _drop_after(photo.image, photo.thumbnail)
    photo.image = photo.thumbnail = ""


def _decide(photo: Photo, state: str, by: User | None, *, at: datetime | None = None, **fields: Any) -> None:
    told = {"state": state, "reviewed_by": by, "reviewed_at": at or timezone.now()} | fields
    for name, value in told.items():
        setattr(photo, name, value)
    photo.save(update_fields=[*told, "original", "image", "thumbnail"])


def _refusals(photo: Photo) -> Any:
    return photo.actes.filter(what=ActeKind.REFUSED, undone_at=None)


def _drop_after(*files: FieldFile) -> None:
    """Delete files once the transaction has ended; by name: the field will name another one then."""
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, file.name))


def _published(before: str, previous: Sequence[Zone], zones: Sequence[Zone]) -> str:
    """What the history says of it."""
    if before == PhotoState.SHOWN:
        return _("Zones floutées revues.") if list(previous) != list(zones) else ""
    if not zones:
        return _("Photo vérifiée et publiée.")
    said = ngettext(
        "Photo vérifiée et publiée, une zone floutée.", "Photo vérifiée et publiée, %(n)d zones floutées.", len(zones)
    )
    return said % {"n": len(zones)}


def _write(photo: Photo, what: ActeKind, *, by: User, role: str, told: str, **fields: Any) -> Acte:
    acte = Acte.objects.create(fiche=photo.fiche, photo=photo, by=by, role=role, what=what, after=photo.state, **fields)
    if told:
        record(photo.fiche, What.MODERATED, role=role, person=by, before=what.value, public_text=told)
    return acte
