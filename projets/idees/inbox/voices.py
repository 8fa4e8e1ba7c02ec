"""A voice as a file: looked at for what it is, without what it knows of who made it (tags, device, place)."""

import io
import struct
from dataclasses import dataclass
from typing import Final

import mutagen
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from mutagen import MutagenError
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, Atoms
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

MOST_BYTES: Final = 20 * 1024 * 1024
LONGEST: Final = 180  # seconds
KNOWN: Final = {MP3: "mp3", MP4: "m4a", OggOpus: "ogg", OggVorbis: "ogg", WAVE: "wav"}
TYPES: Final = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav"}

# What reading a file that somebody damaged, or made up, may raise.
BROKEN: Final = (MutagenError, ValueError, ArithmeticError, LookupError, TypeError, EOFError, struct.error)


@dataclass(frozen=True)
class Voice:
    """Ready to be stored: the sound alone, its length, how its file ends."""

    file: ContentFile
    seconds: int
    extension: str


def read_voice(raw: bytes, *, longest: int = LONGEST) -> Voice:
    """The voice in these bytes, of `longest` seconds at most; its true sort is read from them, whatever its name says.

    Raises ValidationError (French) for what is too heavy, too long, empty, cut off, or no sound that browsers play.
    """
    if len(raw) > MOST_BYTES:
        raise heavy()
    content = io.BytesIO(raw)
    try:
        sound = mutagen.File(content, options=list(KNOWN))
        whole = sound is not None and _whole(sound, content, len(raw))
    except BROKEN as error:
        raise _unreadable() from error
    extension = KNOWN.get(type(sound), "")
    seconds = float(getattr(getattr(sound, "info", None), "length", 0) or 0)
    if not extension or seconds <= 0:
        raise _unreadable()
    if seconds > longest:
        minutes = longest // 60
        most = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
        raise ValidationError(_("Ce message est trop long : %(most)s au plus.") % {"most": most}, code="long")
    if not whole:
        raise ValidationError(_("Ce son est incomplet : enregistrez-le de nouveau, ou envoyez-le encore."), code="cut")
    return Voice(ContentFile(_untagged(sound, content), name=f"voix.{extension}"), max(1, round(seconds)), extension)


def _whole(sound: mutagen.FileType, content: io.BytesIO, size: int) -> bool:
    """Whether all that its own header announces is there; OGG and MP3 say nothing of the kind, and play as they are."""
    if isinstance(sound, WAVE):
        return sound.info.bitrate / 8 * sound.info.length <= size
    if isinstance(sound, MP4):
        last = Atoms(content).atoms[-1]
        return last.offset + last.length <= size
    return True


def heavy() -> ValidationError:
    """What to say of a sound that weighs too much."""
    return ValidationError(_("Ce son est trop lourd : vingt mégaoctets au plus."), code="heavy")


def _untagged(sound: mutagen.FileType, content: io.BytesIO) -> bytes:
    """The same sound without its tags; a file that cannot be rewritten is not kept."""
    if isinstance(sound, WAVE):
        return _bare(content.getvalue())
    try:
        content.seek(0)
        sound.delete(content)
    except (*BROKEN, OSError) as error:
        raise _unreadable() from error
    return content.getvalue()


def _bare(raw: bytes) -> bytes:
    """A WAV of its format and its samples alone: names and devices are in other pieces, or after the last."""
    kept, at = b"", 12
    while at + 8 <= len(raw):
        size = int.from_bytes(raw[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if raw[at : at + 4] in (b"fmt ", b"data"):
            kept += raw[at:end]
        at = end
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + kept


def _unreadable() -> ValidationError:
    return ValidationError(_("Ce fichier n’est pas un son que nous sachions lire : MP3, M4A, OGG ou WAV."), code="sort")
