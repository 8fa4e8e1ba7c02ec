"""What happens to a fiche, whatever its kind: it is sent, its history is written, its photos are kept or dropped."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from carto.comptes.models import User
from carto.fiches.asides import contest_pictures
from carto.fiches.lineage import joined_to
from carto.fiches.models import Contact, Evenement, Fiche, Moment, Photo, SecretLink, What
from carto.fiches.moderation.detecting import detect
from carto.fiches.photos import Picture

# What holds for the fiches that say the same thing too: written in their history, told to those who follow them.
TOLD_TO_JOINED = frozenset(
    {What.STATUS, What.ANSWER, What.ASKED, What.REPLIED, What.CONTESTED, What.TAKEN_UP, What.DELIVERED}
)
DRAFT_PHOTOS_KEPT = timedelta(hours=24)
MAX_PHOTOS = 5


@dataclass(frozen=True)
class Submission:
    """A fiche as it stands after being sent; `created` is false when the same `uuid` had arrived before."""

    fiche: Fiche
    created: bool


def submit(
    fiche: Fiche,
    *,
    author: User | None = None,
    pictures: Iterable[Picture] = (),
    secret: str = "",
    email: str = "",
    role: str = "resident",
) -> Submission:
    """Store a fiche sent by somebody, once per `uuid`, with its history, photos, contact and secret link.

    `author` only when the person signs: an anonymous fiche leaves no trace in an account. `pictures` join those that a
    refused form kept; sent a second time, they are left. `secret` opens the follow page without an account; only its
    digest is kept. The fiche comes back with the number and territories that the database found; what its kind does
    then (`arrived`) is part of the same transaction.
    """
    with transaction.atomic():
        if not _store_once(fiche, author):
            return Submission(Fiche.objects.get(uuid=fiche.uuid), created=False)
        fiche.refresh_from_db()
        if email:
            Contact.objects.create(fiche=fiche, email=email)
        record(fiche, What.SUBMITTED, role=role, person=author)
        keep_pictures(fiche.uuid, pictures)
        Photo.objects.filter(fiche=None, fiche_uuid=fiche.uuid).update(fiche=fiche)
        have_looked_at(fiche.photos.all())
        if secret:
            # A client that gives two fiches the same secret follows the first of them.
            SecretLink.objects.get_or_create(digest=digest(secret), defaults={"fiche": fiche})
        if fiche.arrived:
            import_string(fiche.arrived)(fiche)
    return Submission(fiche, created=True)


def _store_once(fiche: Fiche, author: User | None) -> bool:
    """Insert the fiche unless its `uuid` is there; two senders at once are told apart by a lock on the uuid."""
    Fiche.objects.lock_uuid(fiche.uuid)
    if Fiche.objects.filter(uuid=fiche.uuid).exists():
        return False
    fiche.author = author
    fiche.save(force_insert=True)
    return True


def record(
    fiche: Fiche,
    what: str,
    *,
    role: str,
    person: User | None = None,
    before: str = "",
    after: str = "",
    public_text: str = "",
    private_text: str = "",
) -> Evenement:
    """Write one line of history, and have those who follow the fiche told (setting ANNONCEURS).

    `role` says as what the person acted, `private_text` is for the services alone. A change of state or an answer is
    written in the history of the fiches joined to this one too: whoever sent them hears of it under their own number.
    """
    concerned = [fiche, *joined_to(fiche)] if what in TOLD_TO_JOINED else [fiche]
    written = [
        Evenement.objects.create(
            fiche_id=each.pk,
            what=what,
            actor_role=role,
            person=person,
            before=before,
            after=after,
            public_text=public_text,
            private_text=private_text,
        )
        for each in concerned
    ]
    for announcer in map(import_module, settings.ANNONCEURS):
        for evenement in written:
            announcer.announce(evenement)
    return written[0]


def keep_pictures(fiche_uuid: UUID, pictures: Iterable[Picture]) -> None:
    """Store pictures for a fiche not sent yet (a refused form keeps them), up to MAX_PHOTOS in all."""
    room = MAX_PHOTOS - Photo.objects.filter(fiche=None, fiche_uuid=fiche_uuid).count()
    for picture in list(pictures)[: max(room, 0)]:
        keep_picture(fiche_uuid, picture)


def keep_picture(fiche_uuid: UUID, picture: Picture, *, uuid: UUID | None = None) -> Photo:
    """Store one picture, where nobody but its sender sees it, for a fiche not sent yet; `uuid` is the client's."""
    return Photo.objects.create(uuid=uuid or uuid4(), fiche_uuid=fiche_uuid, original=picture.image)


def add_pictures(
    fiche: Fiche, pictures: Iterable[Picture], *, moment: str = Moment.BEFORE, apart: bool = False
) -> list[Photo]:
    """Add pictures to a fiche that is there, up to MAX_PHOTOS of that moment; each waits until a person has looked.

    Those that contest a closing come `apart`: up to MAX_PHOTOS each time, and they take nobody else's place.
    """
    taken = 0 if apart else fiche.photos.filter(moment=moment).exclude(uuid__in=contest_pictures(fiche)).count()
    room = MAX_PHOTOS - taken
    added = [
        Photo.objects.create(fiche=fiche, fiche_uuid=fiche.uuid, original=picture.image, moment=moment)
        for picture in list(pictures)[: max(room, 0)]
    ]
    have_looked_at(added)
    return added


def have_looked_at(photos: Iterable[Photo]) -> None:
    """Have the worker draw faces and plates on photos that have just joined a fiche, for whoever looks at them."""
    for photo in photos:
        detect.defer(photo_id=photo.pk)


def drop_photos(photos: Iterable[Photo]) -> int:
    """Delete photos with their files; returns how many."""
    count = 0
    for photo in photos:
        for file in (photo.original, photo.image, photo.thumbnail):
            file.delete(save=False)
        photo.delete()
        count += 1
    return count


def drop_forgotten_photos() -> int:
    """Delete the photos of forms that were never sent; returns how many."""
    forgotten = Photo.objects.filter(fiche=None, created_at__lt=timezone.now() - DRAFT_PHOTOS_KEPT)
    return drop_photos(forgotten)


def digest(secret: str) -> str:
    """What the database keeps of a secret link's token (long and random: a plain SHA-256 is enough)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def fiche_of_secret(secret: str) -> Fiche | None:
    """The fiche that a secret link follows, or None."""
    link = SecretLink.objects.select_related("fiche__theme").filter(digest=digest(secret)).first()
    return link.fiche if link else None
