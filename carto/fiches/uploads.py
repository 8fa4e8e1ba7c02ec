"""Photos that arrive in pieces: what came is kept on disk until the rest follows, for a day.

A piece of a photo is named `<photo>.<fiche>.<length>.part` in the private storage: the name says all there is to know,
and no table has to be kept in step. Once whole, it is read as any other picture and emptied; its name stays with the
ending `.done`, so that a client whose answer was lost is told that the photo has arrived.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import MAX_PHOTOS, keep_picture
from carto.fiches.models import Fiche, Photo
from carto.fiches.photos import MAX_BYTES, Picture, read_picture

FOLDER = "envois"
KEPT = timedelta(hours=24)
SILENT = timedelta(minutes=15)  # announced and nothing came: it holds nobody's place
MAX_OPEN = 500  # photos on their way at one time, of all together: the disk is everybody's
PIECE = 64 * 1024


@dataclass(frozen=True)
class Upload:
    """A photo on its way: its identifier and its fiche's, both made by the client, and its length in bytes."""

    photo: UUID
    fiche: UUID
    length: int
    done: bool = False

    @property
    def path(self) -> Path:
        """Where its pieces are put together."""
        return _folder() / f"{self.photo.hex}.{self.fiche.hex}.{self.length}.{'done' if self.done else 'part'}"

    @property
    def offset(self) -> int:
        """How many bytes are there."""
        return self.length if self.done else self.path.stat().st_size


def _folder() -> Path:
    folder = Path(storages["private"].path(FOLDER))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _read_name(name: str) -> Upload | None:
    try:
        photo, fiche, length, ending = name.split(".")
        return Upload(UUID(photo), UUID(fiche), int(length), done=ending == "done")
    except ValueError:
        return None


def _uploads() -> Iterator[Upload]:
    with os.scandir(_folder()) as entries:
        yield from filter(None, (_read_name(entry.name) for entry in entries))


def find(photo: UUID) -> Upload | None:
    """The upload of that photo, on its way or arrived since a day; None when nothing is known of it."""
    return next((upload for upload in _uploads() if upload.photo == photo), None)


def begin(photo: UUID, fiche: UUID, length: int) -> Upload:
    """Make room for a photo of `length` bytes; asked twice, the same one goes on where it was.

    Raises ValidationError (French); its code is `heavy`, `taken` (somebody else's, or sent already), `many` or `full`.
    """
    if not 0 < length <= MAX_BYTES:
        raise ValidationError(_("Cette photo est trop lourde (20 Mo au plus)."), code="heavy")
    known = find(photo)
    if known:
        if (known.fiche, known.length) != (fiche, length):
            raise ValidationError(_("Cette photo est déjà envoyée avec autre chose."), code="taken")
        return known
    if Photo.objects.filter(uuid=photo).exists() or Fiche.objects.filter(uuid=fiche).exists():
        raise ValidationError(_("Ce signalement est déjà parti : cette photo ne peut plus s’y ajouter."), code="taken")
    _check_room(fiche)
    upload = Upload(photo, fiche, length)
    upload.path.touch(mode=0o600)
    return upload


def _check_room(fiche: UUID) -> None:
    """Raise ValidationError when the fiche has its photos, or when too many are on their way."""
    begun = (timezone.now() - SILENT).timestamp()
    on_the_way = [
        upload for upload in _uploads() if not upload.done and (upload.offset or upload.path.stat().st_mtime > begun)
    ]
    arrived = Photo.objects.filter(fiche=None, fiche_uuid=fiche).count()
    if arrived + sum(upload.fiche == fiche for upload in on_the_way) >= MAX_PHOTOS:
        raise ValidationError(_("%(max)d photos au plus.") % {"max": MAX_PHOTOS}, code="many")
    if len(on_the_way) >= MAX_OPEN:
        raise ValidationError(_("Trop de photos arrivent en ce moment : réessayez dans un instant."), code="full")


def append(upload: Upload, offset: int, stream: BinaryIO, size: int) -> Picture | None:
    """Add `size` bytes at `offset`; what a broken line brought is kept. The picture, when it is whole and stored.

    Raises ValidationError: `offset` when the bytes do not follow those that are there, `busy` while others are being
    written, `beyond` when they are too many; or what `read_picture` says of what is no photo, which is then forgotten.
    """
    with _alone(upload) as file:
        at = file.seek(0, os.SEEK_END)
        if at != offset:
            raise ValidationError(_("La suite de cette photo n’est pas celle attendue."), code="offset")
        if at + size > upload.length:
            raise ValidationError(_("Cette photo est plus longue qu’annoncé."), code="beyond")
        while size and (piece := stream.read(min(PIECE, size))):
            file.write(piece)
            size -= len(piece)
        return _finish(upload, file) if file.tell() == upload.length else None


def finish(upload: Upload) -> Picture | None:
    """Store a photo whose every byte is there, when the process that wrote the last ones was stopped before."""
    if upload.done or upload.offset < upload.length:
        return None
    with _alone(upload) as file:
        return _finish(upload, file)


@contextmanager
def _alone(upload: Upload) -> Iterator[BinaryIO]:
    """The file of the pieces, for one writer at a time."""
    try:
        with upload.path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file
    except (BlockingIOError, FileNotFoundError) as error:
        raise ValidationError(_("Cette photo est en train d’arriver."), code="busy") from error


def _finish(upload: Upload, file: BinaryIO) -> Picture:
    file.seek(0)
    try:
        picture = read_picture(UploadedFile(file, size=upload.length))
    except ValidationError:
        upload.path.unlink(missing_ok=True)
        raise
    if not Photo.objects.filter(uuid=upload.photo).exists():
        keep_picture(upload.fiche, picture, uuid=upload.photo)
    file.truncate(0)
    upload.path.rename(Upload(upload.photo, upload.fiche, upload.length, done=True).path)
    return picture


def drop(upload: Upload) -> None:
    """Forget a photo that its sender takes back before it has arrived."""
    upload.path.unlink(missing_ok=True)


def drop_forgotten_uploads() -> int:
    """Delete what has not moved for a day; returns how many."""
    limit = (timezone.now() - KEPT).timestamp()
    with os.scandir(_folder()) as entries:
        forgotten = [Path(entry.path) for entry in entries if entry.stat().st_mtime < limit]
    for path in forgotten:
        path.unlink(missing_ok=True)
    return len(forgotten)
