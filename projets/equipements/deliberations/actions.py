"""What happens to a deliberation's document: joined or fetched, then read by the worker into paragraphs."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from carto.comptes.models import User
from carto.downloads import NotFetched
from projets.equipements.deliberations.fetching import fetch
from projets.equipements.deliberations.paragraphs import cut
from projets.equipements.deliberations.reading import WORDS, Text, Unreadable, count_pages, read_text
from projets.equipements.models import Deliberation, Paragraphe, Reading

BATCH: Final = 500
DOCUMENT: Final = ("file", "sha256", "pages", "reading", "reading_told", "attached_by", "attached_at")


def attach(deliberation: Deliberation, path: Path, *, pages: int, person: User | None) -> None:
    """Keep a document, whose `pages` were counted, in place of the one that was there; its text is still to be read.

    It is named by its checksum: what one reads is what was joined, and the same one joined twice is one file.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        with transaction.atomic():
            before = deliberation.file.name
            name = f"deliberations/{digest}.pdf"
            storage = deliberation.file.storage
            deliberation.file.name = name if storage.exists(name) else storage.save(name, File(file))
            deliberation.sha256, deliberation.pages = digest, pages
            deliberation.reading, deliberation.reading_told = Reading.WAITING, ""
            deliberation.attached_by, deliberation.attached_at = person, timezone.now()
            deliberation.save(update_fields=DOCUMENT)
            deliberation.paragraphes.all().delete()
            _drop_unless_used(deliberation, before)


def _drop_unless_used(deliberation: Deliberation, name: str) -> None:
    """Delete the file of that name once the transaction holds, when no deliberation has it any more."""
    if name and not Deliberation.objects.filter(file=name).exists():
        storage = deliberation.file.storage
        transaction.on_commit(lambda: storage.delete(name))


def read_document(deliberation_id: int) -> int:
    """Read what is waiting into paragraphs, or say why it cannot be; returns how many (0 when it was read)."""
    deliberation = Deliberation.objects.filter(pk=deliberation_id, reading=Reading.WAITING).exclude(file="").first()
    if deliberation is None:
        return 0
    try:
        text = read_text(Path(deliberation.file.path))
    except OSError:
        return _refuse(deliberation, str(WORDS["gone"]))
    except Unreadable as error:
        return _refuse(deliberation, " ".join(error.messages))
    return _keep(deliberation, text)


def _keep(deliberation: Deliberation, text: Text) -> int:
    with transaction.atomic():
        held = Deliberation.objects.select_for_update(of=("self",)).get(pk=deliberation.pk)
        if held.sha256 != deliberation.sha256:
            return 0  # another one was joined meanwhile: it has its own turn
        held.paragraphes.all().delete()
        found = [
            Paragraphe(deliberation=held, number=number, page=page, text=words)
            for number, (page, words) in enumerate(cut(text.texts), start=1)
        ]
        Paragraphe.objects.bulk_create(found, batch_size=BATCH)
        held.reading, held.pages = Reading.READ, text.pages
        held.save(update_fields=["reading", "pages"])
    return len(found)


def _refuse(deliberation: Deliberation, told: str) -> int:
    of_this_document = Deliberation.objects.filter(pk=deliberation.pk, sha256=deliberation.sha256)
    of_this_document.update(reading=Reading.REFUSED, reading_told=told[:300])
    return 0


def ask_for_document(deliberation: Deliberation) -> bool:
    """Mark a document as on its way from its own address; False when it is already, or is there."""
    asked = Deliberation.objects.filter(pk=deliberation.pk, file="").exclude(url="").exclude(reading=Reading.WAITING)
    return bool(asked.update(reading=Reading.WAITING, reading_told=""))


def fetch_document(deliberation_id: int, person: User | None = None) -> int:
    """Fetch a document that was asked for and read it, or say why not; returns how many paragraphs it has."""
    asked = Deliberation.objects.filter(pk=deliberation_id, reading=Reading.WAITING, file="").exclude(url="")
    if (deliberation := asked.first()) is None:
        return 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        try:
            fetch(deliberation.url, path)
            attach(deliberation, path, pages=count_pages(path), person=person)
        except NotFetched as error:
            return _refuse(deliberation, str(error))
        except ValidationError as error:
            return _refuse(deliberation, " ".join(error.messages))
    return read_document(deliberation_id)
