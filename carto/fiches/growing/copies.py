"""Public pictures that come along to what grows: copies, which follow what is decided of the first."""

import secrets
from collections.abc import Iterable
from uuid import UUID, uuid5

from django.core.files.base import ContentFile

from carto.fiches.actions import MAX_PHOTOS
from carto.fiches.models import Fiche, LienKind, Photo, PhotoState
from carto.fiches.querysets import PhotoQuerySet


def take_along(fiche: Fiche, photos: Iterable[Photo]) -> list[Photo]:
    """Copy public pictures to a fiche, up to MAX_PHOTOS in all: a person has looked at them, blurs and all.

    The original stays where it is: nobody gets to see through a blur by proposing something.
    """
    room = MAX_PHOTOS - fiche.photos.count()
    there = [photo for photo in photos if photo.image and photo.image.storage.exists(photo.image.name)]
    return [_copied(fiche, photo) for photo in there[: max(room, 0)]]


def copies_of(photo: Photo) -> PhotoQuerySet:
    """Its copies on what has grown from its fiche, those that have been refused since left out."""
    grown = Fiche.objects.filter(
        liens__target_id=photo.fiche_id, liens__kind=LienKind.GREW_FROM, liens__undone_at=None
    ).values_list("uuid", flat=True)
    return Photo.objects.shown().filter(uuid__in=[_name(photo, uuid) for uuid in grown])


def _name(photo: Photo, fiche: UUID) -> UUID:
    """The identifier of its copy there: found again without a column, guessed by nobody."""
    return uuid5(photo.uuid, str(fiche))


def _copied(fiche: Fiche, photo: Photo) -> Photo:
    name = secrets.token_hex(16)
    copy = Photo(
        uuid=_name(photo, fiche.uuid), fiche=fiche, fiche_uuid=fiche.uuid, state=PhotoState.SHOWN,
        width=photo.width, height=photo.height, zones=photo.zones, description=photo.description,
        reviewed_at=photo.reviewed_at, reviewed_by_id=photo.reviewed_by_id,
    )  # fmt: skip
    for field, suffix in (("image", ""), ("thumbnail", "-v")):
        with getattr(photo, field).open("rb") as file:
            getattr(copy, field).save(f"{name}{suffix}.jpg", ContentFile(file.read()), save=False)
    copy.save()
    return copy
