"""Once an idea is stored: its links to what it grew from, and the pictures that come along."""

import secrets
from collections.abc import Iterable
from typing import Any
from uuid import uuid5

from django.core.files.base import ContentFile

from carto.fiches.actions import MAX_PHOTOS
from carto.fiches.growing.actions import grow
from carto.fiches.models import Fiche, Photo, PhotoState
from projets.idees.growing.forms import AlongForm
from projets.idees.growing.origins import Origin
from projets.idees.models import Idee


def follow_up(idee: Idee, form: Any) -> None:
    """What IdeeForm said with `depuis`: the idea grows from that fiche, or from its whole cluster."""
    origin = Origin.read(form.cleaned_data["depuis"])
    if origin is None or origin.fiche.pk == idee.pk:
        return
    along = AlongForm(form.data, origin=origin)
    grow(idee, along.roots(), by=form.author())
    if along.is_bound:
        take_along(idee, along.cleaned().get("reprises") or [])


def take_along(fiche: Fiche, photos: Iterable[Photo]) -> list[Photo]:
    """Copy public pictures to a fiche, up to MAX_PHOTOS in all: a person has looked at them, blurs and all.

    The original stays where it is: nobody gets to see through a blur by proposing something.
    """
    room = MAX_PHOTOS - fiche.photos.count()
    there = [photo for photo in photos if photo.image.storage.exists(photo.image.name)]
    return [_copied(fiche, photo) for photo in there[: max(room, 0)]]


def _copied(fiche: Fiche, photo: Photo) -> Photo:
    name = secrets.token_hex(16)
    copy = Photo(
        uuid=uuid5(photo.uuid, str(fiche.uuid)), fiche=fiche, fiche_uuid=fiche.uuid, state=PhotoState.SHOWN,
        width=photo.width, height=photo.height, zones=photo.zones, description=photo.description,
        reviewed_at=photo.reviewed_at, reviewed_by_id=photo.reviewed_by_id,
    )  # fmt: skip
    for field, suffix in (("image", ""), ("thumbnail", "-v")):
        with getattr(photo, field).open("rb") as file:
            getattr(copy, field).save(f"{name}{suffix}.jpg", ContentFile(file.read()), save=False)
    copy.save()
    return copy
