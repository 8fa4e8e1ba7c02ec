"""The answering machine's folder: each file becomes a dépêche, once; what is no voice is put aside with the reason."""

import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from carto.fiches.actions import digest
from projets.idees.inbox.receiving import receive
from projets.idees.inbox.tasks import send_reply
from projets.idees.inbox.voices import MOST_BYTES, read_voice
from projets.idees.models import Channel, Depeche, DepecheReply, Enregistrement

REFUSED: Final = "refuses"
NUMBER: Final = re.compile(r"(?<!\d)(\+?\d{9,15})(?!\d)")  # of who called, as machines put it in the file's name
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another when it is heard
LENGTH: Final = 8


@dataclass(frozen=True)
class Taken:
    """What became of one file: the dépêche, or why not."""

    name: str
    depeche: Depeche | None
    why: str = ""


def take_all(folder: Path) -> Iterator[Taken]:
    """Take each file of the folder (not of those in it), the oldest first; taken or refused, it leaves the folder."""
    files = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
    for path in sorted(files, key=lambda each: (each.stat().st_mtime, each.name)):
        try:
            depeche = _take(path)
        except ValidationError as error:
            yield Taken(path.name, None, _refuse(path, error.message))
            continue
        path.unlink()
        yield Taken(path.name, depeche)


def _take(path: Path) -> Depeche:
    if path.stat().st_size > MOST_BYTES:
        raise ValidationError(_("Ce son est trop lourd : vingt mégaoctets au plus."), code="heavy")
    raw = path.read_bytes()
    voice = read_voice(raw)
    number = NUMBER.search(path.stem)
    with transaction.atomic():
        reference = hashlib.sha256(raw).hexdigest()
        depeche, new = receive(Channel.VOICE, "", sender=number[1] if number else "", external_id=reference)
        if new:
            code = "".join(secrets.choice(LETTERS) for _turn in range(LENGTH))
            Enregistrement.objects.create(
                depeche=depeche, file=voice.file, seconds=voice.seconds, digest=digest(f"voix:{code}")
            )
            _tell(depeche, code)
    return depeche


def _tell(depeche: Depeche, code: str) -> None:
    """How to have it withdrawn, to whoever called from a telephone that can be written to."""
    if not depeche.sender:
        return
    said = _("Merci de votre message. Une personne va l’écouter. Pour le retirer, dites ce code : %(code)s")
    reply = DepecheReply.objects.create(depeche=depeche, text=said % {"code": code})
    send_reply.defer(reply_id=reply.pk)


def _refuse(path: Path, why: str) -> str:
    """Put it aside with the reason beside it, never over another."""
    place = path.parent / REFUSED
    place.mkdir(exist_ok=True)
    target = place / path.name
    if target.exists():
        target = place / f"{secrets.token_hex(4)}-{path.name}"
    path.rename(target)
    target.with_suffix(f"{target.suffix}.txt").write_text(f"{why}\n", encoding="utf-8")
    return why
